/// Documents as word numbers, one behind the other: what the network reads.
package struct EncodedText: Sendable, Equatable {
  /// The words of all documents; those of document `i` are `tokens[starts[i]..<starts[i + 1]]`.
  package private(set) var tokens: [Int32]

  /// `[count + 1]`, from 0 to `tokens.count`.
  package private(set) var starts: [Int]

  /// The class of each document, `[count]`; empty where the classes are not known.
  package private(set) var labels: [Int32]

  /// The words that the vocabulary lacks, where they are kept apart; nil: all are number 0.
  package private(set) var guests: GuestWords?

  /// No documents.
  ///
  /// - Parameter guests: Where unknown words go; nil: they become 0.
  package init(guests: GuestWords? = nil) {
    self.init(tokens: [], starts: [0], labels: [], guests: guests)
  }

  /// - Precondition: `starts` ascends from 0 to `tokens.count`; `labels` is empty or has one entry a document.
  package init(tokens: [Int32], starts: [Int], labels: [Int32], guests: GuestWords? = nil) {
    precondition(
      starts.first == 0 && starts.last == tokens.count && zip(starts, starts.dropFirst()).allSatisfy(<=),
      "starts do not ascend from 0 to \(tokens.count)")
    precondition(
      labels.isEmpty || labels.count == starts.count - 1,
      "\(labels.count) labels, \(starts.count - 1) documents")
    self.tokens = tokens
    self.starts = starts
    self.labels = labels
    self.guests = guests
  }

  /// Tokenizes and encodes a corpus in one pass, for a vocabulary that is there already.
  ///
  /// - Parameters:
  ///   - labels: The classes; nil to leave the documents unlabelled.
  ///   - keepsGuests: Whether unknown words are kept apart.
  /// - Throws: `unknownLabel`.
  /// - Complexity: O(bytes) on average.
  package init(
    _ corpus: Corpus, tokenizer: Tokenizer, vocabulary: Vocabulary, labels: LabelSet?,
    keepsGuests: Bool = false
  ) throws(CorpusError) {
    self.init(guests: keepsGuests ? GuestWords(behind: vocabulary) : nil)
    let classes = try labels?.indices(of: corpus) ?? []
    var buffer = TokenBuffer()
    starts.reserveCapacity(corpus.documents.count + 1)
    for document in corpus.documents {
      tokenizer.tokenize(document.text, into: &buffer)
      append(buffer, vocabulary: vocabulary)
    }
    self.labels = classes
  }

  /// How many documents there are.
  package var count: Int { starts.count - 1 }

  /// The words of a document.
  package subscript(document: Int) -> ArraySlice<Int32> { tokens[starts[document]..<starts[document + 1]] }

  /// How many tokens are unknown words, guests among them.
  ///
  /// - Complexity: O(tokens).
  package var unknownTokenCount: Int {
    let end = guests?.firstID ?? .max
    return tokens.count { $0 == Vocabulary.unknown || $0 >= end }
  }

  /// Adds one document without a label.
  ///
  /// - Precondition: The documents so far have no labels.
  /// - Complexity: O(bytes) on average.
  package mutating func append(_ document: TokenBuffer, vocabulary: Vocabulary) {
    precondition(labels.isEmpty, "a document without a label behind documents with labels")
    for index in 0..<document.count {
      tokens.append(
        document.withToken(index) { vocabulary.id(of: $0) ?? guests?.insert($0) ?? Vocabulary.unknown })
    }
    starts.append(tokens.count)
  }

  /// Adds one document of a class.
  ///
  /// - Precondition: The documents so far have labels.
  /// - Complexity: O(bytes) on average.
  mutating func append(_ document: TokenBuffer, vocabulary: Vocabulary, label: Int32) {
    precondition(labels.count == count, "a document with a label behind documents without")
    labels.append(label)
    for index in 0..<document.count {
      tokens.append(
        document.withToken(index) { vocabulary.id(of: $0) ?? guests?.insert($0) ?? Vocabulary.unknown })
    }
    starts.append(tokens.count)
  }

  /// Adds one document of a class, as word numbers.
  ///
  /// - Precondition: The documents so far have labels.
  mutating func append(_ document: some Collection<Int32>, label: Int32) {
    precondition(labels.count == count, "a document with a label behind documents without")
    labels.append(label)
    tokens.append(contentsOf: document)
    starts.append(tokens.count)
  }

  /// Adds other documents without labels.
  ///
  /// - Precondition: Neither has labels, and both keep guests or neither does.
  package mutating func append(_ other: EncodedText) {
    precondition(labels.isEmpty && other.labels.isEmpty, "documents with labels")
    let base = tokens.count
    if let strangers = other.guests, strangers.count > 0 {
      var numbers: [Int32] = []
      for index in 0..<strangers.count {
        numbers.append(strangers.withWord(index) { guests?.insert($0) ?? Vocabulary.unknown })
      }
      let first = strangers.firstID
      tokens.append(contentsOf: other.tokens.lazy.map { $0 < first ? $0 : numbers[Int($0 - first)] })
    } else {
      tokens.append(contentsOf: other.tokens)
    }
    for end in other.starts.dropFirst() { starts.append(base + end) }
  }

  /// Keeps the guests that occur, of all those that the tokens are numbered by.
  mutating func adopt(guestsOf all: GuestWords) {
    var own = all
    own.removeAll()
    var numbers: [Int32: Int32] = [:]
    for place in tokens.indices where tokens[place] >= all.firstID {
      let token = tokens[place]
      if let number = numbers[token] {
        tokens[place] = number
      } else {
        let number = all.withWord(Int(token - all.firstID)) { own.insert($0) }
        numbers[token] = number
        tokens[place] = number
      }
    }
    guests = own
  }

  /// Forgets documents and guests, and keeps the memory.
  package mutating func removeAll() {
    removeDocuments()
    guests?.removeAll()
  }

  /// Forgets the documents alone.
  mutating func removeDocuments(keepingCapacity: Bool = true) {
    tokens.removeAll(keepingCapacity: keepingCapacity)
    starts.removeAll(keepingCapacity: keepingCapacity)
    starts.append(0)
    labels.removeAll(keepingCapacity: keepingCapacity)
  }

  /// Some documents, in the order asked for, such as those of a fold.
  ///
  /// - Precondition: Every index is one of the documents.
  package func selecting(_ indices: [Int]) -> EncodedText {
    var result = EncodedText(guests: guests)
    result.starts.reserveCapacity(indices.count + 1)
    for document in indices {
      result.tokens.append(contentsOf: self[document])
      result.starts.append(result.tokens.count)
    }
    if !labels.isEmpty { result.labels = indices.map { labels[$0] } }
    return result
  }
}
