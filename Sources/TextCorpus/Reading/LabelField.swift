/// What stands where the label of a document is expected: one label, or with a separator any number of them.
struct LabelField {
  /// What stands between labels, as UTF-8; nil where a document has one label.
  let separator: [UInt8]?

  init(separator: String?) { self.separator = separator.map { Array($0.utf8) } }

  /// What is wrong with a field that has no blanks around it.
  func fault(in field: Span<UInt8>) -> LineFault? {
    guard separator != nil else { return field.isEmpty ? .emptyLabel : nil }
    return labels(in: field).contains { $0.isEmpty } ? .emptyLabelAmongSeveral : nil
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
