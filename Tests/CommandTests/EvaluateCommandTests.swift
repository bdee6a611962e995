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
    try expectGolden(outcome.output.withoutLosses + "\n" + outcome.talk, "evaluate")
  }

  @Test func `--reliability adds a table to the report`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write("test.tsv", Self.test)
    let short = try await workspace.run(["evaluate", "m.safetensors", "test.tsv"]).output
    let long = try await workspace.run(["evaluate", "m.safetensors", "test.tsv", "--reliability"])
    #expect(long.status == 0)
    #expect(long.output.hasPrefix(short.dropLast(2)))
    let added = long.output.dropFirst(short.count - 2).split(separator: "\n")
    #expect(added.first?.hasPrefix("probability") == true)
    #expect(added.last?.hasPrefix("maximum calibration error ") == true)
    let documents = added.dropFirst().dropLast().compactMap { $0.firstMatch(of: /%\s+(\d+)\s/) }
    #expect(documents.reduce(0) { $0 + (Int($1.output.1) ?? 0) } == 23)
    let idle = try await workspace.run(["evaluate", "m.safetensors", "test.tsv", "--reliability", "--json"])
    #expect(
      idle.talkLines.first == "note: --reliability changes nothing with --json, which has its table")
    let reliability = try #require(try idle.object["reliability"] as? [String: Any])
    #expect((reliability["bins"] as? [[String: Any]])?.count == 15)
    #expect(reliability["expectedCalibrationError"] is Double && reliability["brierScore"] is Double)
    #expect(try idle.object["uncalibrated"] == nil)
  }

  @Test func `a calibrated model tells what its temperature does`() async throws {
    let workspace = try Workspace()
    // Every seventh label is wrong, so that the dev part has errors.
    let noisy = Corpora.lines(210).split(separator: "\n").enumerated().map { index, line in
      index % 7 > 0 ? line : line.hasPrefix("neg") ? "pos" + line.dropFirst(3) : "neg" + line.dropFirst(3)
    }.joined(separator: "\n")
    try workspace.write("noisy.tsv", noisy)
    let options = Workspace.smallTraining.map { $0 == "0" ? "0.3" : $0 }
    let training = try await workspace.run(
      ["train", "noisy.tsv", "--output", "c.safetensors", "--calibrate"] + options)
    #expect(training.status == 0)
    let line = try #require(training.talkLines.last)
    let match = try #require(
      line.wholeMatch(
        of: /calibrated on 6\d dev documents, temperature ([0-9.]+): log loss [0-9.]+ to [0-9.]+, ECE .* %/),
      "\(line)")
    let report = try await workspace.run(["evaluate", "c.safetensors", "noisy.tsv"])
    #expect(
      report.outputLines[2].hasPrefix("without its temperature of \(match.output.1): log loss "),
      "\(report.output)")
    let object = try await workspace.run(["evaluate", "c.safetensors", "noisy.tsv", "--json"]).object
    let uncalibrated = try #require(object["uncalibrated"] as? [String: Any])
    #expect(uncalibrated["temperature"] as? Double == Double(match.output.1))
    let inspection = try await workspace.run(["inspect", "c.safetensors"])
    #expect(inspection.outputLines.contains { $0.hasPrefix("temperature ") && $0.hasSuffix(match.output.1) })
    #expect(inspection.outputLines.count { $0.hasPrefix("calibration.before.") } == 3)
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

extension String {
  /// With losses and the like, which the last bit of an instruction may change, as "#".
  fileprivate var withoutLosses: String {
    replacing(/(log loss|ECE|Brier score) [0-9.]+/) { "\($0.output.1) #" }
  }
}
