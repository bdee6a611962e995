import Foundation
import Synchronization

/// Writes a file so that its path always names either the old bytes or all of the new ones.
///
/// The bytes go to a new hidden file in the same directory, `.textcnn-<process>-<number>.tmp`; it is synchronised to the
/// disk and renamed over the target. If anything fails, the new file is removed and the old one is untouched. Whoever
/// catches Ctrl-C calls ``discardUnfinished()``; a process killed otherwise leaves the old file whole, and the hidden one,
/// which may be deleted.
///
/// A symbolic link is followed: the file it points at is replaced, and the link stays. An existing file keeps its
/// permissions and, where the system lets us, its owner; a new one gets those of the umask.
package enum AtomicFile {
  /// Writes to `path` what `body` writes to its argument.
  ///
  /// - Throws: ``ModelFileError/unwritable(file:reason:)``, or what `body` throws.
  /// - Complexity: That of `body`, and a wait for the disk.
  package static func write(to path: String, _ body: (AtomicFileOutput) throws -> Void) throws {
    let target = try AtomicFileTarget(path: path)
    let (temporary, output) = try create(for: target)
    unfinished.withLock { _ = $0.insert(temporary) }
    defer { unfinished.withLock { _ = $0.remove(temporary) } }
    var isOpen = true
    do {
      if let status = target.status {
        // The owner is a courtesy that only root can pay; it comes first, as a change of owner clears mode bits.
        _ = fchown(output.descriptor, status.st_uid, status.st_gid)
        guard fchmod(output.descriptor, status.st_mode & 0o7777) == 0 else { throw target.failure(errno) }
      }
      try body(output)
      guard fsync(output.descriptor) == 0 else { throw target.failure(errno) }
      isOpen = false
      // Some file systems tell only here that the disk was full.
      guard close(output.descriptor) == 0 else { throw target.failure(errno) }
      guard rename(temporary, target.path) == 0 else { throw target.failure(errno) }
    } catch {
      if isOpen { close(output.descriptor) }
      unlink(temporary)
      throw error
    }
    synchronizeDirectory(target.directory)
  }

  /// Finds out now what ``write(to:_:)`` would find out after hours of work: that `path` cannot be written.
  /// - Throws: ``ModelFileError/unwritable(file:reason:)``.
  package static func check(_ path: String) throws {
    let (temporary, output) = try create(for: AtomicFileTarget(path: path))
    close(output.descriptor)
    unlink(temporary)
  }

  /// Hidden files that are not in place yet.
  private static let unfinished = Mutex<Set<String>>([])

  /// Removes the hidden files of all writes that are under way, for a process that is about to end.
  package static func discardUnfinished() {
    for temporary in unfinished.withLock({ $0 }) { unlink(temporary) }
  }

  private static func create(
    for target: AtomicFileTarget
  ) throws -> (temporary: String, output: AtomicFileOutput) {
    for _ in 0..<100 {
      let number = String(UInt32.random(in: 0 ... .max), radix: 16)
      let temporary = "\(target.directory)/.textcnn-\(getpid())-\(number).tmp"
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 {
        return (temporary, AtomicFileOutput(descriptor: descriptor, target: target))
      }
      guard errno == EEXIST else { throw target.failure(errno) }
    }
    throw target.failure(EEXIST)
  }

  /// Makes the renaming itself last. Not every file system can, and the file is in place by now, so failing is fine.
  private static func synchronizeDirectory(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }
}

/// Where the bytes of an ``AtomicFile`` go; valid only while the body that was given it runs.
package struct AtomicFileOutput {
  let descriptor: Int32
  let target: AtomicFileTarget

  /// Appends bytes.
  /// - Throws: ``ModelFileError/unwritable(file:reason:)``, such as for a full disk.
  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while !rest.isEmpty {
      let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
      if count >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if errno != EINTR {
        throw target.failure(errno)
      }
    }
  }

  /// Appends text as UTF-8; as ``write(_:)-(UnsafeRawBufferPointer)``.
  package func write(_ text: String) throws {
    try Array(text.utf8).withUnsafeBytes { try write($0) }
  }
}
