import Foundation

/// The file to be replaced: the path with symbolic links followed, and what stands there now.
struct AtomicFileTarget {
  /// The path as given, for messages.
  let givenPath: String
  /// The path of the file itself.
  let path: String
  /// Of the file that stands there; `nil` if none does.
  let status: stat?

  /// The directory of the file itself.
  var directory: String { Self.directory(of: path) }

  /// - Throws: ``ModelFileError/unwritable(file:reason:)`` for a directory, a device, a file that may not be written or
  ///   a path that cannot be reached.
  init(path givenPath: String) throws {
    guard !givenPath.isEmpty else {
      throw ModelFileError.unwritable(file: "\"\"", reason: "the path is empty; choose another path")
    }
    self.givenPath = givenPath
    path = try Self.followLinks(givenPath)
    var status = stat()
    guard stat(path, &status) == 0 else {
      self.status = nil
      // A file that is not there yet is fine; its directory shows when the new file is made.
      if errno != ENOENT || path.hasSuffix("/") { throw failure(errno) }
      return
    }
    self.status = status
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw unwritable("it is a directory; choose another path")
    // Renaming would put a file in the place of the device.
    default: throw unwritable("it is no regular file; choose another path")
    }
    // Renaming does not ask for leave to write the old file; whoever made it read-only meant it.
    guard access(path, W_OK) == 0 else { throw failure(errno) }
  }

  /// The error for a failed system call.
  func failure(_ code: Int32) -> ModelFileError {
    switch code {
    case ENOENT:
      unwritable("there is no directory \(directory); make it or choose another path")
    case ENOSPC, EDQUOT:
      unwritable("\(reason(ofError: code)); free some space or choose another path")
    default:
      unwritable("\(reason(ofError: code)); choose another path")
    }
  }

  private func unwritable(_ reason: String) -> ModelFileError {
    .unwritable(file: givenPath, reason: reason)
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Follows links by hand, since the last one may point at a file that does not exist yet.
  private static func followLinks(_ path: String) throws -> String {
    var path = path
    for _ in 0..<40 {
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(path, &buffer, buffer.count)
      guard count >= 0 else { return path }
      let link = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      path = link.hasPrefix("/") ? link : "\(directory(of: path))/\(link)"
    }
    throw ModelFileError.unwritable(
      file: path, reason: "\(reason(ofError: ELOOP)); choose another path")
  }
}
