import CArchive

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Unpacks what a descriptor gives, by libarchive, as it is read: memory does not grow with the file. For all but gzip.
final class Unpacker {
  private let archive: OpaquePointer
  private let name: String
  /// Where the packed bytes come from, unless libarchive reads the file itself; the archive has a pointer to it.
  private let source: UnpackedSource?
  /// Behind the end libarchive knows of no more reads.
  private var hasEnded = false

  /// Unpacks a compressed stream.
  ///
  /// - Parameter start: Bytes that were taken from the descriptor already.
  init(_ descriptor: Descriptor, start: [UInt8]) throws(ByteStreamError) {
    name = descriptor.name
    let source = UnpackedSource(descriptor, start: start)
    self.source = source
    archive = try Self.makeArchive(name)
    archive_read_support_filter_zstd(archive)
    archive_read_support_filter_xz(archive)
    archive_read_support_filter_bzip2(archive)
    archive_read_support_format_raw(archive)
    // A pipe's zip archive is read from its front, without the table at its end.
    archive_read_support_format_zip_streamable(archive)
    let opened = archive_read_open(
      archive, Unmanaged.passUnretained(source).toOpaque(), nil,
      { _, source, block in
        guard let source, let block else { return -1 }
        return Unmanaged<UnpackedSource>.fromOpaque(source).takeUnretainedValue().next(block)
      }, nil)
    guard opened == ARCHIVE_OK, try nextFile() != nil else { throw failure() }
  }

  /// Unpacks one file of a zip archive that lies in a file.
  ///
  /// - Parameter member: The name of the file within; nil for the only one.
  init(zipAt path: String, name: String, member: String?) throws(ByteStreamError) {
    self.name = name
    source = nil
    let chosen: String
    if let member { chosen = member } else { chosen = try Self.onlyMember(ofZipAt: path, name: name) }
    archive = try Self.makeArchive(name)
    try openZip(path)
    while let file = try nextFile() {
      if file == chosen { return }
    }
    throw .noMember(path, member: chosen)
  }

  deinit {
    archive_read_free(archive)
  }

  /// Unpacks the next bytes; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteStreamError) -> Int {
    if hasEnded { return 0 }
    let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
    guard count >= 0 else { throw failure() }
    hasEnded = count == 0
    // Of an archive that comes by a pipe nobody knows beforehand what it holds.
    if count == 0, source != nil, try nextFile() != nil {
      throw .unreadable(name, reason: "a zip archive of several files by a pipe, of which none can be chosen")
    }
    return count
  }

  /// How many bytes libarchive has read of the file as it lies there.
  var packedBytesRead: Int { Int(archive_filter_bytes(archive, -1)) }

  private static func makeArchive(_ name: String) throws(ByteStreamError) -> OpaquePointer {
    guard let archive = archive_read_new() else { throw .unreadable(name, reason: "no memory") }
    return archive
  }

  private static func onlyMember(ofZipAt path: String, name: String) throws(ByteStreamError) -> String {
    let list = try Unpacker(listingZipAt: path, name: name)
    var members: [String] = []
    while let member = try list.nextFile() { members.append(member) }
    guard let first = members.first else { throw .noMember(name, member: nil) }
    guard members.count == 1 else { throw .severalMembers(name, members: members) }
    return first
  }

  private init(listingZipAt path: String, name: String) throws(ByteStreamError) {
    self.name = name
    source = nil
    archive = try Self.makeArchive(name)
    try openZip(path)
  }

  private func openZip(_ path: String) throws(ByteStreamError) {
    archive_read_support_format_zip_seekable(archive)
    guard archive_read_open_filename(archive, path, 1 << 18) == ARCHIVE_OK else { throw failure() }
  }

  /// Goes to the next regular file of the archive; its name, or nil behind the last.
  private func nextFile() throws(ByteStreamError) -> String? {
    while true {
      var entry: OpaquePointer?
      let status = Self.withUTF8Names { archive_read_next_header(archive, &entry) }
      if status == ARCHIVE_EOF { return nil }
      guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw failure() }
      // Folders, and what macOS' archiver adds beside every file.
      let path = Self.withUTF8Names { archive_entry_pathname(entry).map { String(cString: $0) } } ?? ""
      let isFolder = archive_entry_filetype(entry) & 0o170000 == 0o040000
      if isFolder || path.hasPrefix("__MACOSX/") { continue }
      return path
    }
  }

  /// Runs `body` with a locale whose names are UTF-8: in the plain one libarchive gives no name beyond ASCII at all.
  private static func withUTF8Names<Result>(_ body: () -> Result) -> Result {
    #if canImport(Darwin)
      let (mask, name) = (LC_CTYPE_MASK, "UTF-8")
    #else
      let (mask, name) = (Int32(1) << LC_CTYPE, "C.UTF-8")
    #endif
    // Where there is no such locale names stay what they are.
    guard let locale = newlocale(mask, name, nil) else { return body() }
    let before = uselocale(locale)
    defer {
      uselocale(before)
      freelocale(locale)
    }
    return body()
  }

  private func failure() -> ByteStreamError {
    if let failure = source?.failure { return failure }
    let reason = archive_error_string(archive).map { String(cString: $0) } ?? "unknown format"
    return .damaged(name, reason: reason)
  }
}

/// The packed bytes on their way from a descriptor to libarchive.
private final class UnpackedSource {
  private let descriptor: Descriptor
  private let block: UnsafeMutableRawBufferPointer
  /// How many bytes at the front of the block were taken from the descriptor before.
  private var waiting: Int
  /// What went wrong in reading, since libarchive only learns that something did.
  private(set) var failure: ByteStreamError?

  init(_ descriptor: Descriptor, start: [UInt8]) {
    self.descriptor = descriptor
    block = .allocate(byteCount: 1 << 18, alignment: 16)
    precondition(start.count <= block.count, "\(start.count) bytes at the start")
    block.copyBytes(from: start)
    waiting = start.count
  }

  deinit {
    block.deallocate()
  }

  /// Gives libarchive the next packed bytes; −1 where they cannot be read.
  func next(_ bytes: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
    bytes.pointee = UnsafeRawPointer(block.baseAddress)
    if waiting > 0 {
      defer { waiting = 0 }
      return waiting
    }
    do throws(ByteStreamError) {
      return try descriptor.read(into: block)
    } catch {
      failure = error
      return -1
    }
  }
}
