import ArgumentParser
import Foundation

/// Which file a path leads to, whatever it is called.
struct FileIdentity: Equatable {
  private enum Place: Equatable {
    case file(device: dev_t, number: ino_t)
    /// A file that is not there yet.
    case path(String)
  }

  private let place: Place

  init(_ path: String) {
    var status = stat()
    if stat(path, &status) == 0 {
      place = .file(device: status.st_dev, number: status.st_ino)
    } else {
      place = .path(URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path)
    }
  }

  /// Throws where a file to be written is also one that is read, or two files to be written are one.
  static func checkDistinct(written: [(option: String, path: String)], read: [String]) throws {
    var taken = read.map { FileIdentity($0) }
    for (option, path) in written {
      let identity = FileIdentity(path)
      guard !taken.contains(identity) else {
        throw ValidationError(
          "\(option) \(path) would overwrite a file this command needs; choose another name")
      }
      taken.append(identity)
    }
  }
}
