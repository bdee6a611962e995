/// Why a model file could not be read or written. Each prints as one sentence: the file, what is wrong, the mend.
public enum ModelFileError: Error, Equatable, Sendable {
  /// The file cannot be opened or read; the reason says why, and the mend.
  case unreadable(file: String, reason: String)
  /// The file cannot be written; the reason says why, and the mend. What stood there before is whole.
  case unwritable(file: String, reason: String)
  /// The file is something else; the reason says what it looks like.
  case notAModel(file: String, reason: String)
  /// The file is no tokenizer; the reason says what it is instead.
  case notATokenizer(file: String, reason: String)
  /// The file ends early: by its own header it has `expected` bytes or more, but it has `actual`.
  case truncated(file: String, expected: Int, actual: Int)
  /// The header contradicts itself, or the format; the reason says where.
  case corruptHeader(file: String, reason: String)
  /// A byte is not what it was when the file was written.
  case checksumMismatch(file: String)
  /// The file was written by a version of the program with another format.
  case unsupportedVersion(file: String, found: String, supported: String)
  /// A tensor that the configuration asks for is not there.
  case missingTensor(file: String, tensor: String)
  /// A tensor has another shape than the configuration asks for.
  case wrongShape(file: String, tensor: String, found: [Int], expected: [Int])
  /// A tensor has another element type than its name asks for; both as safetensors names them, such as "F32".
  case wrongType(file: String, tensor: String, found: String, expected: String)
  /// The configuration in the metadata does not describe a model; the reason says why.
  case badConfiguration(file: String, reason: String)
}

extension ModelFileError: CustomStringConvertible {
  public var description: String {
    let again = "copy or train it again"
    switch self {
    case .unreadable(let file, let reason):
      return "\(file): cannot be read: \(reason)"
    case .unwritable(let file, let reason):
      return "\(file): cannot be written: \(reason)"
    case .notAModel(let file, let reason):
      return "\(file): \(reason); name a file that textcnn train wrote"
    case .notATokenizer(let file, let reason):
      return "\(file): \(reason); name a file that textcnn tokenizer wrote"
    case .truncated(let file, let expected, let actual):
      return "\(file): the file is truncated (expected at least \(expected) bytes, has \(actual)); \(again)"
    case .corruptHeader(let file, let reason):
      return "\(file): the header is damaged: \(reason); \(again)"
    case .checksumMismatch(let file):
      return "\(file): the file was altered or damaged (checksum mismatch); \(again)"
    case .unsupportedVersion(let file, let found, let supported):
      return "\(file): the format version is \(found), this program reads \(supported); train it again, "
        + "or use the version that wrote it"
    case .missingTensor(let file, let tensor):
      return "\(file): tensor \(quoted(tensor)) is missing; train the model again"
    case .wrongShape(let file, let tensor, let found, let expected):
      return "\(file): tensor \(quoted(tensor)) is \(found), expected \(expected); train the model again"
    case .wrongType(let file, let tensor, let found, let expected):
      return "\(file): tensor \(quoted(tensor)) holds \(found), expected \(expected); train the model again"
    case .badConfiguration(let file, let reason):
      return "\(file): the configuration does not describe a model: \(reason); train it again"
    }
  }
}

/// `text` in quotation marks, control characters escaped and cut to a readable length: names come from files that
/// nobody has vouched for, and messages go to terminals.
func quoted(_ text: String) -> String {
  text.count > 80 ? String(reflecting: String(text.prefix(80)) + "…") : String(reflecting: text)
}
