/// Reads decimal numbers out of bytes, as fast as a word vector file wants it and as exactly as `strtof`.
///
/// Up to 19 digits m and a power of ten e, −22 ≤ e ≤ 22, are put together in Double: m and the product
/// (or quotient) are each rounded once, so the result is off by less than 2 units in its last place,
/// and rounding it to Float gives the right Float unless it lies within those units of the middle
/// between two Floats. Those rare cases, and all other spellings, go through `Float(_: String)`.
/// Source: Clinger 1990, "How to read floating point numbers accurately".
enum DecimalNumber {
  /// What a field of a text file is.
  enum Field: Equatable {
    /// A number that a Float can hold.
    case finite(Float)
    /// NaN, an infinity, or a number too large for a Float.
    case notFinite
    /// Anything else.
    case notANumber
  }

  /// The number that starts at `cursor` and ends at a blank or at `end`; `nil` when it is not a finite number.
  ///
  /// Moves `cursor` behind the number; leaves it where it was when there is none. O(length).
  @inline(__always)
  static func scan(_ bytes: [UInt8], _ cursor: inout Int, end: Int) -> Float? {
    var index = cursor
    var isNegative = false
    if index < end, bytes[index] == minus || bytes[index] == plus {
      isNegative = bytes[index] == minus
      index += 1
    }
    var digits: UInt64 = 0
    let firstDigit = index
    digits = scanDigits(bytes, &index, end: end, after: digits)
    var digitCount = index - firstDigit
    var exponent = 0
    if index < end, bytes[index] == point {
      index += 1
      let firstDecimal = index
      digits = scanDigits(bytes, &index, end: end, after: digits)
      exponent = firstDecimal - index
      digitCount -= exponent
    }
    if index < end, bytes[index] | 0x20 == letterE {
      guard let power = scanExponent(bytes, &index, end: end) else {
        return scanSlowly(bytes, &cursor, end: end)
      }
      exponent += power
    }
    guard index == end || isBlank(bytes[index]), digitCount >= 1, digitCount <= 19, exponent >= -22,
      exponent <= 22
    else { return scanSlowly(bytes, &cursor, end: end) }

    var value = Double(digits)
    if exponent < 0 { value /= powersOfTen[-exponent] } else { value *= powersOfTen[exponent] }
    // A Float keeps all but the last 29 bits of a Double; a middle between two Floats ends in 1 and 28 zeros.
    let tail = value.bitPattern & 0x1FFF_FFFF
    guard tail &- 0x0FFF_FFFC > 8, value < 3e38 else { return scanSlowly(bytes, &cursor, end: end) }
    cursor = index
    return Float(isNegative ? -value : value)
  }

  /// What the bytes in `range`, a whole field, are. O(length).
  static func field(_ bytes: [UInt8], _ range: Range<Int>) -> Field {
    let text = bytes[range]
    // The hexadecimal spelling that Float(_:) also knows is none of these files'.
    guard !text.contains(where: { $0 | 0x20 == letterX }),
      let value = Float(String(decoding: text, as: UTF8.self))
    else { return .notANumber }
    return value.isFinite ? .finite(value) : .notFinite
  }

  /// Whether a byte parts two fields: blank, tab or carriage return.
  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  @inline(__always)
  private static func scanDigits(_ bytes: [UInt8], _ index: inout Int, end: Int, after digits: UInt64)
    -> UInt64
  {
    var digits = digits
    while index < end {
      let digit = bytes[index] &- zero
      guard digit <= 9 else { break }
      // Wraps beyond 19 digits; the caller counts them and does not use the result then.
      digits = digits &* 10 &+ UInt64(digit)
      index += 1
    }
    return digits
  }

  private static func scanExponent(_ bytes: [UInt8], _ index: inout Int, end: Int) -> Int? {
    index += 1
    var isNegative = false
    if index < end, bytes[index] == minus || bytes[index] == plus {
      isNegative = bytes[index] == minus
      index += 1
    }
    let firstDigit = index
    let power = scanDigits(bytes, &index, end: end, after: 0)
    guard index > firstDigit, index - firstDigit <= 4 else { return nil }
    return isNegative ? -Int(power) : Int(power)
  }

  @inline(never)
  private static func scanSlowly(_ bytes: [UInt8], _ cursor: inout Int, end: Int) -> Float? {
    var fieldEnd = cursor
    while fieldEnd < end, !isBlank(bytes[fieldEnd]) { fieldEnd += 1 }
    guard case .finite(let value) = field(bytes, cursor..<fieldEnd) else { return nil }
    cursor = fieldEnd
    return value
  }

  private static let minus = UInt8(ascii: "-")
  private static let plus = UInt8(ascii: "+")
  private static let point = UInt8(ascii: ".")
  private static let zero = UInt8(ascii: "0")
  private static let letterE = UInt8(ascii: "e")
  private static let letterX = UInt8(ascii: "x")

  /// 10⁰ … 10²², each exact in a Double.
  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
