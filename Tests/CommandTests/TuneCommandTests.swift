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
    #expect(
      longer.talkLines.contains {
        $0.hasPrefix("rung 1 of 2: 5 trials") && $0.hasSuffix("3 of them finished before")
      })
    let best = try #require(try trials(longer.object).first?["devAccuracy"] as? Double)
    #expect(try trials(longer.object).allSatisfy { ($0["rung"] as? Int) == 2 || ($0["epochs"] as? Int) == 2 })
    #expect(best > 0)
  }

  @Test func `--report writes a page whose command trains the best trial again`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(60))
    let found = try await workspace.run(
      ["tune", "train.tsv", "--trials=4", "--json", "--report", "page.html", "--seed", "2"] + Self.small)
    #expect(found.status == 0, "\(found.talk)")
    let page = try workspace.text("page.html")
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("4 trials"))
    let command = try #require(page.firstMatch(of: /<code class="copy">(.*?)<\/code>/)).1
      .replacing(/<[^>]*>/, with: "").split(separator: " ").map { String($0) }
    #expect(command.prefix(5) == ["textcnn", "train", "train.tsv", "--seed", "2"])
    let trial = try #require((found.object["trials"] as? [[String: Any]])?.first)
    let output = "trial-\(try #require(trial["trial"] as? Int)).safetensors"
    #expect(command.suffix(4) == ["--epochs", "6", "--output", output])
    let again = try await workspace.run(Array(command.dropFirst()) + ["--log", "epochs.jsonl"])
    #expect(again.status == 0, "\(again.talk)")
    #expect(try workspace.names.contains(output))
    let scores = try workspace.text("epochs.jsonl").split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])["devAccuracy"]
        as? Double
    }
    let curve = try #require(trial["curve"] as? [[String: Any]])
    #expect(scores == curve.map { $0["devAccuracy"] as? Double })
  }

  @Test
  func `a page that would overwrite what is read, or cannot be written, stops the search before it begins`()
    async throws
  {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(60))
    for (page, message) in [
      ("train.tsv", "--report train.tsv would overwrite a file this command needs"),
      ("textcnn-results.sqlite", "--report textcnn-results.sqlite would overwrite"),
      ("none/page.html", "none/page.html"),
    ] {
      let refused = try await workspace.run(["tune", "train.tsv", "--report", page] + Self.small)
      #expect(refused.status != 0 && refused.talk.contains(message), "\(refused.talk)")
      #expect(!refused.talk.contains("rung 1"))
    }
    #expect(try workspace.names == ["train.tsv"])
  }

  @Test func `a killed search goes on where it was`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(2000))
    let command =
      ["tune", "train.tsv", "--json", "--jobs", "2", "--threads", "2"] + Self.small + [
        "--epochs", "5", "--trials",
      ]
    let talk = try await workspace.kill(command + ["2000"], after: 3, linesThatBegin: "trial ")
    let told = talk.split(separator: "\n").count { $0.hasPrefix("trial ") }
    let after = try await workspace.run(command + ["\(told + 4)"])
    #expect(after.status == 0, "\(after.talk)")
    // A trial may have been kept and not told of, one for each job.
    let rung = try #require(after.talkLines.first { $0.hasPrefix("rung 1 of 1: \(told + 4) trials") })
    let stored = (told...told + 2).map { ", \($0) of them finished before" }
    #expect(stored.contains { rung.hasSuffix($0) }, "\(rung)")
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
