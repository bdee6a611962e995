extension UInt8 {
  /// A blank, or one of tab, line feed, vertical tab, form feed and carriage return.
  var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension Span<UInt8> {
  /// Nothing but blanks; a tab is more than that, for it separates an empty label from an empty text.
  var isBlank: Bool {
    for index in indices where self[index] != 0x20 { return false }
    return true
  }

  /// A range without the blanks at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while let first = range.first, self[first].isBlank { range = first + 1..<range.upperBound }
    while let last = range.last, self[last].isBlank { range = range.lowerBound..<last }
    return range
  }

  func contains(_ bytes: [UInt8], at offset: Int) -> Bool {
    guard count - offset >= bytes.count else { return false }
    for index in bytes.indices where self[offset + index] != bytes[index] { return false }
    return true
  }
}
