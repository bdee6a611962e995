import TextCorpus

/// A tokenizer as one safetensors file: the same tensors and metadata that a model has of its tokenizer.
///
/// Metadata: `format` "textcnn-tokenizer", `version`, and as JSON `tokenizer`, its configuration; and a checksum over all of it.
public enum TokenizerFile {
  private static let format = "textcnn-tokenizer"
  private static let version = "1"

  /// Writes a tokenizer beside `path` and renames it.
  ///
  /// - Throws: ``ModelFileError/unwritable(file:reason:)``; what was at `path` is then as before.
  /// - Complexity: O(bytes).
  public static func write(_ tokenizer: TokenizerConfiguration, to path: String) throws {
    let metadata = ["format": format, "version": version, "tokenizer": try ModelFile.json(tokenizer)]
    try TensorFile.write(tokenizer.table?.tensors ?? [], metadata: metadata, to: path)
  }

  /// Reads a tokenizer, and checks that its table fits it.
  ///
  /// - Throws: `ModelFileError`.
  /// - Complexity: O(bytes).
  public static func read(_ path: String) throws -> TokenizerConfiguration {
    let file = try TensorFile(contentsOf: path)
    let found = try file.requireMetadata("format")
    guard found == format else {
      throw ModelFileError.notATokenizer(
        file: path, reason: "its format is \(quoted(found)), not \"\(format)\"")
    }
    let version = try file.requireMetadata("version")
    guard version == self.version else {
      throw ModelFileError.unsupportedVersion(file: path, found: version, supported: self.version)
    }
    return try ModelFile.tokenizer(of: file)
  }

  /// Says now, rather than after training, that `path` cannot be written.
  public static func checkWritable(_ path: String) throws { try AtomicFile.check(path) }
}
