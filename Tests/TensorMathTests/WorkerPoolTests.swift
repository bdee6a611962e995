import Foundation
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

  /// Workers that have gone to sleep wake, and ones that come late to a round take nothing of the next.
  @Test(arguments: [2, 5])
  func roundsMayBeFarApartOrClose(threads: Int) {
    let pool = WorkerPool(threads: threads)
    let sums = Scratch<Int64>()
    sums.reserve(8)
    let base = sums.base
    for pause in [0, 30_000, 0, 0, 1_000, 0] {
      usleep(UInt32(pause))
      for round in 0..<300 {
        for index in 0..<8 { base[index] = -1 }
        pool.forEach(8) { base[$0] = Int64(round * 8 + $0) }
        #expect(sums.array(8) == (0..<8).map { Int64(round * 8 + $0) })
      }
    }
  }

  @Test func aTaskMayAskForTasks() {
    let pool = WorkerPool(threads: 3)
    let counts = Scratch<Int32>()
    counts.reserve(100)
    let base = counts.base
    for index in 0..<100 { base[index] = 0 }
    pool.forEach(10) { outer in pool.forEach(10) { inner in base[outer * 10 + inner] += 1 } }
    #expect(counts.array(100) == [Int32](repeating: 1, count: 100))
  }

  @Test func severalThreadsMayShareAPool() async {
    let pool = WorkerPool(threads: 2)
    let sums = await withTaskGroup(of: Int.self, returning: [Int].self) { group in
      for start in 0..<4 {
        group.addTask {
          var total = 0
          for round in 0..<200 {
            let found = Scratch<Int32>()
            found.reserve(5)
            let base = found.base
            pool.forEach(5) { base[$0] = Int32($0 + start + round) }
            total += found.array(5).reduce(0) { $0 + Int($1) }
          }
          return total
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    // Σ over rounds and tasks of task + start + round.
    #expect(sums.sorted() == (0..<4).map { 200 * 10 + 200 * 5 * $0 + 5 * 19_900 })
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
