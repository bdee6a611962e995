import ArgumentParser
import Foundation

/// How many threads work. The results do not depend on it.
struct ThreadOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many threads work; the results do not depend on it. Default: one for each processor.",
      valueName: "count"))
  var threads: Int?

  var count: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("there are \(threads) threads; use 1 to 1024")
    }
  }
}
