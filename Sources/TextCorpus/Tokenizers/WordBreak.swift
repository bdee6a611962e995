/// What a scalar is to the word boundaries of UAX #29: its Word_Break, and whether it is Extended_Pictographic.
///
/// The values are those of `Scripts/unicode-tables.py`, which writes the table.
struct WordBreak: Equatable, Sendable {
  let rawValue: UInt8

  static let other = WordBreak(rawValue: 0)
  static let cr = WordBreak(rawValue: 1)
  static let lf = WordBreak(rawValue: 2)
  static let newline = WordBreak(rawValue: 3)
  static let extend = WordBreak(rawValue: 4)
  static let zwj = WordBreak(rawValue: 5)
  static let format = WordBreak(rawValue: 6)
  static let regionalIndicator = WordBreak(rawValue: 7)
  static let katakana = WordBreak(rawValue: 8)
  static let hebrewLetter = WordBreak(rawValue: 9)
  static let aLetter = WordBreak(rawValue: 10)
  static let singleQuote = WordBreak(rawValue: 11)
  static let doubleQuote = WordBreak(rawValue: 12)
  static let midNumLet = WordBreak(rawValue: 13)
  static let midLetter = WordBreak(rawValue: 14)
  static let midNum = WordBreak(rawValue: 15)
  static let numeric = WordBreak(rawValue: 16)
  static let extendNumLet = WordBreak(rawValue: 17)
  static let wSegSpace = WordBreak(rawValue: 18)

  /// The Word_Break alone.
  @inline(__always)
  var property: WordBreak { WordBreak(rawValue: rawValue & 0x1F) }

  @inline(__always)
  var isPictographic: Bool { rawValue & 0x20 != 0 }

  /// CR, LF and Newline.
  @inline(__always)
  var isLineEnd: Bool { (1...3).contains(rawValue) }

  /// Extend, ZWJ and Format: what rule WB4 passes over.
  @inline(__always)
  var isPassedOver: Bool { (4...6).contains(rawValue & 0x1F) }

  /// AHLetter of the rules.
  @inline(__always)
  var isLetter: Bool { property == .aLetter || property == .hebrewLetter }

  /// Whether letters, digits and `_` of ASCII go on what ends in this.
  @inline(__always)
  var joinsWordBytes: Bool { isLetter || property == .numeric || property == .extendNumLet }

  /// What joins letters, if a letter follows: MidLetter and MidNumLetQ.
  @inline(__always)
  var isBetweenLetters: Bool { (11...14).contains(rawValue) && rawValue != 12 }

  /// What joins digits, if a digit follows: MidNum and MidNumLetQ.
  @inline(__always)
  var isBetweenDigits: Bool { rawValue == 11 || rawValue == 13 || rawValue == 15 }
}

extension WordBreak {
  /// A value by its scalar: one byte for each of the first three planes, which have all but some marks of plane 14.
  private static let planes: [UInt8] = {
    var values = [UInt8](repeating: 0, count: 0x30000)
    let runs = WordBreakTable.runs
    for (index, run) in runs.enumerated() where run & 0xFF != 0 {
      let end = index + 1 < runs.count ? Int(runs[index + 1] >> 8) : values.count
      for scalar in min(Int(run >> 8), values.count)..<min(end, values.count) {
        values[scalar] = UInt8(run & 0xFF)
      }
    }
    return values
  }()

  /// The values of all scalars.
  struct Table: Sendable {
    private let values = WordBreak.planes

    @inline(__always)
    subscript(scalar: UInt32) -> WordBreak {
      if scalar < 0x30000 { return WordBreak(rawValue: values[Int(scalar)]) }
      return WordBreak.beyondPlanes(scalar)
    }
  }

  private static func beyondPlanes(_ scalar: UInt32) -> WordBreak {
    let runs = WordBreakTable.runs
    var low = 0
    var high = runs.count
    // The last run that begins at the scalar or before.
    while low < high {
      let middle = (low + high) / 2
      if runs[middle] >> 8 <= scalar { low = middle + 1 } else { high = middle }
    }
    return WordBreak(rawValue: UInt8(runs[low - 1] & 0xFF))
  }
}
