import Dispatch
import Foundation

/// Ctrl-C and a polite kill: one sentence, exit code 1, nothing half-written.
///
/// Files are written beside their target and renamed, and an import is one transaction, so there is nothing to undo.
enum Interruption {
  // Signal sources live as long as the process.
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  static func announce() {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        StandardError.write("textcnn: interrupted; files are as they were before\n")
        _exit(1)
      }
      source.resume()
      return source
    }
    // A reader that has seen enough (`textcnn predict … | head`) ends the program quietly, as it ends others.
    signal(SIGPIPE, SIG_DFL)
  }
}
