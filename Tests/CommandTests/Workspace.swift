import Foundation
import Testing

/// A folder of one test, removed with the value; commands run in it, so that messages hold no path of this machine.
final class Workspace: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "textcnn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

  func write(_ name: String, _ bytes: Data) throws { try bytes.write(to: url.appending(path: name)) }

  func read(_ name: String) throws -> Data { try Data(contentsOf: url.appending(path: name)) }

  func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }

  /// The files in the folder, hidden ones included.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }

  /// Runs the command to its end.
  @discardableResult
  func run(_ arguments: [String], input: String = "") async throws -> Outcome {
    try await Turnstile.shared.pass { try await runNow(arguments, input: input) }
  }

  private func runNow(_ arguments: [String], input: String) async throws -> Outcome {
    let name = ".run-\(UUID().uuidString)"
    let (inName, outName, errName) = ("\(name).in", "\(name).out", "\(name).err")
    try write(inName, input)
    for file in [outName, errName] { try write(file, "") }
    defer {
      for file in [inName, outName, errName] {
        try? FileManager.default.removeItem(at: url.appending(path: file))
      }
    }
    let process = try makeProcess(arguments)
    let handles = try [
      FileHandle(forReadingFrom: url.appending(path: inName)),
      FileHandle(forWritingTo: url.appending(path: outName)),
      FileHandle(forWritingTo: url.appending(path: errName)),
    ]
    // A `Process` outlives its end, and so would its descriptors. Where some 1,300 are open, Foundation reads beyond the
    // buffer in which it lists them before it starts the next process, which may end this one.
    defer { for handle in handles { try? handle.close() } }
    process.standardInput = handles[0]
    process.standardOutput = handles[1]
    process.standardError = handles[2]
    let status = try await process.runToEnd()
    return Outcome(status: status, output: try text(outName), talk: try text(errName))
  }

  /// The command, ready to be started in this folder.
  func makeProcess(_ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = try Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = url
    var environment = ProcessInfo.processInfo.environment
    environment["COLUMNS"] = "80"
    environment["NO_COLOR"] = nil
    environment["TERM"] = "xterm"
    process.environment = environment
    return process
  }

  /// Runs a command that has no end until it has told so many lines, and kills it. Returns all that it told.
  func kill(_ arguments: [String], after count: Int, linesThatBegin prefix: String) async throws -> String {
    let process = try makeProcess(arguments)
    try write(".talk", "")
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let talk = try FileHandle(forWritingTo: url.appending(path: ".talk"))
    defer { try? talk.close() }
    process.standardError = talk
    try process.run()
    await process.signal(SIGKILL) { [self] in told(prefix) >= count }
    #expect(try await process.end() == -SIGKILL)
    defer { try? FileManager.default.removeItem(at: url.appending(path: ".talk")) }
    #expect(told(prefix) >= count)
    return try text(".talk")
  }

  private func told(_ prefix: String) -> Int {
    ((try? text(".talk")) ?? "").split(separator: "\n").count { $0.hasPrefix(prefix) }
  }

  private final class Marker {}

  /// The built command, which lies beside the bundle of the tests.
  static var executable: URL {
    get throws {
      let bundle = Bundle(for: Marker.self).bundleURL
      let folder = bundle.pathExtension == "xctest" ? bundle.deletingLastPathComponent() : bundle
      let executable = folder.appending(path: "textcnn")
      try #require(
        FileManager.default.isExecutableFile(atPath: executable.path), "no command at \(executable.path)")
      return executable
    }
  }
}

/// Lets a few commands run at once: all tests start together, and some hundred processes would share the machine.
private actor Turnstile {
  static let shared = Turnstile()

  private var places = 8
  private var waiting: [CheckedContinuation<Void, Never>] = []

  nonisolated func pass<Result: Sendable>(
    _ body: @Sendable () async throws -> Result
  ) async rethrows -> Result {
    await enter()
    do {
      let result = try await body()
      await leave()
      return result
    } catch {
      await leave()
      throw error
    }
  }

  private func enter() async {
    guard places == 0 else {
      places -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  /// The place goes to whoever waited longest.
  private func leave() {
    if waiting.isEmpty { places += 1 } else { waiting.removeFirst().resume() }
  }
}

/// What came of a command.
struct Outcome: Sendable {
  /// The exit code; minus the signal's number where one ended it.
  let status: Int32
  let output: String
  let talk: String

  var outputLines: [String] {
    output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { String($0) }
  }
  var talkLines: [String] { talk.split(separator: "\n").map { String($0) } }

  /// The result as one JSON object.
  var object: [String: Any] {
    get throws {
      try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }
  }
}

extension Process {
  /// Starts, and waits for the end without blocking a thread.
  func runToEnd() async throws -> Int32 {
    try await withCheckedThrowingContinuation { continuation in
      terminationHandler = { process in continuation.resume(returning: process.outcome) }
      do {
        try run()
      } catch {
        terminationHandler = nil
        continuation.resume(throwing: error)
      }
    }
  }

  /// Sends a signal when it is time, or after a minute.
  ///
  /// The waiting has a thread of its own: tests that compute would keep it from those that Swift's tasks share.
  func signal(_ number: Int32, when isTime: @escaping @Sendable () -> Bool) async {
    let identifier = processIdentifier
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        for _ in 0..<12_000 where !isTime() { Thread.sleep(forTimeInterval: 0.005) }
        kill(identifier, number)
        continuation.resume()
      }
    }
  }

  /// Waits for the end of a process that was started, at most for 20 seconds.
  func end() async throws -> Int32 {
    for _ in 0..<2000 where isRunning { try await Task.sleep(for: .milliseconds(10)) }
    if isRunning {
      kill(processIdentifier, SIGKILL)
      Issue.record("the command did not end")
    }
    waitUntilExit()
    return outcome
  }

  private var outcome: Int32 {
    terminationReason == .uncaughtSignal ? -terminationStatus : terminationStatus
  }
}
