/// Which columns of a table, or fields of an object, are the label and the text.
package enum ColumnNames {
  /// In the order in which they are preferred.
  static let labels = [
    "label", "labels", "class", "category", "sentiment", "target", "intent", "topic", "tag", "tags", "y",
    "stars", "rating",
    "polarity", "genre",
  ]
  static let texts = [
    "text", "sentence", "content", "review", "reviewtext", "review_text", "comment", "comment_text", "body",
    "message",
    "document", "tweet", "utterance", "question", "phrase", "description", "title", "headline", "x",
  ]

  /// Whether a label is the name of a label's column, so that its document may be the header of a table.
  package static func isLabelColumn(_ label: String) -> Bool { labels.prefix(5).contains(label.lowercased()) }

  /// Whether there is a usual name for a label and another for a text.
  ///
  /// - Parameter names: Lowercased.
  static func areUsual(_ names: [String]) -> Bool {
    labels.contains { names.contains($0) } && texts.contains { names.contains($0) }
  }

  /// The place of a column that was asked for by its name or, in a table, its number from 1.
  static func place(of wanted: String, in names: [String], byNumber: Bool) -> Int? {
    if let place = names.firstIndex(of: wanted) { return place }
    if let place = names.firstIndex(where: { $0.lowercased() == wanted.lowercased() }) { return place }
    guard byNumber, let number = Int(wanted), names.indices.contains(number - 1) else { return nil }
    return number - 1
  }

  /// The place of the most usual of some names; of two columns, one of which is taken, the other.
  static func guess(_ usual: [String], in names: [String], taken: [Int]) -> Int? {
    let lowercased = names.map { $0.lowercased() }
    for name in usual {
      if let place = lowercased.firstIndex(of: name), !taken.contains(place) { return place }
    }
    return names.count == 2 && taken.count == 1 ? 1 - taken[0] : nil
  }
}

/// The columns that a table was read by, or the fields of objects.
public struct CorpusColumns: Sendable, Equatable {
  public var label: String
  /// One or more, whose texts are joined by a blank.
  public var texts: [String]
  /// Whether a usual name decided, and nobody asked for the column.
  public var isGuessed: Bool
}
