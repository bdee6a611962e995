/// How a file is compressed, told by its first bytes.
package enum Compression: String, Sendable, Equatable, CaseIterable {
  case gzip, zstd, xz, bzip2, zip

  /// What the names of packed files end in, by custom; what a file is, its bytes tell.
  package static let endings = ["gz", "zst", "xz", "bz2", "zip"]

  /// How many bytes must be at hand to tell.
  static let longestMark = 6

  /// - Parameter start: The first bytes of the file, `longestMark` of them or all that it has.
  package init?(startOf start: [UInt8]) {
    guard let found = Self.allCases.first(where: { start.starts(with: $0.mark) }) else { return nil }
    // `BZh` may begin a text; the level's digit and the mark of a block behind it do not.
    if found == .bzip2 {
      guard start.count >= 5, (0x31...0x39).contains(start[3]), start[4] == 0x31 || start[4] == 0x17 else {
        return nil
      }
    }
    self = found
  }

  private var mark: [UInt8] {
    switch self {
    case .gzip: [0x1F, 0x8B, 0x08]
    case .zstd: [0x28, 0xB5, 0x2F, 0xFD]
    case .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
    case .bzip2: Array("BZh".utf8)
    case .zip: [0x50, 0x4B, 0x03, 0x04]
    }
  }
}
