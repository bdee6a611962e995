/// A scalar cut from UTF-8, and how many bytes it took.
struct DecodedScalar {
  /// U+FFFD if the bytes were invalid.
  var value: UInt32
  var length: Int
  var isReplacement: Bool

  static func invalid(length: Int) -> DecodedScalar {
    DecodedScalar(value: 0xFFFD, length: length, isReplacement: true)
  }
}

extension Span<UInt8> {
  /// The scalar that begins at `offset`.
  ///
  /// An invalid sequence gives U+FFFD for its maximal subpart: the longest start of a valid sequence, or else one byte.
  /// So the result never depends on what follows. Surrogates, overlong forms and values above U+10FFFF are invalid.
  /// Source: The Unicode Standard 15, section 3.9, table 3-7 (well-formed sequences), "U+FFFD substitution of
  /// maximal subparts".
  ///
  /// - Precondition: `offset` is in range.
  @inline(__always)
  func scalar(at offset: Int) -> DecodedScalar {
    let first = self[offset]
    if first < 0x80 { return DecodedScalar(value: UInt32(first), length: 1, isReplacement: false) }
    return multibyteScalar(at: offset, first: first)
  }

  private func multibyteScalar(at offset: Int, first: UInt8) -> DecodedScalar {
    // Only the second byte has bounds that depend on the first.
    let length: Int
    var low: UInt8 = 0x80
    var high: UInt8 = 0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0:
      length = 3
      low = 0xA0
    case 0xED:
      length = 3
      high = 0x9F
    case 0xE1...0xEF: length = 3
    case 0xF0:
      length = 4
      low = 0x90
    case 0xF1...0xF3: length = 4
    case 0xF4:
      length = 4
      high = 0x8F
    default: return .invalid(length: 1)
    }
    var value = UInt32(first) & (0x7F &>> UInt32(length))
    for index in 1..<length {
      guard offset + index < count else { return .invalid(length: index) }
      let byte = self[offset + index]
      guard byte >= low, byte <= high else { return .invalid(length: index) }
      value = value << 6 | UInt32(byte & 0x3F)
      low = 0x80
      high = 0xBF
    }
    return DecodedScalar(value: value, length: length, isReplacement: false)
  }

  /// How many U+FFFD a decoder puts in for what is invalid here.
  var invalidSequenceCount: Int {
    var invalid = 0
    var offset = 0
    while offset < count {
      let decoded = scalar(at: offset)
      if decoded.isReplacement { invalid += 1 }
      offset += decoded.length
    }
    return invalid
  }
}
