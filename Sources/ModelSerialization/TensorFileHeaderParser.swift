/// Reads the JSON of a header, and no other JSON.
///
/// It is written out because a general JSON reader keeps one of two equal keys in silence and cannot say at which byte
/// the checksum stands. As the grammar is fixed, nothing nests, so no header can exhaust the stack.
struct TensorFileHeaderParser {
  private let bytes: [UInt8]
  private var position = 0

  private(set) var entries: [TensorFileHeader.Entry] = []
  private(set) var metadata: [String: String] = [:]
  private(set) var checksum: (text: String, range: Range<Int>)?

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The whole header: an object, then spaces.
  mutating func parse() throws(TensorFileHeaderError) {
    guard bytes.first == UInt8(ascii: "{") else { throw unexpected("an object") }
    var names = Set<String>()
    try object { parser, name throws(TensorFileHeaderError) in
      guard names.insert(name).inserted else {
        throw TensorFileHeaderError("\(quoted(name)) stands there twice")
      }
      if name == TensorFileHeader.metadataKey {
        try parser.parseMetadata()
      } else {
        try parser.parseEntry(name)
      }
    }
    skipSpace()
    guard position == bytes.count else { throw unexpected("nothing more") }
  }

  private mutating func parseMetadata() throws(TensorFileHeaderError) {
    try object { parser, key throws(TensorFileHeaderError) in
      parser.skipSpace()
      let start = parser.position
      let value = try parser.string()
      let isNew: Bool
      if key == TensorFileHeader.checksumKey {
        isNew = parser.checksum == nil
        parser.checksum = (value, start + 1..<parser.position - 1)
      } else {
        isNew = parser.metadata.updateValue(value, forKey: key) == nil
      }
      if !isNew { throw TensorFileHeaderError("\(quoted(key)) stands in the metadata twice") }
    }
  }

  private mutating func parseEntry(_ name: String) throws(TensorFileHeaderError) {
    var element: TensorFileElement?
    var shape: [Int]?
    var offsets: [Int]?
    try object { parser, key throws(TensorFileHeaderError) in
      let isNew: Bool
      switch key {
      case "dtype":
        let type = try parser.string()
        isNew = element == nil
        element = TensorFileElement(rawValue: type)
        if element == nil {
          throw TensorFileHeaderError("tensor \(quoted(name)) is of the unknown type \(quoted(type))")
        }
      case "shape":
        isNew = shape == nil
        shape = try parser.numbers()
      case "data_offsets":
        isNew = offsets == nil
        offsets = try parser.numbers()
      default:
        throw TensorFileHeaderError("tensor \(quoted(name)) has the unknown key \(quoted(key))")
      }
      if !isNew { throw TensorFileHeaderError("tensor \(quoted(name)) has \(quoted(key)) twice") }
    }
    guard let element, let shape, let offsets else {
      throw TensorFileHeaderError("tensor \(quoted(name)) lacks its dtype, shape or data_offsets")
    }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw TensorFileHeaderError("tensor \(quoted(name)) has the data_offsets \(offsets.prefix(4))")
    }
    entries.append(.init(name: name, element: element, shape: shape, range: offsets[0]..<offsets[1]))
  }
}

// The pieces of JSON.
extension TensorFileHeaderParser {
  /// `{ "key": value, … }`; `value` must read the value.
  private mutating func object(
    _ value: (inout TensorFileHeaderParser, String) throws(TensorFileHeaderError) -> Void
  ) throws(TensorFileHeaderError) {
    try expect("{")
    if take("}") { return }
    repeat {
      let key = try string()
      try expect(":")
      try value(&self, key)
    } while take(",")
    try expect("}")
  }

  /// `[ 1, 2, … ]`, whole numbers that fit an `Int`.
  private mutating func numbers() throws(TensorFileHeaderError) -> [Int] {
    try expect("[")
    var numbers: [Int] = []
    if take("]") { return numbers }
    repeat { numbers.append(try number()) } while take(",")
    try expect("]")
    return numbers
  }

  private mutating func number() throws(TensorFileHeaderError) -> Int {
    skipSpace()
    let start = position
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
      position += 1
    }
    let digits = bytes[start..<position]
    // As JSON has it: no sign here, no fraction, and a zero only alone.
    guard let number = Int(String(decoding: digits, as: UTF8.self)),
      digits.count == 1 || digits.first != UInt8(ascii: "0")
    else {
      position = start
      throw unexpected("a whole number")
    }
    return number
  }

  private mutating func string() throws(TensorFileHeaderError) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw TensorFileHeaderError("the text before byte \(position) is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"):
        text.append(contentsOf: try escape().utf8)
      case 0..<0x20:
        position -= 1
        throw unexpected("text without control characters")
      default:
        text.append(byte)
      }
    }
    throw unexpected("the end of a text")
  }

  /// What follows a backslash.
  private mutating func escape() throws(TensorFileHeaderError) -> String {
    guard position < bytes.count else { throw unexpected("an escape") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return String(UnicodeScalar(byte))
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var units = [try codeUnit()]
      if UTF16.isLeadSurrogate(units[0]), bytes[position...].starts(with: Array("\\u".utf8)) {
        position += 2
        units.append(try codeUnit())
      }
      guard let text = String(validating: units, as: UTF16.self) else { throw unexpected("a character") }
      return text
    default:
      position -= 1
      throw unexpected("an escape")
    }
  }

  /// Four hexadecimal digits.
  private mutating func codeUnit() throws(TensorFileHeaderError) -> UInt16 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ UnicodeScalar($0).properties.isASCIIHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw unexpected("four hexadecimal digits") }
    position += 4
    return unit
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
  }

  private mutating func take(_ mark: UnicodeScalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ mark: UnicodeScalar) throws(TensorFileHeaderError) {
    guard take(mark) else { throw unexpected("'\(mark)'") }
  }

  private func unexpected(_ expected: String) -> TensorFileHeaderError {
    TensorFileHeaderError("expected \(expected) at byte \(position) of its \(bytes.count)")
  }
}
