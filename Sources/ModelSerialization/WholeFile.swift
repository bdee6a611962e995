import Dispatch
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
    let size = Int(status.st_size)
    let memory = try memory(of: size, for: path)
    let (filled, failure) = fill(memory, size, from: descriptor)
    // Only now: a `Data` of few bytes copies them and lets go of the memory at once.
    let bytes = Data(
      bytesNoCopy: memory, count: filled, deallocator: .custom { memory, _ in munmap(memory, max(size, 1)) })
    if failure != 0 { throw unreadable(path, failure) }
    return bytes
  }

  /// Reads `size` bytes, or as many as there are; returns how many, and the error number that ended it.
  ///
  /// In pieces by all cores: copying out of the system's cache is what takes the time.
  private static func fill(
    _ memory: UnsafeMutableRawPointer, _ size: Int, from descriptor: Int32
  ) -> (count: Int, failure: Int32) {
    let pieceSize = 1 << 20
    let count = (size + pieceSize - 1) / pieceSize
    var pieces = [(end: Int, failure: Int32)](repeating: (0, 0), count: count)
    pieces.withUnsafeMutableBufferPointer { pieces in
      // Each piece has memory and an entry of its own.
      nonisolated(unsafe) let (memory, pieces) = (memory, pieces)
      DispatchQueue.concurrentPerform(iterations: count) { index in
        var filled = index * pieceSize
        let end = min(size, filled + pieceSize)
        while filled < end {
          let count = pread(descriptor, memory + filled, end - filled, off_t(filled))
          if count > 0 {
            filled += count
          } else if count == 0 || errno != EINTR {
            pieces[index].failure = count == 0 ? 0 : errno
            break
          }
        }
        pieces[index].end = filled
      }
    }
    // A file that became shorter meanwhile ends in its first piece that is not full.
    let short = pieces.indices.first { pieces[$0].end < min(size, ($0 + 1) * pieceSize) }
    return (short.map { pieces[$0].end } ?? size, pieces.first { $0.failure != 0 }?.failure ?? 0)
  }

  /// Pages of the system's, in large ones where there are some: in pages of 4 KiB, taking them costs more than reading.
  private static func memory(of size: Int, for path: String) throws -> UnsafeMutableRawPointer {
    let length = max(size, 1)
    guard let memory = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0),
      memory != MAP_FAILED
    else { throw unreadable(path, errno) }
    #if os(Linux)
      // MADV_HUGEPAGE, which not every header names.
      _ = madvise(memory, length, 14)
    #endif
    return memory
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
