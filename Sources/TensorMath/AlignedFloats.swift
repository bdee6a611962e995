/// A fixed-length array of floats on a cache-line boundary, so that no vector load crosses two lines.
///
/// A value: copies share storage until one of them is written (copy on write). `[Float]` promises 16-byte alignment
/// only, which costs the row loops a third of their speed on 64-byte vectors.
package struct AlignedFloats: @unchecked Sendable {
  // @unchecked: the storage is written only through `withUnsafeMutablePointer`, after making it unique.
  private final class Storage {
    let base: UnsafeMutablePointer<Float>
    let count: Int

    /// 16 more, so that a row loop may read past the last column.
    private var byteCount: Int { (count + 16) * MemoryLayout<Float>.stride }

    init(count: Int) {
      self.count = count
      base = ZeroedMemory.allocate((count + 16) * MemoryLayout<Float>.stride)
        .bindMemory(to: Float.self, capacity: count + 16)
    }

    convenience init(copying other: Storage) {
      self.init(count: other.count)
      base.update(from: other.base, count: count)
    }

    deinit { ZeroedMemory.deallocate(base, byteCount) }
  }

  private var storage: Storage

  /// `count` zeros.
  package init(count: Int) { storage = Storage(count: count) }

  package var count: Int { storage.count }

  package subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count, "index \(index) of \(count) floats")
      return storage.base[index]
    }
    set { withUnsafeMutablePointer { $0[index] = newValue } }
  }

  package func withUnsafePointer<R>(_ body: (UnsafePointer<Float>) throws -> R) rethrows -> R {
    try withExtendedLifetime(storage) { try body(UnsafePointer($0.base)) }
  }

  package mutating func withUnsafeMutablePointer<R>(
    _ body: (UnsafeMutablePointer<Float>) throws -> R
  ) rethrows -> R {
    if !isKnownUniquelyReferenced(&storage) { storage = Storage(copying: storage) }
    return try withExtendedLifetime(storage) { try body($0.base) }
  }
}

extension AlignedFloats: Equatable {
  /// Equal bit for bit, so that NaN equals itself and 0 differs from −0.
  package static func == (a: AlignedFloats, b: AlignedFloats) -> Bool {
    guard a.count == b.count else { return false }
    if a.storage === b.storage { return true }
    return (0..<a.count).allSatisfy { a.storage.base[$0].bitPattern == b.storage.base[$0].bitPattern }
  }
}

/// How many floats a row of `length` takes: the next multiple of a vector's 16 lanes, the rest zeros.
package func paddedRow(_ length: Int) -> Int { (length + 15) / 16 * 16 }
