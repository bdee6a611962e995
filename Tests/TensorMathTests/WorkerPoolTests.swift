import TensorMath
import Testing

@Suite struct WorkerPoolTests {
  @Test(arguments: [1, 2, 3, 7], [0, 1, 2, 5, 1000])
  func everyTaskRunsOnce(threads: Int, count: Int) {
    let runs = Scratch<Int32>()
    runs.reserve(count + 1)
    for _ in 0..<20 {
      for index in 0...count { runs[index] = 0 }
      let base = runs.base
      WorkerPool(threads: threads).forEach(count) { base[$0] += 1 }
      #expect(runs.array(count) == [Int32](repeating: 1, count: count))
      #expect(runs[count] == 0)
    }
  }

  @Test(arguments: [1, 2, 5], [0, 1, 7, 8, 9, 100])
  func chunksCoverAllOnceWhateverTheThreads(threads: Int, count: Int) {
    for size in [1, 3, 8, 200] {
      let sizes = Scratch<Int32>()
      sizes.reserve(count)
      let base = sizes.base
      for index in 0..<count { base[index] = 0 }
      WorkerPool(threads: threads).forEachChunk(of: count, size: size) { range in
        for index in range { base[index] += Int32(range.count) }
      }
      // All chunks have `size` elements but the last.
      let expected = (0..<count).map { Int32(min(size, count - $0 / size * size)) }
      #expect(sizes.array(count) == expected, "chunks of \(size)")
    }
  }

  #if arch(x86_64) || arch(arm64)
    @Test(arguments: [1, 2, 4])
    func denormalsAreZeroInsideAndWholeOutside(threads: Int) {
      let numbers = Scratch<Float>()
      let count = 64
      numbers.reserve(count + 1)
      let base = numbers.base
      base[count] = .leastNormalMagnitude
      WorkerPool(threads: threads).forEach(count) { base[$0] = base[count] / 2 }
      #expect(numbers.array(count).allSatisfy { $0 == 0 })
      #expect(base[count] / 2 > 0)
    }
  #endif
}
