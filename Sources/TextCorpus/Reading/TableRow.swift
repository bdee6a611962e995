/// Cuts a row of a table into fields, as RFC 4180 has it.
///
/// A field that begins with a quote ends at the next quote that is not doubled, and may hold delimiters and
/// line ends; in others a quote is a character like any other, as spreadsheets take it. What is neither a
/// delimiter nor the end behind a closing quote is a fault.
///
/// A row may span lines: `scan` is called again with the same bytes and those of the next line, and goes on
/// where it stopped.
struct TableRow {
  struct Field: Equatable {
    /// Without the quotes around it.
    var range: Range<Int>
    /// Whether quotes in it are doubled.
    var hasDoubledQuotes = false
  }

  private enum State {
    case fieldStart
    /// Within quotes.
    case quoted
    case done
  }

  let delimiter: UInt8
  /// The first `fieldLimit` of them.
  private(set) var fields: [Field] = []
  private(set) var fieldCount = 0
  /// What stands behind a closing quote.
  private(set) var fault: LineFault?

  private var state = State.fieldStart
  private var fieldStart = 0
  private var offset = 0
  private var hasDoubledQuotes = false

  private let fieldLimit: Int

  /// - Parameter fieldLimit: Fields behind so many are counted alone: a row of nothing but delimiters should not take 24
  ///   bytes for each.
  init(delimiter: UInt8, fieldLimit: Int = .max) {
    self.delimiter = delimiter
    self.fieldLimit = fieldLimit
  }

  /// Whether a quote is still open, so that the row goes on in the next line.
  var isOpen: Bool { state == .quoted }

  /// - Parameter bytes: The row up to the end of a line, without that.
  /// - Complexity: O(bytes that are new).
  mutating func scan(_ bytes: Span<UInt8>) {
    while fault == nil, state != .done {
      if state == .fieldStart {
        fieldStart = offset
        hasDoubledQuotes = false
        if offset < bytes.count, bytes[offset] == 0x22 {
          offset += 1
          fieldStart = offset
          state = .quoted
        } else {
          let end = bytes.firstOffset(of: delimiter, in: offset..<bytes.count) ?? bytes.count
          close(fieldStart..<end, next: end, in: bytes)
        }
      } else if state == .quoted {
        guard let quote = bytes.firstOffset(of: 0x22, in: offset..<bytes.count) else {
          offset = bytes.count
          return
        }
        if quote + 1 < bytes.count, bytes[quote + 1] == 0x22 {
          hasDoubledQuotes = true
          offset = quote + 2
        } else {
          close(fieldStart..<quote, next: quote + 1, in: bytes)
        }
      }
    }
  }

  private mutating func close(_ range: Range<Int>, next: Int, in bytes: Span<UInt8>) {
    fieldCount += 1
    if fieldCount <= fieldLimit { fields.append(Field(range: range, hasDoubledQuotes: hasDoubledQuotes)) }
    if next == bytes.count {
      state = .done
    } else if bytes[next] == delimiter {
      offset = next + 1
      state = .fieldStart
    } else {
      fault = .textBehindQuote
      state = .done
    }
  }

  /// The bytes of a field, doubled quotes made single.
  func value(_ index: Int, in bytes: Span<UInt8>) -> [UInt8] {
    let field = fields[index]
    if !field.hasDoubledQuotes {
      return bytes.extracting(field.range).withUnsafeBufferPointer { Array($0) }
    }
    var value: [UInt8] = []
    value.reserveCapacity(field.range.count)
    var isSecond = false
    for place in field.range {
      isSecond = bytes[place] == 0x22 && !isSecond
      if !isSecond { value.append(bytes[place]) }
    }
    return value
  }
}
