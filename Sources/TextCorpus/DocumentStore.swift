/// Encoded documents with their classes, wherever they are: in memory, or in a file.
package protocol DocumentStore: Sendable {
  /// How many there are.
  var count: Int { get }

  /// The words that the vocabulary lacks, where they are kept apart: what tokens behind the vocabulary's numbers mean.
  var guests: GuestWords? { get }

  /// Adds some of the documents behind those of a text, with their classes.
  ///
  /// - Throws: `TemporaryFileError.cannotRead`.
  /// - Complexity: O(their tokens).
  func read(_ documents: ArraySlice<Int32>, into text: inout EncodedText) throws(TemporaryFileError)

  /// Says which documents will be read next, so that they are at hand by then. Changes nothing else.
  func willRead(_ documents: ArraySlice<Int32>)
}

extension EncodedText: DocumentStore {
  package func read(_ documents: ArraySlice<Int32>, into text: inout EncodedText) {
    for document in documents { text.append(self[Int(document)], label: labels[Int(document)]) }
  }

  package func willRead(_ documents: ArraySlice<Int32>) {}
}

/// Some documents of a store, in an order: those that are learned from, or those that judge.
package struct DocumentSelection: Sendable {
  package let store: any DocumentStore

  /// Their numbers in the store; a resample has some of them several times.
  package let numbers: [Int32]

  /// How many of them have each class number, up to the highest.
  package let classCounts: [Int]

  /// - Parameter classCounts: As `classCounts`.
  package init(_ numbers: [Int32], of store: any DocumentStore, classCounts: [Int]) {
    self.store = store
    self.numbers = numbers
    self.classCounts = classCounts
  }

  /// All documents of a text in memory.
  package init(_ text: EncodedText) {
    self.init(
      Array(0..<Int32(text.count)), of: text, classCounts: Self.counts(of: text.labels))
  }

  /// How many documents there are.
  package var count: Int { numbers.count }

  /// How many documents are read at a time where all are.
  private static let blockSize = 4096

  /// Reads all documents in their order, some at a time.
  ///
  /// - Parameter bringsGuests: Whether each block has its guests with it, in numbers of its own; or else they keep those of
  ///   the store.
  /// - Throws: `TemporaryFileError.cannotRead`, and what `body` throws.
  package func forEachBlock(
    bringsGuests: Bool = true, _ body: (EncodedText) throws -> Void
  ) throws {
    let guests = bringsGuests ? store.guests : nil
    var text = EncodedText()
    for first in stride(from: 0, to: count, by: Self.blockSize) {
      let end = min(first + Self.blockSize, count)
      store.willRead(numbers[end..<min(end + Self.blockSize, count)])
      text.removeAll()
      try store.read(numbers[first..<end], into: &text)
      if let guests { text.adopt(guestsOf: guests) }
      try body(text)
    }
  }

  /// Some of the documents, by their places in the selection.
  ///
  /// - Throws: `TemporaryFileError.cannotRead`.
  /// - Complexity: O(tokens), since classes are read from the store.
  package func selecting(_ places: [Int]) throws -> DocumentSelection {
    let own = DocumentSelection(places.map { numbers[$0] }, of: store, classCounts: [])
    var counts: [Int] = []
    try own.forEachBlock(bringsGuests: false) { Self.add($0.labels, to: &counts) }
    return DocumentSelection(own.numbers, of: store, classCounts: counts)
  }

  /// How often each class number occurs.
  package static func counts(of classes: some Sequence<Int32>) -> [Int] {
    var counts: [Int] = []
    add(classes, to: &counts)
    return counts
  }

  static func add(_ classes: some Sequence<Int32>, to counts: inout [Int]) {
    for number in classes {
      while counts.count <= Int(number) { counts.append(0) }
      counts[Int(number)] += 1
    }
  }
}
