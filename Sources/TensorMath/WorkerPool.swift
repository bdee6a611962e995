import CTensorMath
import Dispatch
import Synchronization

/// Runs numbered tasks on a fixed number of threads.
///
/// Which thread takes which task is left to chance; what a task computes is not. A task writes only what is its own
/// and reads only what earlier calls have finished, so results have the same bits with 1 thread or 64.
package struct WorkerPool: Sendable {
  /// How many threads share the tasks, the calling one included.
  package let threads: Int

  package init(threads: Int) {
    precondition(threads > 0, "\(threads) threads")
    self.threads = threads
  }

  /// Calls `task` with 0, 1, …, `count − 1`, on several threads at once, and returns when all are done.
  ///
  /// Tasks are handed out in ascending order: put the longest first. Denormal numbers are flushed to zero inside a
  /// task, as they cost a hundred times a normal one and carry nothing.
  package func forEach(_ count: Int, _ task: (Int) -> Void) {
    guard threads > 1, count > 1 else {
      let state = tcm_flush_denormals()
      for index in 0..<count { task(index) }
      tcm_restore_denormals(state)
      return
    }
    let next = Atomic(0)
    withoutActuallyEscaping(task) { task in
      // Tasks share scratch by writing disjoint parts of it, which the compiler cannot see: this is the one place
      // where unsafe and concurrency meet.
      nonisolated(unsafe) let task = task
      DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
        let state = tcm_flush_denormals()
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < count else { break }
          task(index)
        }
        tcm_restore_denormals(state)
      }
    }
  }

  /// Calls `task` with consecutive ranges of at most `size` that cover `0 ..< count`. The cut depends on `size`
  /// alone, never on the number of threads.
  package func forEachChunk(of count: Int, size: Int, _ task: (Range<Int>) -> Void) {
    forEach((count + size - 1) / size) { chunk in
      task(chunk * size..<min(count, (chunk + 1) * size))
    }
  }
}
