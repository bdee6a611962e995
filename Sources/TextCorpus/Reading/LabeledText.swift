/// One document of a corpus: what it says, and what it is.
public struct LabeledText: Sendable, Equatable {
  /// What the document is, each label once and none empty: exactly one, or with several labels a document
  /// any number of them.
  public var labels: [String]

  /// What stands in the document; may be empty.
  public var text: String

  /// A document of one label.
  public init(label: String, text: String) {
    self.init(labels: [label], text: text)
  }

  /// A document of any number of labels.
  public init(labels: [String], text: String) {
    self.labels = labels
    self.text = text
  }

  /// The class of the document.
  ///
  /// - Precondition: It has exactly one label.
  public var label: String {
    get {
      precondition(labels.count == 1, "a document of \(labels.count) labels, where one is expected")
      return labels[0]
    }
    set { labels = [newValue] }
  }
}
