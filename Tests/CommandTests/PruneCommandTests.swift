import Foundation
import Testing

@Suite struct PruneCommandTests {
  @Test func `a smaller model says the same`() async throws {
    let workspace = try Workspace()
    try await workspace.train(["--kernel", "attention", "--heads", "2"])
    let outcome = try await workspace.run(
      ["prune", "m.safetensors", "train.tsv", "--output", "s.safetensors", "--bound", "0"])
    #expect(outcome.status == 0)
    #expect(outcome.talk.isEmpty)
    #expect(
      outcome.outputLines.last?.hasPrefix("0 of 80 documents (0.00 %) of train.tsv have another label")
        == true)
    let filters = try #require(
      outcome.output.firstMatch(of: /filters for each width\s+8\s+(\d+)\n/), "\(outcome.output)")
    #expect(Int(filters.output.1)! < 8)
    #expect(try workspace.read("s.safetensors").count < (try workspace.read("m.safetensors").count))
    let texts = try workspace.text("train.tsv").split(separator: "\n").map {
      $0.split(separator: "\t")[1] + "\n"
    }.joined()
    let answers = try await [
      workspace.run(["predict", "m.safetensors"], input: texts),
      workspace.run(["predict", "s.safetensors"], input: texts),
    ]
    #expect(answers[0].output == answers[1].output)
    let object = try await workspace.run(["inspect", "s.safetensors", "--json"]).object
    let pruning = try #require((object["provenance"] as? [String: Any])?["pruning"] as? [String: Any])
    #expect(pruning["filtersBefore"] as? Int == 8 && pruning["changedLabels"] as? Int == 0)
    #expect(pruning["corpus"] as? String == "train.tsv" && pruning["bound"] as? Double == 0)
  }

  @Test func `--json has both sides, and the same model comes of any number of threads`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    var models: [Data] = []
    for threads in ["1", "3"] {
      let outcome = try await workspace.run(
        [
          "prune", "m.safetensors", "train.tsv", "-o", "s.safetensors", "--bound", "0.1", "--json",
          "--threads",
          threads,
        ])
      #expect(outcome.status == 0)
      let pruning = try #require(try outcome.object["pruning"] as? [String: Any])
      #expect(pruning["documents"] as? Int == 80)
      #expect(try #require(pruning["changedLabels"] as? Int) <= 8)
      let sides = try ["before", "after"].map { try #require(pruning[$0] as? [String: Any]) }
      #expect(sides[0]["accuracy"] as? Double == 1)
      #expect((sides[0]["parameters"] as? Int ?? 0) > (sides[1]["parameters"] as? Int ?? 0))
      #expect(try outcome.object["bytesAfter"] as? Int == (try workspace.read("s.safetensors").count))
      models.append(try workspace.read("s.safetensors"))
    }
    #expect(models[0] == models[1])
  }

  @Test(arguments: [["--pooling", "k-max"], ["--pooling", "attention"], ["--depth", "2"]])
  func `a network whose filters depend on each other is refused`(options: [String]) async throws {
    let workspace = try Workspace()
    try await workspace.train(options)
    let outcome = try await workspace.run(["prune", "m.safetensors", "train.tsv", "-o", "s.safetensors"])
    #expect(outcome.status == 1)
    #expect(outcome.talk.hasPrefix("Error: m.safetensors: cannot be pruned: "))
    #expect(try !workspace.names.contains("s.safetensors"))
  }
}
