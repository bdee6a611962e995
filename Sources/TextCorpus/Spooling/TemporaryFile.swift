#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What can go wrong with the file that takes what memory does not.
public enum TemporaryFileError: Error, Equatable, Sendable {
  /// No file can be made in the folder.
  case cannotCreate(folder: String, reason: String)
  /// The disk is full, or worse.
  case cannotWrite(folder: String, reason: String)
  /// What was written does not come back.
  case cannotRead(folder: String, reason: String)
}

extension TemporaryFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cannotCreate(let folder, let reason):
      "\(folder): no temporary file for the text can be made there (\(reason)); "
        + "let TMPDIR name another folder, or give more --memory"
    case .cannotWrite(let folder, let reason):
      "\(folder): the temporary file of the text cannot be written (\(reason)); "
        + "make room, let TMPDIR name another folder, or give more --memory"
    case .cannotRead(let folder, let reason):
      "\(folder): the temporary file of the text cannot be read (\(reason)); check the disk"
    }
  }
}

/// A file without a name: it is gone when the process is, however that ends.
///
/// It is read by `pread`, not mapped: pages of a mapping count as memory of the process, a bad disk would be a signal in
/// place of an error, and what is read is a few documents at a time, which the system's cache serves as well. Reads may
/// come from any thread; writes come from one.
package final class TemporaryFile: Sendable {
  /// Where it lies.
  package let folder: String
  private let descriptor: Int32

  /// - Throws: `cannotCreate`.
  package init(in folder: String) throws(TemporaryFileError) {
    self.folder = folder
    #if os(Linux)
      // O_TMPFILE, which not every header names: the file never has a name. Not every file system can.
      let unnamed = open(folder, 0o20_000_000 | O_DIRECTORY | O_RDWR | O_CLOEXEC, 0o600)
      if unnamed >= 0 {
        descriptor = unnamed
        return
      }
    #endif
    var template = Array("\(folder)/.textcnn-XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw .cannotCreate(folder: folder, reason: Self.reason(errno)) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(template)
  }

  /// Takes an open descriptor, which tests may choose so that it fails.
  init(descriptor: Int32, folder: String) {
    self.descriptor = descriptor
    self.folder = folder
  }

  deinit { _ = close(descriptor) }

  /// - Throws: `cannotWrite`, such as for a full disk.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(TemporaryFileError) {
    var done = 0
    while done < bytes.count {
      let count = pwrite(
        descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
      if count >= 0 {
        done += count
      } else if errno != EINTR {
        throw .cannotWrite(folder: folder, reason: Self.reason(errno))
      }
    }
  }

  /// Fills a buffer with what was written at an offset.
  ///
  /// - Throws: `cannotRead`, also where nothing was written.
  package func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(TemporaryFileError) {
    var done = 0
    while done < bytes.count {
      let count = pread(
        descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
      if count > 0 {
        done += count
      } else if count == 0 {
        throw .cannotRead(folder: folder, reason: "it has become shorter")
      } else if errno != EINTR {
        throw .cannotRead(folder: folder, reason: Self.reason(errno))
      }
    }
  }

  /// Asks the system to have these bytes at hand soon; returns at once.
  package func willRead(_ bytes: Range<Int>) {
    #if os(Linux)
      _ = posix_fadvise(descriptor, off_t(bytes.lowerBound), off_t(bytes.count), POSIX_FADV_WILLNEED)
    #elseif canImport(Darwin)
      var advice = radvisory(ra_offset: off_t(bytes.lowerBound), ra_count: Int32(clamping: bytes.count))
      _ = fcntl(descriptor, F_RDADVISE, &advice)
    #endif
  }

  private static func reason(_ code: Int32) -> String {
    let text = String(cString: strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
