#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Zeroed memory on a cache-line boundary.
///
/// Large pieces come from the system as they are, zero already and without room until they are touched, in large pages
/// where there are some: filling 20 MB in pages of 4 KiB costs as much as computing with them.
enum ZeroedMemory {
  private static let largeSize = 4 << 20

  static func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
    if byteCount >= largeSize { return mapped(byteCount, inLargePages: true) }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    return memory
  }

  /// - Parameter byteCount: As it was given to `allocate`.
  static func deallocate(_ memory: UnsafeMutableRawPointer, _ byteCount: Int) {
    if byteCount >= largeSize { munmap(memory, byteCount) } else { memory.deallocate() }
  }

  /// Whole pages from the system, to be given back with `munmap`.
  static func mapped(_ byteCount: Int, inLargePages: Bool) -> UnsafeMutableRawPointer {
    guard let memory = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0),
      memory != MAP_FAILED
    else { fatalError("out of memory: no room for \(byteCount) bytes") }
    if inLargePages { preferLargePages(memory, byteCount) }
    return memory
  }

  static func preferLargePages(_ memory: UnsafeMutableRawPointer, _ byteCount: Int) {
    #if os(Linux)
      // MADV_HUGEPAGE, which not every header names. Where there are none, small ones do.
      _ = madvise(memory, byteCount, 14)
    #endif
  }
}
