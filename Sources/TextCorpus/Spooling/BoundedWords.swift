/// Distinct words with their counts, never more than a number of them: when there are more, the rarest are forgotten.
///
/// So does word2vec.c, whose `ReduceVocab` drops what was counted least, and fastText after it. A forgotten word that
/// comes again begins anew, with a new number and a count of 1. What is kept depends on the text alone.
struct BoundedWords: Sendable {
  private(set) var table = WordTable()
  /// How often each word was counted since it came, `[words]`.
  private(set) var counts: [Int] = []
  private let limit: Int
  private let byteLimit: Int

  /// - Parameters:
  ///   - limit: How many words there may be.
  ///   - byteLimit: How many bytes they may have together.
  init(limit: Int, byteLimit: Int) {
    self.limit = limit
    self.byteLimit = byteLimit
  }

  var count: Int { table.count }

  /// Counts a word; its number, or nil where the words have more than 2 GiB.
  @inline(__always)
  mutating func add(_ word: Span<UInt8>) -> Int32? {
    guard let id = table.insert(word) else { return nil }
    if Int(id) == counts.count { counts.append(1) } else { counts[Int(id)] += 1 }
    return id
  }

  /// Whether there are more words than there should be.
  var isFull: Bool { table.count > limit || table.utf8.count > byteLimit }

  /// Forgets the rarest words, of equally rare ones the latest, so that at most half of what is allowed is left: the next
  /// time is then long ahead.
  ///
  /// - Returns: The new number of each word, −1 for one that is forgotten, and the highest count among those.
  /// - Complexity: O(n log n) for n words.
  mutating func forgetRarest() -> (numbers: [Int32], highestCount: Int) {
    let order = counts.indices.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
    var isKept = [Bool](repeating: false, count: counts.count)
    var kept = 0
    var bytes = 0
    var highest = 0
    for word in order {
      let length = table.range(of: word).count
      // A single word may be longer than all should be together.
      if kept < limit / 2, bytes + length <= byteLimit / 2 {
        isKept[word] = true
        kept += 1
        bytes += length
      } else {
        highest = max(highest, counts[word])
      }
    }
    var numbers = [Int32](repeating: -1, count: counts.count)
    var smaller = WordTable(capacity: kept)
    var smallerCounts: [Int] = []
    smallerCounts.reserveCapacity(kept)
    let (old, oldCounts) = (table, counts)
    let utf8 = old.utf8.span
    for word in numbers.indices where isKept[word] {
      // What had room in the larger table has room in the smaller one.
      numbers[word] = smaller.insert(utf8.extracting(old.range(of: word)))!
      smallerCounts.append(oldCounts[word])
    }
    table = smaller
    counts = smallerCounts
    return (numbers, highest)
  }
}
