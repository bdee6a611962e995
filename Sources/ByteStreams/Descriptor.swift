#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open file, pipe or terminal, closed with its last owner.
final class Descriptor {
  let number: Int32
  let name: String
  /// Nil for a pipe or a terminal.
  let size: Int?
  private(set) var bytesRead = 0
  private let isOwned: Bool

  init(path: String) throws(ByteStreamError) {
    var number: Int32
    repeat { number = open(path, O_RDONLY | O_CLOEXEC) } while number < 0 && errno == EINTR
    guard number >= 0 else { throw Self.error(errno, file: path) }
    var status = stat()
    _ = fstat(number, &status)
    guard status.st_mode & S_IFMT != S_IFDIR else {
      _ = close(number)
      throw .isDirectory(path)
    }
    self.number = number
    name = path
    size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    isOwned = true
  }

  init(_ number: Int32, name: String) {
    self.number = number
    self.name = name
    size = nil
    isOwned = false
  }

  deinit {
    if isOwned { _ = close(number) }
  }

  /// Reads what is there, at most as much as fits; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteStreamError) -> Int {
    var count: Int
    #if canImport(Glibc)
      repeat {
        count = Glibc.read(number, buffer.baseAddress, buffer.count)
      } while count < 0 && errno == EINTR
    #elseif canImport(Musl)
      repeat { count = Musl.read(number, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
    #else
      repeat {
        count = Darwin.read(number, buffer.baseAddress, buffer.count)
      } while count < 0 && errno == EINTR
    #endif
    guard count >= 0 else { throw Self.error(errno, file: name) }
    bytesRead += count
    return count
  }

  private static func error(_ code: Int32, file: String) -> ByteStreamError {
    switch code {
    case ENOENT, ENOTDIR: .noSuchFile(file)
    case EISDIR: .isDirectory(file)
    default: .unreadable(file, reason: String(cString: strerror(code)))
    }
  }
}
