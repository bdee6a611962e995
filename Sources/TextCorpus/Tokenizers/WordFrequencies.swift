/// Words and how often each is met: what the tokenizer `dictionary` cuts by.
///
/// Probabilities are count ÷ sum of all counts. A word of count 0 is none, but is kept.
public struct WordFrequencies: Sendable {
  /// No word has more bytes, so that cutting a text is linear in its length.
  public static let longestWord = 255

  /// How often each word is met, `[count]`.
  public let counts: [Int32]

  /// The words, numbered as they came, and behind them the beginnings of words that are no words themselves: a
  /// search ends where what it has is not in the table.
  private let index: WordTable
  /// The logarithm of each word's probability; -∞ for beginnings and words of count 0.
  private let logProbabilities: [Double]
  /// The logarithm of the probability of what is in no list: as if it had been met once.
  let unknownLogProbability: Double
  let fingerprint: Fingerprint

  /// - Precondition: As many counts as words, none negative; no word longer than `longestWord`.
  /// - Throws: `brokenTable` if words and their beginnings do not fit in 2 GiB.
  init(_ words: WordTable, counts: [Int32]) throws(TokenizerError) {
    precondition(words.count == counts.count, "\(words.count) words, \(counts.count) counts")
    self.counts = counts
    let logTotal = Double.logarithm(Double(max(1, counts.reduce(0) { $0 + Int($1) })))
    unknownLogProbability = -logTotal
    var fingerprint = Fingerprint()
    fingerprint.add(words.utf8)
    fingerprint.add(words.offsets)
    fingerprint.add(counts)
    self.fingerprint = fingerprint

    var index = words
    let utf8 = words.utf8.span
    for word in 0..<words.count {
      let range = words.range(of: word)
      var end = range.lowerBound
      while end < range.upperBound {
        end += utf8.scalar(at: end).length
        guard index.insert(utf8.extracting(range.lowerBound..<end)) != nil else {
          throw .brokenTable(reason: "its words and their beginnings need more than 2 GiB")
        }
      }
    }
    self.index = index
    logProbabilities = (0..<index.count).map { word in
      word < counts.count && counts[word] > 0
        ? Double.logarithm(Double(counts[word])) - logTotal : -Double.infinity
    }
  }

  /// Takes a list as it is stored, trusting nothing.
  ///
  /// - Parameters:
  ///   - utf8: The words one behind the other.
  ///   - offsets: Where each begins, and where the last ends, `[count + 1]`.
  ///   - counts: `[count]`.
  /// - Throws: `brokenTable`.
  /// - Complexity: O(bytes · longest word) on average.
  public init(utf8: [UInt8], offsets: [Int32], counts: [Int32]) throws(TokenizerError) {
    let words = try WordTable(checking: utf8, offsets: offsets)
    guard words.count == counts.count else {
      throw .brokenTable(reason: "\(words.count) words have \(counts.count) counts")
    }
    guard counts.allSatisfy({ $0 >= 0 }) else { throw .brokenTable(reason: "a count is negative") }
    for word in 0..<words.count where words.range(of: word).count > Self.longestWord {
      throw .brokenTable(reason: "word \(word) is longer than \(Self.longestWord) bytes")
    }
    try self.init(words, counts: counts)
  }

  /// How many words there are.
  public var count: Int { counts.count }

  /// The words one behind the other.
  public var utf8: [UInt8] { Array(index.utf8[..<Int(index.offsets[count])]) }

  /// Where each word begins, and where the last ends, `[count + 1]`.
  public var offsets: [Int32] { Array(index.offsets[...count]) }

  /// The logarithm of the probability of a word: nil if no word begins so, -∞ if longer ones do.
  @inline(__always)
  func logProbability(of word: Span<UInt8>) -> Double? {
    index.id(of: word).map { logProbabilities[Int($0)] }
  }
}

extension WordFrequencies: Hashable {
  /// Same words in the same order, same counts.
  public static func == (left: WordFrequencies, right: WordFrequencies) -> Bool {
    left.fingerprint == right.fingerprint && left.counts == right.counts && left.utf8 == right.utf8
      && left.offsets == right.offsets
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}

extension WordTable {
  /// Takes the words of a table as they are stored, trusting nothing.
  ///
  /// - Throws: `brokenTable`: offsets that do not ascend or do not span the bytes, a word that is not UTF-8 or there twice.
  init(checking utf8: [UInt8], offsets: [Int32]) throws(TokenizerError) {
    guard offsets.first == 0, offsets.last.map({ Int($0) }) == utf8.count else {
      throw .brokenTable(reason: "the offsets do not span the bytes")
    }
    self.init(capacity: offsets.count)
    for word in 0..<offsets.count - 1 {
      let start = Int(offsets[word])
      let end = Int(offsets[word + 1])
      guard end > start, end <= utf8.count else {
        throw .brokenTable(reason: "word \(word) does not end after it begins")
      }
      let bytes = utf8.span.extracting(start..<end)
      guard bytes.invalidSequenceCount == 0 else {
        throw .brokenTable(reason: "word \(word) is not valid UTF-8")
      }
      guard insert(bytes) == Int32(word) else { throw .brokenTable(reason: "word \(word) is there twice") }
    }
  }
}
