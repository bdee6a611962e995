/// The words a model knows, numbered; number 0 stands for every other word.
///
/// Word 0 is stored as the empty word, which no text contains. The model file keeps `utf8` and `offsets`:
/// word `i` is `utf8[offsets[i]..<offsets[i + 1]]`.
public struct Vocabulary: Sendable {
  /// The number of every word that is not in the vocabulary.
  public static let unknown: Int32 = 0

  private var table: WordTable

  /// Only the unknown word.
  public init() {
    self.init(words: CollectionOfOne([]))
  }

  /// - Precondition: `words` begins with the empty word, are distinct and fit in 2 GiB.
  init(words: some Sequence<ArraySlice<UInt8>>) {
    var table = WordTable()
    for word in words {
      let expected = table.count
      precondition(table.insert(word.span) == Int32(expected), "word \(expected) is a duplicate or too long")
    }
    self.table = table
  }

  /// Takes a vocabulary as it is stored, trusting nothing.
  ///
  /// - Parameters:
  ///   - utf8: The words one behind the other.
  ///   - offsets: Where each begins, and where the last ends, `[count + 1]`; word 0 is empty.
  /// - Throws: `brokenVocabulary`: offsets that do not ascend or do not span the bytes, a word that is not
  ///   UTF-8, a word that is there twice.
  /// - Complexity: O(bytes).
  public init(utf8: [UInt8], offsets: [Int32]) throws(CorpusError) {
    guard offsets.count >= 2, offsets[0] == 0, offsets[1] == 0, Int(offsets[offsets.count - 1]) == utf8.count
    else {
      throw .brokenVocabulary(.offsetsDoNotSpanBytes)
    }
    var table = WordTable(capacity: offsets.count)
    for word in 0..<offsets.count - 1 {
      let start = Int(offsets[word])
      let end = Int(offsets[word + 1])
      guard word == 0 || end > start, end <= utf8.count else {
        throw .brokenVocabulary(.offsetsNotAscending(word: word))
      }
      let bytes = utf8.span.extracting(start..<end)
      guard bytes.invalidSequenceCount == 0 else { throw .brokenVocabulary(.notUTF8(word: word)) }
      guard let id = table.insert(bytes) else { throw .brokenVocabulary(.offsetsDoNotSpanBytes) }
      guard Int(id) == word else { throw .brokenVocabulary(.duplicate(word: word, first: Int(id))) }
    }
    self.table = table
  }

  /// This vocabulary with more words behind its own, in their order; words that it has already are passed over.
  ///
  /// - Complexity: O(bytes) on average.
  package func adding(_ words: some Sequence<String>) -> Vocabulary {
    var result = self
    for word in words where !word.isEmpty {
      // A full table takes no more words; the rest stay unknown.
      guard withUTF8(of: word, { result.table.insert($0) }) != nil else { break }
    }
    return result
  }

  /// How many words there are, the unknown word among them; at least 1.
  public var count: Int { table.count }

  /// The words one behind the other.
  public var utf8: [UInt8] { table.utf8 }

  /// Where each word begins, and where the last ends, `[count + 1]`.
  public var offsets: [Int32] { table.offsets }

  /// A word by its number; empty for the unknown word.
  ///
  /// - Precondition: `0 <= id < count`.
  public func word(at id: Int) -> String {
    String(decoding: table.utf8[table.range(of: id)], as: UTF8.self)
  }

  /// Lends the bytes of a word by its number; none for the unknown word.
  ///
  /// - Precondition: `0 <= id < count`.
  package func withWord<Result>(at id: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    body(table.utf8.span.extracting(table.range(of: id)))
  }

  /// The number of a word, nil if it is not in the vocabulary.
  public func id(of word: String) -> Int32? {
    withUTF8(of: word) { id(of: $0) }
  }

  /// The number of a word by its UTF-8, nil if it is not in the vocabulary; never 0.
  ///
  /// - Complexity: O(bytes) on average; makes no string.
  package func id(of word: Span<UInt8>) -> Int32? {
    let id = table.id(of: word)
    return id == Self.unknown ? nil : id
  }

  /// The number of each word of a table, 0 where it is not in the vocabulary.
  ///
  /// - Parameter guests: Takes the words that are not, whose numbers are then its own; nil: takes none.
  /// - Complexity: O(bytes) on average.
  func numbers(of words: WordTable, guests: inout GuestWords?) -> [Int32] {
    let utf8 = words.utf8.span
    var numbers = [Int32](repeating: Self.unknown, count: words.count)
    for word in numbers.indices {
      let bytes = utf8.extracting(words.range(of: word))
      numbers[word] = id(of: bytes) ?? guests?.insert(bytes) ?? Self.unknown
    }
    return numbers
  }
}

extension Vocabulary: Equatable {
  /// Same words, same numbers.
  public static func == (left: Vocabulary, right: Vocabulary) -> Bool {
    left.offsets == right.offsets && left.utf8 == right.utf8
  }
}
