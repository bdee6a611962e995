import Foundation
import Testing

@Suite struct TuneCommandTests {
  private static let small = ["--dimension", "8", "--filters", "4", "--widths", "1,2", "--epochs", "6"]

  @Test func `a search ends with a model that predicts`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(60))
    let outcome = try await workspace.run(
      ["tune", "train.tsv", "--trials", "4", "--output", "best.safetensors"] + Self.small)
    #expect(outcome.status == 0, "\(outcome.talk)")
    #expect(outcome.talkLines.count { $0.hasPrefix("trial ") } == 6)
    // What is given is settled, and not shown.
    #expect(!outcome.output.contains("--filters") && outcome.output.contains("--dropout"))
    let prediction = try await workspace.run(["predict", "best.safetensors"], input: "one text\n")
    #expect(prediction.status == 0 && prediction.outputLines.count == 1)
  }

  @Test func `the same search again trains nothing, and a longer one begins with it`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(60))
    func trials(_ object: [String: Any]) throws -> [[String: Any]] {
      try #require(object["trials"] as? [[String: Any]])
    }
    let command = ["tune", "train.tsv", "--json"] + Self.small + ["--trials"]
    let first = try await workspace.run(command + ["3"])
    let again = try await workspace.run(command + ["3"])
    #expect(!again.talkLines.contains { $0.hasPrefix("trial ") })
    #expect(
      try trials(again.object).map { $0["devAccuracy"] as? Double }
        == trials(first.object).map { $0["devAccuracy"] as? Double })
    let longer = try await workspace.run(command + ["5"])
    #expect(longer.talkLines.contains { $0.hasPrefix("rung 1 of 2: 5 trials") && $0.hasSuffix("3 of them finished before") })
    let best = try #require(try trials(longer.object).first?["devAccuracy"] as? Double)
    #expect(try trials(longer.object).allSatisfy { ($0["rung"] as? Int) == 2 || ($0["epochs"] as? Int) == 2 })
    #expect(best > 0)
  }

  @Test func `a killed search goes on where it was`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(80))
    let command = ["tune", "train.tsv", "--trials", "9", "--json", "--jobs", "2", "--threads", "2", "--dimension", "8"]
      + ["--epochs", "400", "--patience", "0"]
    let process = try workspace.makeProcess(command)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try workspace.write("talk", "")
    process.standardError = try FileHandle(forWritingTo: workspace.url.appending(path: "talk"))
    try process.run()
    func finished(_ text: String) -> Int { text.split(separator: "\n").count { $0.hasPrefix("trial ") } }
    for _ in 0..<2000 where (try? finished(workspace.text("talk"))) ?? 0 < 3 {
      try await Task.sleep(for: .milliseconds(5))
    }
    kill(process.processIdentifier, SIGKILL)
    #expect(try await process.end() == -SIGKILL)
    let before = finished(try workspace.text("talk"))
    let after = try await workspace.run(command)
    #expect(after.status == 0, "\(after.talk)")
    let total = try #require(after.object["rungTrials"] as? [Int]).reduce(0, +)
    #expect((total - before - 2...total - before).contains(finished(after.talk)))
  }

  @Test func `when time is up the best so far is told`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(60))
    let object = try await workspace.run(
      ["tune", "train.tsv", "--trials", "5000", "--time", "1s", "--json", "--threads", "1"] + Self.small
    ).object
    #expect(object["ranOutOfTime"] as? Bool == true)
    let trials = try #require(object["trials"] as? [[String: Any]])
    #expect(!trials.isEmpty && trials.count < 5000)
  }
}
