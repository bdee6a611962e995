import Foundation
import Testing

@testable import EmbeddingStorage

@Suite struct MappingTests {
  private let folder: TemporaryFolder
  private let store: EmbeddingStore

  init() throws {
    folder = try TemporaryFolder()
    store = try EmbeddingStore(inMemoryNamed: "memory")
  }

  /// Set b is random; a is an affine image of it, with noise, for the first words of b.
  private func fill(noise: Float, seed: UInt64) throws -> (rows: [[Float]], image: ([Float]) -> [Float]) {
    var generator = SplitMix64(state: seed)
    func vector(_ count: Int, _ spread: Float = 1) -> [Float] {
      (0..<count).map { _ in .random(in: -spread...spread, using: &generator) }
    }
    let weights = (0..<4).map { _ in vector(6) }
    let shift = vector(4, 3)
    let image = { (row: [Float]) in
      zip(weights, shift).map { weight, shift in zip(weight, row).reduce(shift) { $0 + $1.0 * $1.1 } }
    }
    let rows = (0..<600).map { _ in vector(6) }
    func entries(_ range: Range<Int>, _ row: (Int) -> [Float]) -> [([UInt8], [Float])] {
      range.map { (Array("w\($0)".utf8), row($0)) }
    }
    let b = entries(0..<600) { rows[$0] }
    let a = entries(0..<500) { index in zip(image(rows[index]), vector(4, noise)).map { $0 + $1 } }
    _ = try store.importVectors(
      from: folder.write("a", binaryFile(header: "500 4", a)), options: .init(name: "a"))
    _ = try store.importVectors(
      from: folder.write("b", binaryFile(header: "600 6", b)), options: .init(name: "b"))
    return (rows, image)
  }

  @Test func anImageBeyondAllNumbersIsToldOf() throws {
    let shared = (1...20).map { "w\($0)" }
    let from = zip(shared, 1...20).map { "\($0) \($1)\n" }.joined() + "far 1e10\n"
    let to = zip(shared, 1...20).map { "\($0) \($1)e30\n" }.joined()
    _ = try store.importVectors(from: folder.write("from", from), options: .init(name: "from"))
    _ = try store.importVectors(from: folder.write("to", to), options: .init(name: "to"))
    #expect(throws: EmbeddingStoreError.endlessImage("far", store: "memory")) {
      try store.map(.init(from: "from", to: "to", name: "both"))
    }
    #expect(try store.sets().map(\.name) == ["from", "to"])
  }

  @Test func anAffineMapIsFoundAndFillsTheGaps() throws {
    let (rows, image) = try fill(noise: 0, seed: 1)
    let info = try store.map(.init(from: "b", to: "a", name: "both", ridge: 1e-9))
    #expect(info.count == 600)
    #expect(info.dimension == 4)
    #expect(info.format == .derived)
    let mapping = try #require(info.record.mapping)
    #expect(mapping.learnedWords == 450)
    #expect(mapping.heldOutWords == 50)
    #expect(mapping.filledWords == 100)
    #expect(mapping.explainedVariance > 0.999999)
    #expect(mapping.neighborsKept > 0.99)
    #expect(try mapping.fromSHA256 == store.view(SetExpression("b")).sets[0].sha256)
    let view = try store.view(SetExpression("both"))
    #expect(view.sets == [info])
    #expect(try view.words().suffix(100) == (500..<600).map { "w\($0)" })
    // The set's own words have their own vectors, to the bit.
    let own = (0..<500).map { "w\($0)" }
    #expect(try view.vectors(for: own).values == store.view(SetExpression("a")).vectors(for: own).values)
    let filled = try view.vectors(for: ["w599"]).values
    #expect(zip(filled, image(rows[599])).allSatisfy { abs($0 - $1) < 1e-4 })
    #expect(try store.check().problems == [])
  }

  @Test func noiseShowsInTheFit() throws {
    _ = try fill(noise: 1, seed: 2)
    let mapping = try #require(try store.map(.init(from: "b", to: "a", name: "both")).record.mapping)
    // The image varies by some 2/3 in each component, the noise by 1/3.
    #expect((0.4..<0.9).contains(mapping.explainedVariance))
    #expect((0.05..<0.8).contains(mapping.neighborsKept))
  }

  @Test func tooFewSharedWordsAreAnError() throws {
    _ = try fill(noise: 0, seed: 3)
    _ = try store.importVectors(from: folder.write("c", "w1 1\nw2 2\nx 3\n"), options: .init(name: "c"))
    #expect(throws: EmbeddingStoreError.tooFewSharedWords("memory", found: 2, needed: 20)) {
      try store.map(.init(from: "b", to: "c", name: "new"))
    }
    #expect(try store.sets().map(\.name) == ["a", "b", "c"])
  }

  @Test func theNormalEquationsAreSolved() {
    // 2·x + y = 5 and x + 3·y = 10 are solved by 1 and 3.
    var matrix = [2.0, 1, 1, 3]
    var sides = [5.0, 10]
    #expect(LinearMap.factorize(&matrix, 2))
    LinearMap.solve(matrix, 2, &sides, 1)
    #expect(abs(sides[0] - 1) < 1e-12 && abs(sides[1] - 3) < 1e-12)
  }

  @Test func aMapThatRoundingDecidesIsAnError() throws {
    // Three equal numbers a row: only the ridge tells their weights apart.
    let rows = (0..<30).map { "w\($0) \($0 * $0) \($0 * $0) \($0 * $0)\n" }.joined()
    for name in ["a", "b"] {
      _ = try store.importVectors(from: folder.write("v", rows), options: .init(name: name))
    }
    #expect(throws: EmbeddingStoreError.undeterminedMap("memory", ridge: 1e-20)) {
      try store.map(.init(from: "a", to: "b", name: "c", ridge: 1e-20))
    }
    #expect(try store.sets().map(\.name) == ["a", "b"])
    #expect(try store.map(.init(from: "a", to: "b", name: "c")).count == 30)
  }
}
