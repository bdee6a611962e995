import Dispatch
import EmbeddingStorage
import Foundation
import ModelSerialization
import Synchronization

/// Ctrl-C and a polite kill: one sentence, exit code 1, nothing half-written.
enum Interruption {
  private struct State {
    var target: String?
    var remark: String?
    var cleanUp: (@Sendable () -> Void)?
    var isTooLate = false
  }

  private static let state = Mutex(State())
  // Signal sources live as long as the process.
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  static func announce() {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
      source.setEventHandler { end() }
      source.resume()
      return source
    }
  }

  /// Names the file that this command is to make, and what else must go when it is not made.
  static func willWrite(_ target: String, cleanUp: (@Sendable () -> Void)? = nil) {
    state.withLock { $0 = State(target: target, cleanUp: cleanUp) }
  }

  /// Names the store that this command is to fill. An interrupted transaction leaves an old store as it was; a new one
  /// should not be left at all.
  static func willFill(_ store: String) {
    var status = stat()
    let isNew = lstat(store, &status) != 0
    willWrite(store) { if isNew { EmbeddingStore.discardIfEmpty(store) } }
  }

  /// Says instead what an interruption leaves behind.
  static func willLeave(_ remark: String) { state.withLock { $0 = State(remark: remark) } }

  /// Runs the last step of a command, which makes its file. An interruption waits for it; after it there is nothing
  /// left to interrupt, and the command ends as if nobody had tried.
  static func finish(_ body: () throws -> Void) rethrows {
    try state.withLock { state in
      try body()
      state.isTooLate = true
    }
  }

  private static func end() {
    state.withLock { state in
      guard !state.isTooLate else { return }
      state.cleanUp?()
      AtomicFile.discardUnfinished()
      StandardError.line(
        "textcnn: interrupted"
          + ((state.remark ?? state.target.map { "nothing was written to \($0)" }).map { "; \($0)" } ?? ""))
      _exit(1)
    }
  }
}
