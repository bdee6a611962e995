import CZlib

/// Unpacks gzip by zlib, members one behind the other.
///
/// Not by libarchive, which does not look at gzip's checksums and would pass damaged text on.
final class GzipReader {
  private let descriptor: Descriptor
  private let stream: UnsafeMutablePointer<z_stream>
  private let block: UnsafeMutableBufferPointer<UInt8>
  /// Whether the last member has ended, so that the file may end too.
  private var isBetweenMembers = false
  private var isAtEnd = false

  /// - Parameter start: Bytes that were taken from the descriptor already.
  init(_ descriptor: Descriptor, start: [UInt8]) throws(ByteStreamError) {
    self.descriptor = descriptor
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    block = .allocate(capacity: 1 << 18)
    precondition(start.count <= block.count, "\(start.count) bytes at the start")
    _ = block.update(fromContentsOf: start)
    stream.pointee.next_in = block.baseAddress
    stream.pointee.avail_in = UInt32(start.count)
    // 15 bits of window, and 16 for gzip's header and checksum.
    let status = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw .unreadable(descriptor.name, reason: "no memory") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    block.deallocate()
  }

  /// Unpacks the next bytes; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteStreamError) -> Int {
    let room = min(buffer.count, Int(Int32.max))
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(room)
    while Int(stream.pointee.avail_out) == room, !isAtEnd {
      if stream.pointee.avail_in == 0, try !fill() { break }
      if isBetweenMembers {
        // Zeros behind the last member are padding, as gzip itself takes them.
        guard stream.pointee.next_in.pointee != 0 else {
          stream.pointee.next_in += 1
          stream.pointee.avail_in -= 1
          continue
        }
        inflateReset(stream)
        isBetweenMembers = false
      }
      switch inflate(stream, Z_NO_FLUSH) {
      case Z_OK, Z_BUF_ERROR: continue
      case Z_STREAM_END: isBetweenMembers = true
      default:
        let reason = stream.pointee.msg.map { String(cString: $0) } ?? "not gzip"
        throw .damaged(descriptor.name, reason: reason)
      }
    }
    return room - Int(stream.pointee.avail_out)
  }

  private func fill() throws(ByteStreamError) -> Bool {
    let count = try descriptor.read(into: UnsafeMutableRawBufferPointer(block))
    stream.pointee.next_in = block.baseAddress
    stream.pointee.avail_in = UInt32(count)
    guard count == 0 else { return true }
    guard isBetweenMembers else { throw .damaged(descriptor.name, reason: "it ends too early") }
    isAtEnd = true
    return false
  }
}
