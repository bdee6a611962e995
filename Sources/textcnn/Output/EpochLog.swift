import Foundation
import ModelSerialization
import ModelTraining

/// A JSON line an epoch, each on the disk when the epoch ends, so that a long training can be watched.
struct EpochLog {
  private let path: String
  private let handle: FileHandle

  /// Begins the file anew.
  init(path: String) throws {
    self.path = path
    try ModelFile.checkWritable(path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw ModelFileError.unwritable(
        file: path, reason: "\(String(cString: strerror(errno))); choose another --log")
    }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  func write(_ record: EpochRecord) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    do {
      try handle.write(contentsOf: try encoder.encode(record) + Data("\n".utf8))
    } catch {
      throw ModelFileError.unwritable(file: path, reason: "the disk may be full; choose another --log")
    }
  }
}
