/// Reads one flat JSON object (RFC 8259) without building it: the caller gets each member and skips those
/// it does not want.
///
/// Values that are nested are checked and skipped, however deep, without recursion. What JSON forbids is a
/// fault: a comma too many, a control character in a string, `NaN`, text behind the object. Lone
/// surrogates, which JSON's escapes can write and Unicode forbids, become U+FFFD.
///
/// - Complexity: O(bytes), whatever they are.
struct JSONScanner {
  enum Value: Equatable {
    /// As bytes between the quotes, escapes and all.
    case string(Range<Int>, hasEscapes: Bool)
    case number(Range<Int>)
    case boolean(Bool)
    case null
    /// Strings, numbers and booleans; nil if anything else is in it.
    case list([Value]?)
    case object
  }

  private(set) var offset = 0

  /// Whether a line is a JSON object and nothing else.
  static func isObject(_ line: Span<UInt8>) -> Bool {
    var scanner = JSONScanner()
    return scanner.members(of: line) { _, _, _ in }
  }

  /// Calls `visit` with the key and the value of each member, in order.
  ///
  /// - Returns: False if this is no JSON object; some members may have been given by then.
  mutating func members(
    of line: Span<UInt8>, visit: (_ key: Range<Int>, _ keyHasEscapes: Bool, Value) -> Void
  ) -> Bool {
    guard take(UInt8(ascii: "{"), line) else { return false }
    if !take(UInt8(ascii: "}"), line) {
      repeat {
        skipBlanks(line)
        guard case .string(let key, let hasEscapes)? = string(line), take(UInt8(ascii: ":"), line),
          let value = value(line)
        else { return false }
        visit(key, hasEscapes, value)
      } while take(UInt8(ascii: ","), line)
      guard take(UInt8(ascii: "}"), line) else { return false }
    }
    skipBlanks(line)
    return offset == line.count
  }

  private mutating func skipBlanks(_ line: Span<UInt8>) {
    while offset < line.count, [0x20, 0x09, 0x0A, 0x0D].contains(line[offset]) { offset += 1 }
  }

  /// Goes behind a sign and the blanks before it, if it stands here.
  private mutating func take(_ sign: UInt8, _ line: Span<UInt8>) -> Bool {
    skipBlanks(line)
    guard offset < line.count, line[offset] == sign else { return false }
    offset += 1
    return true
  }

  private mutating func take(_ word: StaticString, _ line: Span<UInt8>) -> Bool {
    guard line.contains(word, at: offset) else { return false }
    offset += word.utf8CodeUnitCount
    return true
  }

  private mutating func value(_ line: Span<UInt8>) -> Value? {
    skipBlanks(line)
    guard offset < line.count else { return nil }
    switch line[offset] {
    case UInt8(ascii: "{"): return skipNested(line) ? .object : nil
    case UInt8(ascii: "["):
      let start = offset
      if let values = plainList(line) { return .list(values) }
      offset = start
      return skipNested(line) ? .list(nil) : nil
    default: return scalar(line)
    }
  }

  private mutating func scalar(_ line: Span<UInt8>) -> Value? {
    guard offset < line.count else { return nil }
    switch line[offset] {
    case 0x22: return string(line)
    case UInt8(ascii: "t"): return take("true", line) ? .boolean(true) : nil
    case UInt8(ascii: "f"): return take("false", line) ? .boolean(false) : nil
    case UInt8(ascii: "n"): return take("null", line) ? .null : nil
    default: return number(line)
    }
  }

  /// A list of strings, numbers and booleans alone; nil if it is another, or none.
  private mutating func plainList(_ line: Span<UInt8>) -> [Value]? {
    offset += 1
    var values: [Value] = []
    if take(UInt8(ascii: "]"), line) { return values }
    repeat {
      skipBlanks(line)
      guard let value = scalar(line), value != .null else { return nil }
      // No document has so many labels, and a list that is not the label's is not kept at all.
      guard values.count < 1 << 16 else { return nil }
      values.append(value)
    } while take(UInt8(ascii: ","), line)
    return take(UInt8(ascii: "]"), line) ? values : nil
  }

  /// Goes behind an object or a list, with a stack of its own for what is open.
  private mutating func skipNested(_ line: Span<UInt8>) -> Bool {
    var open: [UInt8] = []
    while true {
      // A value stands here.
      skipBlanks(line)
      guard offset < line.count else { return false }
      let first = line[offset]
      if first == UInt8(ascii: "{") {
        offset += 1
        if !take(UInt8(ascii: "}"), line) {
          open.append(first)
          guard skipKey(line) else { return false }
          continue
        }
      } else if first == UInt8(ascii: "[") {
        offset += 1
        if !take(UInt8(ascii: "]"), line) {
          open.append(first)
          continue
        }
      } else if scalar(line) == nil {
        return false
      }
      // A value has ended: another one follows, or what it stands in ends too.
      while let last = open.last {
        if take(UInt8(ascii: ","), line) {
          if last == UInt8(ascii: "{"), !skipKey(line) { return false }
          break
        }
        guard take(last == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]"), line) else {
          return false
        }
        open.removeLast()
      }
      if open.isEmpty { return true }
    }
  }

  private mutating func skipKey(_ line: Span<UInt8>) -> Bool {
    skipBlanks(line)
    return string(line) != nil && take(UInt8(ascii: ":"), line)
  }

  private mutating func string(_ line: Span<UInt8>) -> Value? {
    guard offset < line.count, line[offset] == 0x22 else { return nil }
    let start = offset + 1
    var place = start
    var hasEscapes = false
    while place < line.count {
      let byte = line[place]
      if byte == 0x22 {
        offset = place + 1
        return .string(start..<place, hasEscapes: hasEscapes)
      }
      if byte < 0x20 { return nil }
      place += 1
      guard byte == UInt8(ascii: "\\") else { continue }
      hasEscapes = true
      guard place < line.count else { return nil }
      switch line[place] {
      case 0x22, UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
        UInt8(ascii: "n"),
        UInt8(ascii: "r"), UInt8(ascii: "t"):
        place += 1
      case UInt8(ascii: "u"):
        guard JSONString.unit(line, at: place + 1) != nil else { return nil }
        place += 5
      default: return nil
      }
    }
    return nil
  }

  private mutating func number(_ line: Span<UInt8>) -> Value? {
    let start = offset
    var place = offset
    func isDigit(_ place: Int) -> Bool { place < line.count && (0x30...0x39).contains(line[place]) }
    func isSign(_ place: Int, _ signs: [UInt8]) -> Bool { place < line.count && signs.contains(line[place]) }
    if isSign(place, [0x2D]) { place += 1 }
    guard isDigit(place) else { return nil }
    if line[place] == 0x30 { place += 1 } else { while isDigit(place) { place += 1 } }
    if isSign(place, [0x2E]) {
      guard isDigit(place + 1) else { return nil }
      place += 1
      while isDigit(place) { place += 1 }
    }
    if isSign(place, [0x65, 0x45]) {
      place += 1
      if isSign(place, [0x2B, 0x2D]) { place += 1 }
      guard isDigit(place) else { return nil }
      while isDigit(place) { place += 1 }
    }
    offset = place
    return .number(start..<place)
  }
}
