import Foundation
import Testing

@Suite struct EvaluateCommandTests {
  /// Two documents have the wrong label, one a label that the model has never seen.
  private static let test =
    Corpora.lines(20, from: 200) + "neg\t\(Corpora.text("pos", 3))\npos\t\(Corpora.text("neg", 4))\n"
    + "maybe\t\(Corpora.text("pos", 5))\n"

  @Test func `the report for people is as kept`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write("test.tsv", Self.test)
    let outcome = try await workspace.run(["evaluate", "m.safetensors", "test.tsv"])
    #expect(outcome.status == 0)
    let text = outcome.output.replacing(/log loss [0-9.]+/) { _ in "log loss #" }
    try expectGolden(text + "\n" + outcome.talk, "evaluate")
  }

  @Test func `with --json each corpus is one object on one line`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write("test.tsv", Self.test)
    let outcome = try await workspace.run(["evaluate", "m.safetensors", "test.tsv", "train.tsv", "--json"])
    #expect(outcome.status == 0)
    #expect(outcome.outputLines.count == 2)
    let reports = try outcome.outputLines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    let report = reports[0]
    #expect(report["corpus"] as? String == "test.tsv")
    #expect(report["documents"] as? Int == 23)
    #expect(report["accuracy"] as? Double == 20.0 / 23)
    #expect(report["microF1"] as? Double == 20.0 / 23)
    for key in ["macroF1", "weightedF1", "logLoss"] { #expect(report[key] is Double, "\(key)") }
    #expect(
      (report["labels"] as? [[String: Any]])?.compactMap { $0["label"] as? String } == [
        "neg", "pos", "maybe",
      ])
    #expect(report["confusion"] as? [[Int]] == [[10, 1, 0], [1, 10, 0], [0, 1, 0]])
    #expect(reports[1]["accuracy"] as? Double == 1)
  }

  @Test func `a corpus that fails does not hide the one before`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(["evaluate", "m.safetensors", "train.tsv", "missing.tsv", "--json"])
    #expect(outcome.status == 1)
    #expect(outcome.outputLines.count == 1)
    #expect(outcome.talkLines == ["Error: missing.tsv: no such file; check the path"])
  }
}
