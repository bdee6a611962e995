import Foundation
import Testing

@Suite struct PredictCommandTests {
  @Test(arguments: ["1", "2"])
  func `thousands of lines are answered in order`(threads: String) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let labels = (0..<5000).map { ($0 / 3) % 2 == 0 ? "neg" : "pos" }
    try workspace.write(
      "texts", labels.enumerated().map { Corpora.text($1, $0) + "\n" }.joined())
    let outcome = try await workspace.run(["predict", "m.safetensors", "texts", "--threads", threads])
    #expect(outcome.status == 0)
    #expect(outcome.talk.isEmpty)
    #expect(outcome.outputLines == labels)
  }

  @Test func `empty lines, CR LF and a missing last line end get an answer each`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let good = Corpora.text("pos", 1)
    let bad = Corpora.text("neg", 2)
    let outcome = try await workspace.run(
      ["predict", "m.safetensors", "-"], input: "\u{FEFF}\(good)\r\n\r\n   \n\u{0}\u{7F}\n\(bad)")
    #expect(outcome.status == 0)
    #expect(outcome.outputLines.count == 5)
    #expect(outcome.outputLines.first == "pos")
    #expect(outcome.outputLines.last == "neg")
    let nothing = try await workspace.run(["predict", "m.safetensors"], input: "")
    #expect(nothing.status == 0)
    #expect(nothing.output.isEmpty)
  }

  @Test func `what rows of words may cost changes no label`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let labels = (0..<300).map { $0 % 2 == 0 ? "neg" : "pos" }
    try workspace.write("texts", labels.enumerated().map { Corpora.text($1, $0) + "\n" }.joined())
    for options in [
      ["--warm"], ["--cache-rows", "2"], ["--half-rows"], ["--warm", "--half-rows", "--cache-rows", "5"],
    ] {
      let outcome = try await workspace.run(["predict", "m.safetensors", "texts"] + options)
      #expect(outcome.status == 0)
      #expect(outcome.outputLines == labels, "\(options)")
    }
    let misuse = try await workspace.run(["predict", "m.safetensors", "texts", "--cache-rows", "0"])
    #expect(misuse.status == 64)
    #expect(misuse.talk.contains("--cache-rows is 0; use at least 1"))
  }

  @Test func `--top and --probabilities separate by tabs`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let text = Corpora.text("pos", 1)
    func line(_ options: [String]) async throws -> [String] {
      let outcome = try await workspace.run(["predict", "m.safetensors"] + options, input: text)
      #expect(outcome.status == 0)
      return outcome.output.split(separator: "\n").flatMap { $0.split(separator: "\t") }.map { String($0) }
    }
    #expect(try await line([]) == ["pos"])
    #expect(try await line(["--top", "2"]) == ["pos", "neg"])
    #expect(try await line(["--top", "99"]) == ["pos", "neg"])
    let one = try await line(["--probabilities"])
    #expect(one.count == 2 && one[0] == "pos")
    let two = try await line(["--top", "2", "--probabilities"])
    #expect(two.count == 4 && two[2] == "neg")
    let probabilities = [two[1], two[3]].compactMap { Double($0) }
    #expect(probabilities.count == 2 && abs(probabilities.reduce(0, +) - 1) < 1e-5)
    #expect(probabilities[0] > 0.5)
  }

  @Test func `--json is an object a line`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(
      ["predict", "m.safetensors", "--json", "--top", "2"],
      input: Corpora.text("pos", 1) + "\n" + Corpora.text("neg", 1) + "\n")
    let answers = try outcome.outputLines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(answers.map { $0["label"] as? String } == ["pos", "neg"])
    let labels = try #require(answers[0]["labels"] as? [[String: Any]])
    #expect(labels.map { $0["label"] as? String } == ["pos", "neg"])
    #expect(labels[0]["probability"] as? Double == answers[0]["probability"] as? Double)
  }

  @Test func `a writer that waits for each answer gets it`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let process = try workspace.makeProcess(["predict", "m.safetensors"])
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    for index in 0..<4 {
      let label = index % 2 == 0 ? "pos" : "neg"
      try input.fileHandleForWriting.write(contentsOf: Data((Corpora.text(label, index) + "\n").utf8))
      // Blocks for ever if the answer is held back.
      #expect(try output.fileHandleForReading.read(upToCount: 4) == Data("\(label)\n".utf8))
    }
    try input.fileHandleForWriting.close()
    #expect(try await process.end() == 0)
  }

  @Test func `a reader that goes away ends it quietly`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write("texts", String(repeating: Corpora.text("pos", 1) + "\n", count: 50_000))
    let process = try workspace.makeProcess(["predict", "m.safetensors", "texts"])
    let (output, talk) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = talk
    try process.run()
    #expect(try output.fileHandleForReading.read(upToCount: 4) == Data("pos\n".utf8))
    try output.fileHandleForReading.close()
    #expect(try await process.end() == -SIGPIPE)
    #expect(try talk.fileHandleForReading.readToEnd() ?? Data() == Data())
  }

  @Test func `thinned networks give a mean and how far they lie apart`() async throws {
    let workspace = try Workspace()
    try await workspace.train(["--dropout", "0.3"])
    let input = Corpora.text("pos", 1) + "\n"
    let outcome = try await workspace.run(
      ["predict", "m.safetensors", "--mc-samples", "20", "--probabilities"], input: input)
    #expect(outcome.status == 0)
    let cells = try #require(outcome.outputLines.first).split(separator: "\t")
    #expect(cells.count == 3)
    let (probability, spread) = (try #require(Double(cells[1])), try #require(Double(cells[2])))
    #expect((0...1).contains(probability) && spread > 0 && spread < 0.5)
    let json = try await workspace.run(
      ["predict", "m.safetensors", "--mc-samples", "20", "--json"], input: input)
    let labels = try #require(try json.object["labels"] as? [[String: Any]])
    #expect(abs(try #require(labels[0]["spread"] as? Double) - spread) < 1e-5)
    // Another share than the model's changes the answer; without dropout there is nothing to thin.
    let other = try await workspace.run(
      ["predict", "m.safetensors", "--mc-samples", "20", "--mc-dropout", "0.6", "--probabilities"],
      input: input)
    #expect(other.status == 0 && other.output != outcome.output)
    try await workspace.train(["--dropout", "0"])
    let refused = try await workspace.run(["predict", "m.safetensors", "--mc-samples", "3"], input: input)
    #expect(refused.status == 1)
    #expect(
      refused.talk
        == "Error: m.safetensors: was trained without dropout, so that its networks do not differ; choose one with --mc-dropout\n"
    )
    let misuse = try await workspace.run(["predict", "m.safetensors", "--mc-dropout", "0.5"], input: input)
    #expect(misuse.status == 64)
  }
}
