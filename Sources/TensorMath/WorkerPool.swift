import CTensorMath

/// Runs numbered tasks on a fixed number of threads.
///
/// Which thread takes which task is left to chance; what a task computes is not. A task writes only what is its own
/// and reads only what earlier calls have finished, so results have the same bits with 1 thread or 64.
///
/// Copies share their threads, which start at the first call that can use them and end with the last copy.
package struct WorkerPool: Sendable {
  /// How many threads share the tasks, the calling one included.
  package let threads: Int
  private let crew: WorkerCrew?

  package init(threads: Int) {
    precondition(threads > 0, "\(threads) threads")
    self.threads = threads
    crew = threads > 1 ? WorkerCrew(workers: threads - 1) : nil
  }

  /// Calls `task` with 0, 1, …, `count − 1`, on several threads at once, and returns when all are done.
  ///
  /// Tasks are handed out in ascending order: put the longest first. Denormal numbers are flushed to zero inside a
  /// task, as they cost a hundred times a normal one and carry nothing. A call while another is under way, from a
  /// task or another thread, runs its tasks by itself.
  package func forEach(_ count: Int, _ task: (Int) -> Void) {
    let state = tcm_flush_denormals()
    defer { tcm_restore_denormals(state) }
    if count > 1, let crew, crew.share(count, task) { return }
    for index in 0..<count { task(index) }
  }

  /// Calls `task` with consecutive ranges of at most `size` that cover `0 ..< count`. The cut depends on `size`
  /// alone, never on the number of threads.
  package func forEachChunk(of count: Int, size: Int, _ task: (Range<Int>) -> Void) {
    forEach((count + size - 1) / size) { chunk in
      task(chunk * size..<min(count, (chunk + 1) * size))
    }
  }
}
