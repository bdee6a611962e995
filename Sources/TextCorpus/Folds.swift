/// A stratified division of documents for cross-validation: every document is held out in exactly one fold.
///
/// Each class is shuffled and dealt out to the folds in turn, going on where the class before stopped. So the folds
/// differ by at most one document in all and in each class.
///
/// Edge cases: a class of two or more documents always has one in training, also with more folds than it has
/// documents (some folds then hold out none of it). A class of a single document is held out in one fold,
/// whose training part then lacks it.
public struct Folds: Sendable, Equatable {
  /// The documents held out by each fold, ascending; none is empty.
  public let heldOut: [[Int]]

  /// How many documents there are in all folds.
  public let documentCount: Int

  /// - Parameters:
  ///   - classes: The class of each document.
  ///   - count: How many folds.
  ///   - generator: Decides the division; the same generator and classes give the same folds.
  /// - Throws: `foldCount` unless `2 <= count <= classes.count`.
  /// - Complexity: O(n log n).
  public init(
    stratifying classes: [Int32], count: Int, using generator: inout some RandomNumberGenerator
  ) throws(CorpusError) {
    guard count >= 2, count <= classes.count else { throw .foldCount(count, documents: classes.count) }
    var folds = [[Int]](repeating: [], count: count)
    var next = 0
    for document in shuffledGroups(of: classes, using: &generator).documents {
      folds[next].append(Int(document))
      next = (next + 1) % count
    }
    heldOut = folds.map { $0.sorted() }
    documentCount = classes.count
  }

  /// How many folds there are.
  public var count: Int { heldOut.count }

  /// The documents that a fold does not hold out, ascending.
  public func training(in fold: Int) -> [Int] {
    var isHeldOut = [Bool](repeating: false, count: documentCount)
    for document in heldOut[fold] { isHeldOut[document] = true }
    return isHeldOut.indices.filter { !isHeldOut[$0] }
  }
}

/// A stratified division of documents into a training part and a held-out part.
///
/// The held-out part has `fraction · n` documents, rounded, at least one. Each class gives its share rounded down;
/// the classes with the largest remainders give one more until the size is reached, equal remainders in random order.
///
/// Edge cases: every class keeps at least one document in training, so a class of a single document is never held out.
/// Where that leaves too few to give, the held-out part is smaller.
public struct HoldOut: Sendable, Equatable {
  /// Ascending.
  public let training: [Int]
  /// Ascending, never empty.
  public let heldOut: [Int]

  /// - Parameters:
  ///   - classes: The class of each document.
  ///   - fraction: The share to hold out, above 0 and below 1.
  ///   - generator: Decides the division; the same generator and classes give the same parts.
  /// - Throws: `heldOutFraction`; `nothingToHoldOut` if no class has two documents.
  /// - Complexity: O(n log n).
  public init(
    stratifying classes: [Int32], fraction: Double, using generator: inout some RandomNumberGenerator
  ) throws(CorpusError) {
    let isHeldOut = try Self.marks(stratifying: classes, fraction: fraction, using: &generator)
    heldOut = isHeldOut.indices.filter { isHeldOut[$0] }
    training = isHeldOut.indices.filter { !isHeldOut[$0] }
  }

  /// The same division as a mark for each document, true for those that are held out: 9 bytes a document while it is made.
  package static func marks(
    stratifying classes: [Int32], fraction: Double, using generator: inout some RandomNumberGenerator
  ) throws(CorpusError) -> [Bool] {
    guard fraction > 0, fraction < 1 else { throw .heldOutFraction(fraction) }
    let (documents, inOrder) = shuffledGroups(of: classes, using: &generator)
    var groups = inOrder
    groups.shuffle(by: &generator)
    var sizes = groups.map { min(Int(fraction * Double($0.count)), $0.count - 1) }
    var missing = max(1, Int((fraction * Double(classes.count)).rounded())) - sizes.reduce(0, +)

    // The order of the shuffle breaks ties, so the sort must be stable: it compares the places too.
    let remainders = zip(groups, sizes).map { fraction * Double($0.count) - Double($1) }
    let order = groups.indices.sorted { (-remainders[$0], $0) < (-remainders[$1], $1) }
    for group in order where missing > 0 && sizes[group] < groups[group].count - 1 {
      sizes[group] += 1
      missing -= 1
    }
    var isHeldOut = [Bool](repeating: false, count: classes.count)
    for (group, size) in zip(groups, sizes) {
      for document in documents[group].prefix(size) { isHeldOut[Int(document)] = true }
    }
    guard sizes.contains(where: { $0 > 0 }) else { throw .nothingToHoldOut(documents: classes.count) }
    return isHeldOut
  }
}

/// The documents of each class, shuffled; classes ascending, one behind the other at `groups`.
private func shuffledGroups(
  of classes: [Int32], using generator: inout some RandomNumberGenerator
) -> (documents: [Int32], groups: [Range<Int>]) {
  var counts: [Int32: Int] = [:]
  for label in classes { counts[label, default: 0] += 1 }
  var groups: [Range<Int>] = []
  // Where the next document of a class goes.
  var places: [Int32: Int] = [:]
  for (label, count) in counts.sorted(by: { $0.key < $1.key }) {
    let start = groups.last?.upperBound ?? 0
    places[label] = start
    groups.append(start..<start + count)
  }
  var documents = [Int32](repeating: 0, count: classes.count)
  for (document, label) in classes.enumerated() {
    let place = places[label]!
    documents[place] = Int32(document)
    places[label] = place + 1
  }
  for group in groups { documents.shuffle(group, by: &generator) }
  return (documents, groups)
}

extension Array {
  /// Fisher and Yates' shuffle, written out so that a later standard library cannot change what a seed gives.
  mutating func shuffle(by generator: inout some RandomNumberGenerator) {
    shuffle(indices, by: &generator)
  }

  /// Shuffles a part.
  mutating func shuffle(_ part: Range<Int>, by generator: inout some RandomNumberGenerator) {
    for last in stride(from: part.count - 1, to: 0, by: -1) {
      let chosen = Int(uniform(below: UInt64(last) + 1, using: &generator))
      swapAt(part.lowerBound + last, part.lowerBound + chosen)
    }
  }
}

/// A uniform number below a bound, by Lemire's multiplication with rejection
/// (arXiv 1805.10941): unbiased, and nearly always a single draw.
func uniform(below bound: UInt64, using generator: inout some RandomNumberGenerator) -> UInt64 {
  let rejected = (0 &- bound) % bound
  while true {
    let draw: UInt64 = generator.next()
    let product = draw.multipliedFullWidth(by: bound)
    if product.low >= rejected { return product.high }
  }
}
