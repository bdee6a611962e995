/// The documents of a corpus one after the other, from wherever they come.
///
///     let source = DocumentSource(path: "reviews.tsv")
///     try trainer.train(on: source, memory: TextMemory(bytes: 1 << 30))
///
/// A source is read once for each use, and nothing is read before.
public struct DocumentSource: Sendable {
  /// Where the documents come from, as errors and reports call it: the path as it was given.
  public let name: String

  private let read: @Sendable ((LabeledText) throws -> Void) throws -> ReadingReport

  /// - Parameter read: Gives each document to its argument, and tells what it met. It may throw, and passes
  ///   on what its argument throws.
  public init(
    name: String, read: @escaping @Sendable ((LabeledText) throws -> Void) throws -> ReadingReport
  ) {
    self.name = name
    self.read = read
  }

  /// The documents of a corpus that is there.
  public init(_ corpus: Corpus) {
    self.init(name: corpus.name) { body in
      for document in corpus.documents { try body(document) }
      return corpus.report
    }
  }

  /// The documents of a file or folder, as `CorpusReader` reads them, but one at a time.
  public init(path: String, options: ReadingOptions = ReadingOptions()) {
    self.init(name: path) { body in
      var reader = try DocumentReader(path: path, options: options)
      while let document = try reader.next() { try body(document) }
      return reader.report
    }
  }

  /// Gives each document to `body`, in order.
  ///
  /// - Returns: What the reader met besides.
  /// - Throws: `CorpusError`: what cannot be read, and a source without a document; and what `body` throws.
  @discardableResult
  public func forEachDocument(_ body: (LabeledText) throws -> Void) throws -> ReadingReport {
    var isEmpty = true
    let report = try read { document in
      isEmpty = false
      try body(document)
    }
    if isEmpty { throw CorpusError.noDocuments(file: name, skippedLines: report.skippedLineCount) }
    return report
  }
}
