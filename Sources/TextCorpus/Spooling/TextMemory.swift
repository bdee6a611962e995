#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How much memory the text of a training may take, and where it goes beyond that.
///
/// Tokens stay in memory up to a quarter of it, 4 bytes each; an array that grows needs three times that for a moment.
/// Beyond, they go to a temporary file, and what is left in memory is 9 bytes a document while training and 17 before it,
/// besides the distinct words.
/// These too may take a quarter: some 64 bytes each, so that 1 GiB holds four million. A corpus with more of them loses
/// the rarest (`BoundedWords`).
public struct TextMemory: Sendable, Equatable {
  /// In bytes; nil for no bound, so that nothing goes to a file.
  public var bytes: Int?
  /// The folder of the temporary file.
  public var folder: String

  /// - Parameter folder: nil: what TMPDIR names, or else `/tmp`.
  public init(bytes: Int?, folder: String? = nil) {
    self.bytes = bytes
    self.folder = folder ?? Self.usualFolder
  }

  /// All in memory.
  public static var unbounded: TextMemory { TextMemory(bytes: nil) }

  /// What TMPDIR names, or else `/tmp`.
  public static var usualFolder: String {
    guard let folder = getenv("TMPDIR").map({ String(cString: $0) }), !folder.isEmpty else { return "/tmp" }
    return folder
  }

  /// How many bytes of tokens and numbers of documents stay in memory.
  var tokenBytes: Int { bytes.map { $0 / 4 } ?? .max }

  /// A small bound never changes what is learned from a small corpus: so many words are always told apart.
  var leastWordLimit = 1 << 16

  /// How many distinct words are told apart.
  var wordLimit: Int { bytes.map { max($0 / 4 / 64, leastWordLimit) } ?? .max }

  /// How many bytes these may have.
  var wordByteLimit: Int { wordLimit == .max ? .max : wordLimit * 16 }
}
