/// Which labels a document has, where it may have any number of them: those whose probability reaches a threshold.
public struct MultiLabelRule: Codable, Sendable, Equatable {
  /// The least probability, of each label, that a document has it with, `[C]`.
  public var thresholds: [Float]
  /// What stands between the labels of a document in the corpora that the classifier was trained on.
  public var separator: String

  /// What decides where nothing better is known.
  public static let usualThreshold: Float = 0.5

  /// What stands between labels unless told otherwise.
  public static let usualSeparator = ","

  /// The usual threshold for each of some labels.
  public init(labelCount: Int, separator: String = usualSeparator) {
    thresholds = [Float](repeating: Self.usualThreshold, count: labelCount)
    self.separator = separator
  }
}
