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
    var found = DistinctLabels()
    for range in cut(bytes) {
      found.add(String(repairing: bytes.extracting(range), replacedSequenceCount: &replaced))
    }
    let isKept = labels.count < Self.limit && bytes.count <= Self.lengthLimit
    if isKept, table.insert(bytes) != nil { labels.append((found.strings, replaced)) }
    replacedSequenceCount += replaced
    return found.strings
  }

  /// The label that these bytes are, whole.
  mutating func label(_ bytes: Span<UInt8>, replacedSequenceCount: inout Int) -> String {
    labels(in: bytes, replacedSequenceCount: &replacedSequenceCount) { [$0.indices] }.first ?? ""
  }

  /// How many are kept, so that a file whose every label differs does not fill the memory of whoever
  /// streams it.
  private static let limit = 1 << 16
  /// How many bytes a field that is kept has at most.
  private static let lengthLimit = 256
}

/// Labels in the order in which they came, each once; in linear time, however many a hostile line has.
struct DistinctLabels {
  private(set) var strings: [String] = []
  private var seen: Set<String> = []

  mutating func add(_ label: String) {
    // Few labels are compared faster than hashed.
    if strings.count < 8 {
      if !strings.contains(label) { strings.append(label) }
      return
    }
    if seen.isEmpty { seen = Set(strings) }
    if seen.insert(label).inserted { strings.append(label) }
  }
}
