import Foundation
import Testing

@Suite struct InterruptionTests {
  @Test(arguments: [SIGINT, SIGTERM])
  func `an interrupted training says so and leaves the old model whole`(signal: Int32) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let model = try workspace.read("m.safetensors")
    let (status, talk) = try await endTraining(in: workspace, with: signal)
    #expect(status == 1)
    #expect(talk == "textcnn: interrupted; nothing was written to m.safetensors\n")
    #expect(try workspace.read("m.safetensors") == model)
    #expect(try workspace.names == ["log", "m.safetensors", "train.tsv"])
  }

  @Test func `a killed training leaves the old model whole`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let model = try workspace.read("m.safetensors")
    #expect(try await endTraining(in: workspace, with: SIGKILL).status == -SIGKILL)
    #expect(try workspace.read("m.safetensors") == model)
    #expect(try workspace.names == ["log", "m.safetensors", "train.tsv"])
  }

  @Test func `an ensemble interrupted between its members leaves nothing`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(80))
    let (status, talk) = try await endTraining(
      ["--ensemble", "100", "--epochs", "200", "--patience", "0"], until: "\"member\":2", in: workspace,
      with: SIGINT)
    #expect(status == 1)
    let lines = talk.split(separator: "\n")
    #expect(lines.first?.hasPrefix("member 1 of 100: 200 epochs in ") == true)
    #expect(lines.last == "textcnn: interrupted; nothing was written to m.safetensors")
    #expect(try workspace.names == ["log", "train.tsv"])
  }

  /// Starts a training that is long or without end, waits until its log has a text, and sends a signal.
  private func endTraining(
    _ options: [String] = ["--epochs", "1000000", "--patience", "0"], until text: String = "epoch",
    in workspace: Workspace, with signal: Int32
  ) async throws -> (status: Int32, talk: String) {
    let process = try workspace.makeProcess(
      ["train", "train.tsv", "--output", "m.safetensors", "--log", "log"] + options)
    let talk = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardError = talk
    try process.run()
    await process.signal(signal) { (try? workspace.text("log").contains(text)) == true }
    let status = try await process.end()
    return (status, String(decoding: try talk.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self))
  }

  @Test func `an interrupted conversion leaves nothing beside its target`() async throws {
    let workspace = try Workspace()
    let pipe = workspace.url.appending(path: "pipe").path
    try #require(mkfifo(pipe, 0o600) == 0)
    // Open for both, so that it waits for no reader.
    let writer = try #require(FileHandle(forUpdatingAtPath: pipe))
    try writer.write(contentsOf: Data("a\tb\n".utf8))
    let process = try workspace.makeProcess(["corpus", "convert", "pipe", "--output", "c.jsonl"])
    process.standardError = FileHandle.nullDevice
    try process.run()
    await process.signal(SIGINT) {
      (try? workspace.names.contains { $0.hasPrefix(".textcnn-") }) == true
    }
    #expect(try await process.end() == 1)
    #expect(try workspace.names == ["pipe"])
  }

  @Test func `an interrupted import leaves no new store, and an old one as it was`() async throws {
    let workspace = try Workspace()
    try workspace.write("v.txt", Corpora.vectors)
    try await workspace.run(["vectors", "import", "v.txt", "--into", "old.sqlite"])
    let info = try await workspace.run(["vectors", "info", "old.sqlite"]).output
    for store in ["new.sqlite", "old.sqlite"] {
      let (status, talk) = try await endImport(into: store, in: workspace)
      #expect(status == 1)
      #expect(talk == "textcnn: interrupted; nothing was written to \(store)\n")
    }
    #expect(try await workspace.run(["vectors", "info", "old.sqlite"]).output == info)
    #expect(try workspace.names == ["fifo", "old.sqlite", "v.txt"])
  }

  /// Imports from a pipe that never ends, and interrupts.
  private func endImport(into store: String, in workspace: Workspace) async throws -> (
    status: Int32, talk: String
  ) {
    let fifo = workspace.url.appending(path: "fifo").path
    mkfifo(fifo, 0o600)
    let process = try workspace.makeProcess(["vectors", "import", "fifo", "--into", store])
    let talk = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardError = talk
    try process.run()
    let writer = FileHandle(fileDescriptor: open(fifo, O_WRONLY), closeOnDealloc: true)
    // Enough that the transaction has begun and spilled into files.
    let vector = " 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8\n"
    try writer.write(contentsOf: Data((0..<200_000).map { "word\($0)\(vector)" }.joined().utf8))
    process.interrupt()
    let status = try await process.end()
    return (status, String(decoding: try talk.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self))
  }
}

/// Standard descriptors that are full, closed or gone.
@Suite struct StreamTests {
  #if os(Linux)
    @Test(arguments: [
      ["predict", "m.safetensors", "train.tsv"], ["evaluate", "m.safetensors", "train.tsv"],
      ["evaluate", "m.safetensors", "train.tsv", "--json"], ["inspect", "m.safetensors"],
    ])
    func `results that cannot be written are a failure`(command: [String]) async throws {
      let workspace = try Workspace()
      try await workspace.train()
      let process = try workspace.makeProcess(command)
      let talk = Pipe()
      process.standardOutput = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
      process.standardError = talk
      try process.run()
      #expect(try await process.end() == 1)
      #expect(
        String(decoding: try talk.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
          == "Error: standard output: cannot be written (no space left on device); send the results elsewhere\n"
      )
    }
  #endif

  @Test func `a training whose talk nobody hears still writes its model`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let model = try workspace.read("m.safetensors")
    try FileManager.default.removeItem(at: workspace.url.appending(path: "m.safetensors"))
    let arguments = ["train", "train.tsv", "--output", "m.safetensors"] + Workspace.smallTraining
    #expect(try await shell("exec \"$0\" \"$@\" <&- >&- 2>&-", arguments, in: workspace) == 0)
    #expect(try workspace.read("m.safetensors") == model)
    let deaf = try workspace.makeProcess(arguments)
    let talk = Pipe()
    deaf.standardError = talk
    try deaf.run()
    try talk.fileHandleForReading.close()
    #expect(try await deaf.end() == 0)
    #expect(try workspace.read("m.safetensors") == model)
  }

  @Test func `closed input and output are failures, not files`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    #expect(
      try await shell("exec \"$0\" \"$@\" <&- 2>/dev/null", ["predict", "m.safetensors"], in: workspace) == 1)
    #expect(
      try await shell("exec \"$0\" \"$@\" >&- 2>/dev/null", ["inspect", "m.safetensors"], in: workspace) == 1)
  }

  /// Runs the command under a shell, which closes descriptors as a user would.
  private func shell(_ line: String, _ arguments: [String], in workspace: Workspace) async throws -> Int32 {
    let process = try workspace.makeProcess([])
    process.arguments = ["-c", line, try Workspace.executable.path] + arguments
    process.executableURL = URL(filePath: "/bin/sh")
    process.standardOutput = FileHandle.nullDevice
    return try await process.runToEnd()
  }
}
