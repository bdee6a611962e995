import Synchronization
import Testing

@testable import Experiments

@Suite struct SideBySideTests {
  private struct Failure: Error, Equatable {
    var item: Int
  }

  @Test(arguments: [1, 2, 5]) func everyItemIsWorkedOnOnce(jobs: Int) throws {
    let seen = Mutex<[Int]>([])
    let shares = Mutex<Set<Int>>([])
    try SideBySide.forEach(Array(0..<20), jobs: jobs, threads: 7) { item, threads in
      seen.withLock { $0.append(item) }
      shares.withLock { _ = $0.insert(threads) }
    }
    #expect(seen.withLock { $0.sorted() } == Array(0..<20))
    // 7 threads among 5 jobs: two jobs with two, three with one. A job may find nothing left to do.
    #expect(shares.withLock { $0 }.isSubset(of: [7 / jobs, 7 / jobs + 1]))
  }

  @Test func afterAnErrorNothingIsBegun() {
    let seen = Mutex<[Int]>([])
    #expect(throws: Failure(item: 3)) {
      try SideBySide.forEach(Array(0..<20), jobs: 1, threads: 1) { item, _ in
        seen.withLock { $0.append(item) }
        if item == 3 { throw Failure(item: item) }
      }
    }
    #expect(seen.withLock { $0 } == [0, 1, 2, 3])
  }

  @Test func whenItIsOverNothingIsBegun() throws {
    let seen = Mutex<[Int]>([])
    let isOver: @Sendable () -> Bool = { seen.withLock { $0.count == 5 } }
    try SideBySide.forEach(Array(0..<20), jobs: 1, threads: 1, isOver: isOver) { item, _ in
      seen.withLock { $0.append(item) }
    }
    #expect(seen.withLock { $0 } == [0, 1, 2, 3, 4])
  }

  @Test func noMoreTrainingsAtATimeThanMemoryHolds() {
    #expect(MemoryEstimate.jobs(4, each: 100, available: 1000) == 4)
    #expect(MemoryEstimate.jobs(4, each: 300, available: 1000) == 2)
    #expect(MemoryEstimate.jobs(4, each: 10_000, available: 1000) == 1)
    #expect(MemoryEstimate.jobs(4, each: 300, available: nil) == 4)
    #expect(MemoryEstimate.availableBytes.map { $0 > 1 << 20 } ?? true)
  }
}
