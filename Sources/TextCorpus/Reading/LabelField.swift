/// What stands where the label of a document is expected: one label, or with a separator any number of them.
struct LabelField {
  /// What stands between labels, as UTF-8; nil where a document has one label.
  let separator: [UInt8]?

  /// A longer label is none: it is a text in the wrong place, and labels are compared all the time.
  static let lengthLimit = 1 << 10
  /// Of all labels of a document.
  static let fieldLimit = 1 << 24

  init(separator: String?) { self.separator = separator.map { Array($0.utf8) } }

  /// What is wrong with a field that has no blanks around it.
  func fault(in field: Span<UInt8>) -> LineFault? {
    guard separator != nil else {
      return field.isEmpty ? .emptyLabel : field.count > Self.lengthLimit ? .labelTooLong : nil
    }
    if field.count > Self.fieldLimit { return .labelTooLong }
    let labels = labels(in: field)
    if labels.contains(where: { $0.isEmpty }) { return .emptyLabelAmongSeveral }
    return labels.contains { $0.count > Self.lengthLimit } ? .labelTooLong : nil
  }

  /// The labels in a field without fault, as ranges of it, without the blanks around each.
  func labels(in field: Span<UInt8>) -> [Range<Int>] {
    guard let separator else { return [field.indices] }
    if field.isEmpty { return [] }
    var parts: [Range<Int>] = []
    var start = 0
    var offset = 0
    while offset < field.count {
      if field.contains(separator, at: offset) {
        parts.append(field.trimmed(start..<offset))
        offset += separator.count
        start = offset
      } else {
        offset += 1
      }
    }
    return parts + [field.trimmed(start..<field.count)]
  }
}
