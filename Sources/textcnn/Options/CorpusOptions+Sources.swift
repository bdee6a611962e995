import ModelEvaluation
import TextCorpus

/// Corpora that are read as they are used, and need not fit into memory.
extension CorpusOptions {
  /// A corpus that says, when it has been read, what was odd about it.
  ///
  /// - Parameter labelSeparator: What stands between labels; nil: a document has one.
  func source(_ path: String, labelSeparator: String? = nil) -> DocumentSource {
    let stream = stream(path, labelSeparator: labelSeparator)
    return DocumentSource(name: path) { body in try stream.read { try body($0.document) } }
  }

  /// Says which labels of a corpus can never be right.
  ///
  /// - Parameters:
  ///   - first: One of them; nil: there is none.
  ///   - count: How many documents have one.
  ///   - owner: Whose labels count: the model's or the training corpus's file.
  static func tellUnknownLabel(_ first: String?, count: Int, of path: String, owner: String) {
    guard let first else { return }
    StandardError.line(
      "\(path): \(Numbers.count(count, "document")) with a label that \(owner) does not have, such as "
        + "\(String(reflecting: String(first.prefix(60)))); \(count == 1 ? "it counts" : "they count") as wrong"
    )
  }
}
