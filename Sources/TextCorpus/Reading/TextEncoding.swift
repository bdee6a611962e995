/// How the characters of a file are written as bytes.
public enum TextEncoding: String, Sendable, Codable, CaseIterable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case latin1 = "latin-1"
  case windows1252 = "windows-1252"
  case gb18030

  /// The encoding that a byte order mark at the start tells; nil without one.
  init?(markAt start: some Collection<UInt8>) {
    if start.starts(with: [0xEF, 0xBB, 0xBF]) {
      self = .utf8
    } else if start.starts(with: [0xFF, 0xFE]) {
      self = .utf16LittleEndian
    } else if start.starts(with: [0xFE, 0xFF]) {
      self = .utf16BigEndian
    } else if start.starts(with: [0x84, 0x31, 0x95, 0x33]) {
      self = .gb18030
    } else {
      return nil
    }
  }

  /// What iconv calls it.
  var iconvName: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16LittleEndian: "UTF-16LE"
    case .utf16BigEndian: "UTF-16BE"
    case .latin1: "ISO-8859-1"
    case .windows1252: "CP1252"
    case .gb18030: "GB18030"
    }
  }

  /// The bytes of its smallest unit, by which a reader goes on behind an invalid sequence.
  var unitLength: Int { self == .utf16LittleEndian || self == .utf16BigEndian ? 2 : 1 }
}

/// How the encoding of a text was found.
public enum EncodingOrigin: Sendable, Equatable {
  /// UTF-8, since nothing speaks against it.
  case usual
  /// A byte order mark tells it.
  case mark
  /// It was asked for.
  case asked
  /// The bytes are no UTF-8, and this is what they look like.
  case guess
}
