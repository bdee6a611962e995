import Foundation
import Synchronization

/// Ends the process where an input takes too long, for what hangs cannot tell of itself.
final class Watchdog: Sendable {
  private let deadline = Mutex<(time: ContinuousClock.Instant, input: String)?>(nil)
  private let limit: Duration

  init(limit: Duration) {
    self.limit = limit
    Thread.detachNewThread { [self] in
      while true {
        Thread.sleep(forTimeInterval: 0.5)
        deadline.withLock { current in
          guard let current, ContinuousClock.now > current.time else { return }
          FileHandle.standardError.write(Data("\(current.input): takes more than \(self.limit)\n".utf8))
          exit(1)
        }
      }
    }
  }

  func watch<Result>(_ input: String, _ body: () throws -> Result) rethrows -> Result {
    deadline.withLock { $0 = (ContinuousClock.now + limit, input) }
    defer { deadline.withLock { $0 = nil } }
    return try body()
  }
}
