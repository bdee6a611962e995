import Testing
import TextCorpus

@Suite struct FoldsTests {
  /// Skewed classes, in no order: class c has c + 1 documents.
  private func skewed(_ classes: Int, seed: UInt64) -> [Int32] {
    var generator = SplitMix(state: seed)
    return (0..<classes).flatMap { [Int32](repeating: Int32($0), count: $0 + 1) }.shuffled(using: &generator)
  }

  private func counts(_ documents: [Int], _ classes: [Int32]) -> [Int32: Int] {
    documents.reduce(into: [:]) { $0[classes[$1], default: 0] += 1 }
  }

  @Test(arguments: [2, 3, 5, 10, 78], [1, 2, 3] as [UInt64])
  func foldsPartitionAndStratify(count: Int, seed: UInt64) throws {
    let classes = skewed(12, seed: seed)
    var generator = SplitMix(state: seed)
    let folds = try Folds(stratifying: classes, count: count, using: &generator)
    #expect(folds.count == count)
    #expect(folds.heldOut.flatMap { $0 }.sorted() == Array(classes.indices))
    let sizes = folds.heldOut.map(\.count)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1 && !sizes.contains(0))
    for fold in 0..<count {
      let heldOut = counts(folds.heldOut[fold], classes)
      let training = counts(folds.training(in: fold), classes)
      #expect(folds.heldOut[fold] == folds.heldOut[fold].sorted())
      for label in Int32(0)..<12 {
        let size = Int(label) + 1
        #expect((size / count...(size + count - 1) / count).contains(heldOut[label] ?? 0))
        #expect((heldOut[label] ?? 0) + (training[label] ?? 0) == size)
        if size >= 2 { #expect((training[label] ?? 0) >= 1) }
      }
    }
  }

  @Test func seedsDecide() throws {
    let classes = skewed(10, seed: 0)
    func folds(_ seed: UInt64) throws -> Folds {
      var generator = SplitMix(state: seed)
      return try Folds(stratifying: classes, count: 5, using: &generator)
    }
    #expect(try folds(1) == folds(1))
    #expect(try folds(1) != folds(2))
  }

  /// What a seed gives must never change, or published splits would.
  @Test func fixedBySeed() throws {
    var generator = SplitMix(state: 7)
    let folds = try Folds(stratifying: [0, 1, 0, 1, 0, 1, 0, 1, 2], count: 3, using: &generator)
    #expect(folds.heldOut == Self.expectedFolds)
    let holdOut = try HoldOut(stratifying: [0, 1, 0, 1, 0, 1, 0, 1, 2], fraction: 0.4, using: &generator)
    #expect(holdOut.heldOut == Self.expectedHoldOut)
  }

  private static let expectedFolds = [[2, 3, 4], [5, 6, 7], [0, 1, 8]]
  private static let expectedHoldOut = [4, 5, 6, 7]

  @Test func impossibleFolds() {
    var generator = SplitMix(state: 0)
    for count in [-1, 0, 1, 4] {
      #expect(throws: CorpusError.foldCount(count, documents: 3)) {
        try Folds(stratifying: [0, 1, 0], count: count, using: &generator)
      }
    }
    #expect("\(CorpusError.foldCount(9, documents: 3))" == "9 folds of 3 documents cannot be; take 2 to 3")
  }

  @Test(arguments: [0.01, 0.1, 0.25, 0.5, 0.9, 0.999], [1, 2, 3] as [UInt64])
  func holdOutStratifies(fraction: Double, seed: UInt64) throws {
    let classes = skewed(12, seed: seed)
    var generator = SplitMix(state: seed)
    let parts = try HoldOut(stratifying: classes, fraction: fraction, using: &generator)
    #expect((parts.training + parts.heldOut).sorted() == Array(classes.indices))
    #expect(parts.training == parts.training.sorted() && parts.heldOut == parts.heldOut.sorted())
    let training = counts(parts.training, classes)
    let heldOut = counts(parts.heldOut, classes)
    for label in Int32(0)..<12 {
      let share = fraction * Double(label + 1)
      #expect((training[label] ?? 0) >= 1)
      #expect(
        Double(heldOut[label] ?? 0) < share + 1 && Double(heldOut[label] ?? 0) > min(share, Double(label)) - 1
      )
    }
    let wanted = max(1, Int((fraction * 78).rounded()))
    #expect(parts.heldOut.count == min(wanted, 78 - 12))
  }

  @Test func aClassOfOneStaysInTraining() throws {
    var generator = SplitMix(state: 0)
    for _ in 0..<20 {
      let parts = try HoldOut(stratifying: [0, 1, 1, 2], fraction: 0.5, using: &generator)
      #expect(parts.training.contains(0) && parts.training.contains(3))
      #expect(parts.heldOut == [1] || parts.heldOut == [2])
    }
  }

  @Test func impossibleHoldOut() {
    var generator = SplitMix(state: 0)
    for fraction in [0, 1, -0.5, .infinity] {
      #expect(throws: CorpusError.heldOutFraction(fraction)) {
        try HoldOut(stratifying: [0, 0], fraction: fraction, using: &generator)
      }
    }
    #expect(throws: CorpusError.self) { try HoldOut(stratifying: [0, 0], fraction: .nan, using: &generator) }
    for classes: [Int32] in [[], [3], [0, 1, 2]] {
      #expect(throws: CorpusError.nothingToHoldOut(documents: classes.count)) {
        try HoldOut(stratifying: classes, fraction: 0.5, using: &generator)
      }
    }
  }
}
