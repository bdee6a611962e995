import Foundation

/// Reads a file whole.
enum WholeFile {
  /// The bytes of the regular file at `path`.
  ///
  /// - Throws: ``ModelFileError/unreadable(file:reason:)`` for what cannot be opened or is no regular file.
  /// - Complexity: O(bytes).
  ///
  /// The bytes are a private copy: a mapping would crash the process if another one cut the file short, and would let
  /// bytes change after they were checked. Reading 25 MB costs some milliseconds.
  static func read(_ path: String) throws -> Data {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR:
      throw ModelFileError.unreadable(file: path, reason: "it is a directory; name the model file in it")
    default:
      throw ModelFileError.unreadable(file: path, reason: "it is no regular file; name a model file")
    }
    var bytes = Data(count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let room = bytes.count - filled
      let count = bytes.withUnsafeMutableBytes { buffer in
        Foundation.read(descriptor, buffer.baseAddress.map { $0 + filled }, room)
      }
      if count == 0 { break }
      if count > 0 {
        filled += count
      } else if errno != EINTR {
        throw unreadable(path, errno)
      }
    }
    return filled == bytes.count ? bytes : bytes.prefix(filled)
  }

  private static func unreadable(_ path: String, _ code: Int32) -> ModelFileError {
    .unreadable(file: path, reason: "\(reason(ofError: code)); check the path and its permissions")
  }
}

/// The system's words for an error number, in lower case as within a sentence.
func reason(ofError code: Int32) -> String {
  let text = String(cString: strerror(code))
  return text.prefix(1).lowercased() + text.dropFirst()
}
