/// One document of a corpus: what it says, and what it is.
public struct LabeledText: Sendable, Equatable {
  /// The class of the document, never empty when it was read from a file.
  public var label: String

  /// What stands in the document; may be empty.
  public var text: String

  public init(label: String, text: String) {
    self.label = label
    self.text = text
  }
}
