/// The bytes of a file or a pipe, unpacked where it is compressed.
///
///     var stream = try ByteStream(path: "reviews.tsv.gz")
///     let count = try stream.read(into: buffer)
///
/// gzip, zstd, xz, bzip2 and zip are told by the first bytes, never by the name, and unpacked as they are read: memory is one
/// block, whatever the file holds. A zip archive must hold one file, or the path goes on with the name of one:
/// `glove.6B.zip/glove.6B.50d.txt`. What is not compressed passes through without a copy.
package struct ByteStream: ~Copyable {
  /// What errors call it: the path as it was given.
  package let name: String
  /// How it is compressed; nil where it is not.
  package let compression: Compression?

  private let descriptor: Descriptor
  private let contents: Contents
  private enum Contents {
    case plain
    case gzip(GzipReader)
    case archived(Unpacker)
  }

  /// Bytes that were read to tell the compression, and how many of them were given out.
  private let start: [UInt8]
  private var given = 0

  /// Opens a file.
  ///
  /// - Throws: `noSuchFile`, `isDirectory`, `unreadable`; `damaged`, `severalMembers` and `noMember` for what is compressed.
  package init(path: String) throws(ByteStreamError) {
    var member: String?
    let descriptor: Descriptor
    do {
      descriptor = try Descriptor(path: path)
    } catch .noSuchFile {
      guard let (archive, inside) = Self.archive(of: path) else { throw .noSuchFile(path) }
      do { descriptor = try Descriptor(path: archive) } catch .noSuchFile { throw .noSuchFile(path) }
      member = inside
    }
    // A pipe that has a name cannot be opened again.
    try self.init(
      descriptor, name: path, zipPath: descriptor.size == nil ? nil : descriptor.name, member: member)
  }

  /// Reads from an open descriptor, such as 0 for standard input; it stays open.
  package init(descriptor: Int32, name: String) throws(ByteStreamError) {
    try self.init(Descriptor(descriptor, name: name), name: name, zipPath: nil, member: nil)
  }

  private init(
    _ descriptor: Descriptor, name: String, zipPath: String?, member: String?
  ) throws(ByteStreamError) {
    let start = try Self.start(of: descriptor)
    let compression = Compression(startOf: start)
    let contents: Contents
    if compression == .zip, let zipPath {
      contents = .archived(try Unpacker(zipAt: zipPath, name: name, member: member))
    } else {
      guard member == nil else { throw .noSuchFile(name) }
      switch compression {
      case nil: contents = .plain
      case .gzip: contents = .gzip(try GzipReader(descriptor, start: start))
      default: contents = .archived(try Unpacker(descriptor, start: start))
      }
    }
    self.descriptor = descriptor
    self.name = name
    self.start = start
    self.compression = compression
    self.contents = contents
  }

  /// Reads what is there, at most as much as fits.
  ///
  /// - Returns: How many bytes; 0 at the end only.
  /// - Precondition: The buffer is not empty.
  package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteStreamError) -> Int {
    precondition(!buffer.isEmpty, "no room to read into")
    switch contents {
    case .gzip(let reader): return try reader.read(into: buffer)
    case .archived(let unpacker): return try unpacker.read(into: buffer)
    case .plain: break
    }
    guard given < start.count else { return try descriptor.read(into: buffer) }
    let count = min(buffer.count, start.count - given)
    buffer.copyBytes(from: start[given..<given + count])
    given += count
    return count
  }

  /// How many bytes of the file as it lies there were read, for showing how far it is.
  package var fileBytesRead: Int {
    if case .archived(let unpacker) = contents {
      max(unpacker.packedBytesRead, descriptor.bytesRead)
    } else {
      descriptor.bytesRead
    }
  }

  /// The size of the file as it lies there; nil for a pipe.
  package var fileBytes: Int? { descriptor.size }

  /// The first bytes, enough to tell a compression; a pipe may bring them one by one.
  private static func start(of descriptor: Descriptor) throws(ByteStreamError) -> [UInt8] {
    var start = [UInt8](repeating: 0, count: Compression.longestMark)
    var count = 0
    // A short line that a person typed is answered before the next one comes; no mark has a line end.
    repeat {
      var failure: ByteStreamError?
      let more = start.withUnsafeMutableBytes { bytes -> Int in
        do throws(ByteStreamError) {
          return try descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[count...]))
        } catch {
          failure = error
          return 0
        }
      }
      if let failure { throw failure }
      if more == 0 { break }
      count += more
    } while count < start.count && !start[..<count].contains(0x0A)
    return Array(start[..<count])
  }

  /// `archive.zip` and `inside.txt` of `archive.zip/inside.txt`.
  private static func archive(of path: String) -> (archive: String, member: String)? {
    guard let cut = path.firstRange(of: ".zip/") else { return nil }
    let member = path[cut.upperBound...]
    return member.isEmpty ? nil : (path[..<cut.upperBound].dropLast().description, String(member))
  }
}
