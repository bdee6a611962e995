/// Cuts documents into tokens as they come, and forgets their texts. Beyond a bound of memory the tokens go to a
/// temporary file.
///
///     var collector = DocumentCollector(name: "reviews.tsv", tokenizer: tokenizer, memory: memory)
///     let report = try source.forEachDocument { try collector.add($0) }
///     let collected = try collector.finish()
///
/// In memory or in a file, what comes out is the same, unless the corpus has more distinct words than the memory is for:
/// the rarest are then forgotten (`ForgottenWords`).
package struct DocumentCollector {
  private let name: String
  private let tokenizer: Tokenizer
  private let memory: TextMemory
  private var buffer = TokenBuffer()
  private var words: BoundedWords
  private var labels = CollectedLabels()
  private var replacedSequenceCount = 0
  private var forgotten = ForgottenWords()
  /// The documents so far, while they are in memory; then those of the last one, which waits for its end.
  private var tokens: [Int32] = []
  private var starts = [0]
  private var file: SegmentedTokens?

  /// - Parameter name: What errors call the corpus.
  package init(name: String, tokenizer: Tokenizer, memory: TextMemory = .unbounded) {
    self.name = name
    self.tokenizer = tokenizer
    self.memory = memory
    words = BoundedWords(limit: memory.wordLimit, byteLimit: memory.wordByteLimit)
  }

  /// Adds a document.
  ///
  /// - Throws: `CorpusError.tooManyWords`; `TemporaryFileError`.
  /// - Complexity: O(bytes) on average.
  package mutating func add(_ document: LabeledText) throws {
    tokenizer.tokenize(document.text, into: &buffer)
    for index in 0..<buffer.count {
      guard let word = buffer.withToken(index, { words.add($0) }) else {
        throw CorpusError.tooManyWords(file: name)
      }
      tokens.append(word)
    }
    replacedSequenceCount += buffer.replacedSequenceCount
    let label = labels.add(document.labels)
    if file == nil {
      starts.append(tokens.count)
      // Of a document: its start and the number of its labels.
      if tokens.count * 4 + starts.count * 12 > memory.tokenBytes || words.isFull { try spill() }
    } else {
      try file?.append(tokens, label: label)
      tokens.removeAll(keepingCapacity: true)
    }
    if words.isFull {
      let (numbers, highestCount) = words.forgetRarest()
      forgotten.add(numbers, highestCount: highestCount)
      try file?.endSegment(numbers)
    }
  }

  /// Moves the documents from memory to a file.
  private mutating func spill() throws(TemporaryFileError) {
    var file = try SegmentedTokens(in: memory.folder)
    for document in 0..<starts.count - 1 {
      try file.append(
        tokens[starts[document]..<starts[document + 1]], label: labels.numbers[document])
    }
    self.file = file
    tokens = []
    starts = []
  }

  /// What has been collected.
  ///
  /// - Throws: `TemporaryFileError`.
  package consuming func finish() throws -> CollectedDocuments {
    let labels = labels
    let forgotten = forgotten
    guard let file else {
      return CollectedDocuments(
        name: name,
        tokens: .memory(
          TokenizedText(
            words: words.table, tokens: tokens, starts: starts,
            replacedSequenceCount: replacedSequenceCount)),
        labels: labels, forgotten: forgotten)
    }
    let table = words.table
    return CollectedDocuments(
      name: name, tokens: .file(FiledTokens(words: table, file: try file.settle())), labels: labels,
      forgotten: forgotten)
  }
}

/// The labels of documents as they come: each distinct list of them has a number, in the order of appearance.
package struct CollectedLabels: Sendable, Equatable {
  package private(set) var lists: [[String]] = []
  /// The list of each document, `[documents]`.
  package private(set) var numbers: [Int32] = []
  private var known: [[String]: Int32] = [:]

  package init() {}

  /// Adds those of a document; the number of its list.
  package mutating func add(_ list: [String]) -> Int32 {
    let number: Int32
    if let found = known[list] {
      number = found
    } else {
      number = Int32(lists.count)
      lists.append(list)
      known[list] = number
    }
    numbers.append(number)
    return number
  }
}

/// The words that did not fit into memory with the others.
public struct ForgottenWords: Sendable, Equatable {
  /// How many times the rarest words were forgotten, and how many in all, each as often as it was.
  public internal(set) var times = 0
  public internal(set) var words = 0
  /// The highest count of one of them.
  public internal(set) var highestCount = 0

  public init() {}

  mutating func add(_ numbers: [Int32], highestCount: Int) {
    times += 1
    words += numbers.count { $0 < 0 }
    self.highestCount = max(self.highestCount, highestCount)
  }
}

/// A corpus cut into tokens, and what is known of its labels.
package struct CollectedDocuments: Sendable {
  /// What errors call it.
  package let name: String
  package let tokens: CollectedTokens
  package let labels: CollectedLabels
  package let forgotten: ForgottenWords

  init(name: String, tokens: CollectedTokens, labels: CollectedLabels, forgotten: ForgottenWords) {
    self.name = name
    self.tokens = tokens
    self.labels = labels
    self.forgotten = forgotten
  }

  /// A text in memory, whose labels are known elsewhere.
  package init(name: String, text: TokenizedText) {
    self.init(name: name, tokens: .memory(text), labels: CollectedLabels(), forgotten: ForgottenWords())
  }
}
