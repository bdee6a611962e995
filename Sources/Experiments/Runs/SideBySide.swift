import Dispatch
import Synchronization

/// Works through a list, several items at a time.
enum SideBySide {
  /// - Parameters:
  ///   - jobs: How many items are worked on at a time.
  ///   - threads: How many threads they share; those that do not divide evenly go to the first jobs.
  ///   - isOver: Whether no more items shall be begun; asked before each.
  ///   - body: Is given an item and how many threads it may use.
  /// - Throws: The first error, when those under way have ended; no more are begun after it.
  static func forEach<Item: Sendable>(
    _ items: [Item], jobs: Int, threads: Int, isOver: @Sendable () -> Bool = { false },
    _ body: @Sendable (Item, _ threads: Int) throws -> Void
  ) throws {
    let queue = Mutex(Queue(waiting: items[...]))
    DispatchQueue.concurrentPerform(iterations: jobs) { job in
      let share = threads / jobs + (job < threads % jobs ? 1 : 0)
      while !isOver(), let item = queue.withLock({ $0.waiting.popFirst() }) {
        do {
          try body(item, share)
        } catch {
          queue.withLock { $0.fail(error) }
        }
      }
    }
    if let error = queue.withLock({ $0.error }) { throw error }
  }

  private struct Queue<Item: Sendable>: Sendable {
    var waiting: ArraySlice<Item>
    private(set) var error: (any Error)?

    init(waiting: ArraySlice<Item>) { self.waiting = waiting }

    mutating func fail(_ error: any Error) {
      self.error = self.error ?? error
      waiting = []
    }
  }
}
