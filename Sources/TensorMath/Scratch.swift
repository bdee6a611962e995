/// Memory for intermediate results that its owner uses again and again: it grows, and never shrinks or clears itself.
///
/// Weights are shared, scratch belongs to the caller: one owner at a time, though the tasks of a `WorkerPool` may
/// write disjoint parts of it.
package final class Scratch<Element: BitwiseCopyable> {
  package private(set) var base: UnsafeMutablePointer<Element>
  private var capacity = 0
  private var byteCount: Int { capacity * MemoryLayout<Element>.stride }

  package init() { base = UnsafeMutablePointer(bitPattern: 64)! }

  /// Makes room for `count` elements and 16 more; what was there before is lost if it has to grow.
  package func reserve(_ count: Int) {
    guard count + 16 > capacity else { return }
    free()
    capacity = (count + 16) * 5 / 4
    // Zeros once: the row loops may read, though never use, what lies beyond the last column.
    let raw = ZeroedMemory.allocate(byteCount)
    base = raw.bindMemory(to: Element.self, capacity: capacity)
  }

  package subscript(index: Int) -> Element {
    get { base[index] }
    set { base[index] = newValue }
  }

  /// A copy of the first `count` elements.
  package func array(_ count: Int) -> [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }

  private func free() {
    if capacity > 0 { ZeroedMemory.deallocate(base, byteCount) }
  }

  deinit { free() }
}
