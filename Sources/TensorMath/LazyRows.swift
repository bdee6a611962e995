#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Memory for rows that are filled one by one, of which only those that were touched take room.
///
/// The system gives zeroed pages when they are first touched, so that room for a whole vocabulary costs nothing until
/// its words are seen, and nothing ever has to grow or move.
package final class LazyRows {
  package let base: UnsafeMutableRawPointer
  package let rowBytes: Int
  private let byteCount: Int

  /// Room for `count` rows of `rowBytes` and a cache line more.
  package init(count: Int, rowBytes: Int) {
    self.rowBytes = rowBytes
    byteCount = count * rowBytes + 64
    base = ZeroedMemory.mapped(byteCount, inLargePages: false)
  }

  /// Asks for large pages from here on: right for many rows that are read in no order, wasteful for a few.
  package func preferLargePages() { ZeroedMemory.preferLargePages(base, byteCount) }

  deinit { munmap(base, byteCount) }
}
