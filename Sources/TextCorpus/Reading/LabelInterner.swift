/// Strings for the labels of documents. Those that are written alike share one array of them.
struct LabelInterner {
  private var table = WordTable()
  private var labels: [(strings: [String], replacedSequenceCount: Int)] = []

  /// The labels in these bytes, each once.
  ///
  /// - Parameters:
  ///   - replacedSequenceCount: Goes up by the invalid UTF-8 sequences in them.
  ///   - cut: Finds the labels, as ranges of the bytes; asked once for bytes that were not seen before.
  mutating func labels(
    in bytes: Span<UInt8>, replacedSequenceCount: inout Int, cut: (Span<UInt8>) -> [Range<Int>]
  ) -> [String] {
    // The table has no empty word.
    if bytes.isEmpty { return [] }
    if let id = table.id(of: bytes) {
      replacedSequenceCount += labels[Int(id)].replacedSequenceCount
      return labels[Int(id)].strings
    }
    var replaced = 0
    var strings: [String] = []
    for range in cut(bytes) {
      let label = String(repairing: bytes.extracting(range), replacedSequenceCount: &replaced)
      if !strings.contains(label) { strings.append(label) }
    }
    if labels.count < Self.limit, table.insert(bytes) != nil { labels.append((strings, replaced)) }
    replacedSequenceCount += replaced
    return strings
  }

  /// The label that these bytes are, whole.
  mutating func label(_ bytes: Span<UInt8>, replacedSequenceCount: inout Int) -> String {
    labels(in: bytes, replacedSequenceCount: &replacedSequenceCount) { [$0.indices] }.first ?? ""
  }

  /// How many are kept, so that a file whose every label differs does not fill the memory of whoever
  /// streams it.
  private static let limit = 1 << 16
}
