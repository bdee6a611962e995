import Foundation
import Testing

@Suite struct EnsembleCommandTests {
  private static let three = ["--ensemble", "3"]

  @Test func `training tells of every member and of the whole`() async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.train(Self.three + ["--dev", "train.tsv", "--log", "log"])
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    let talk = outcome.talk.withoutTimes.replacing(/[0-9.]+ ± [0-9.]+ %/) { _ in "# ± # %" }
      .replacing(/accuracy [0-9.]+/) { _ in "accuracy #" }.replacing(/[0-9]+ epochs?/) { _ in "# epochs" }
      .replacing(/epoch [0-9]+/) { _ in "epoch #" }
    try expectGolden(talk, "train-ensemble")
    let members = try workspace.text("log").split(separator: "\n").map { line in
      let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(record?["epoch"] is Int && record?["trainLoss"] is Double)
      return try #require(record?["member"] as? Int)
    }
    #expect(Set(members) == [1, 2, 3] && members == members.sorted())
    #expect(try workspace.names == ["log", "m.safetensors", "train.tsv"])
  }

  @Test(arguments: [[], ["--ensemble-by", "bagging", "--combine", "vote"]])
  func `numbers of threads write the same bytes`(options: [String]) async throws {
    let workspace = try Workspace()
    var models: [Data] = []
    for threads in ["1", "2", "5"] {
      let outcome = try await workspace.train(Self.three + options + ["--threads", threads])
      #expect(outcome.status == 0)
      models.append(try workspace.read("m.safetensors"))
    }
    #expect(models.allSatisfy { $0 == models[0] })
  }

  @Test func `a vote is what most members say`() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.three + ["--combine", "vote", "--epochs", "2"])
    let texts = (0..<40).map { Corpora.text($0 % 2 == 0 ? "pos" : "neg", $0) }.joined(separator: "\n")
    let labels = try await workspace.run(["predict", "m.safetensors"], input: texts).outputLines
    #expect(labels.count == 40)
    var votes = [Int](repeating: 0, count: 40)
    for member in 1...3 {
      let lines = try await workspace.run(
        ["explain", "m.safetensors", "--json", "--member", "\(member)"], input: texts
      ).outputLines
      for (index, line) in lines.enumerated() {
        let answer = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        if answer?["label"] as? String == "pos" { votes[index] += 1 }
      }
    }
    #expect(labels == votes.map { $0 >= 2 ? "pos" : "neg" })
  }

  @Test func `evaluate shows every member, their mean, and the whole`() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.three + ["--epochs", "3"])
    try workspace.write("test.tsv", Corpora.lines(20, from: 200))
    let object = try await workspace.run(["evaluate", "m.safetensors", "test.tsv", "--json"]).object
    let members = try #require(object["members"] as? [String: Any])
    for name in ["accuracy", "logLoss"] {
      let part = try #require(members[name] as? [String: Any])
      let scores = try #require(part["scores"] as? [Double])
      #expect(scores.count == 3)
      #expect(abs(try #require(part["mean"] as? Double) - scores.reduce(0, +) / 3) < 1e-12)
    }
    // The mean of logarithms is below the logarithm of the mean.
    let logLoss = try #require(object["logLoss"] as? Double)
    let alone = try #require((members["logLoss"] as? [String: Any])?["mean"] as? Double)
    #expect(logLoss <= alone)
    let lines = try await workspace.run(["evaluate", "m.safetensors", "test.tsv"]).outputLines
    let first = try #require(lines.firstIndex { $0.hasPrefix("member ") })
    #expect(
      lines[first...].prefix(7).map { $0.prefix { $0 != " " } } == [
        "member", "1", "2", "3", "(mean)", "(sd)", "(ensemble)",
      ])
  }

  @Test func `inspect shows that there are members`() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.three + ["--ensemble-by", "bagging"])
    let outcome = try await workspace.run(["inspect", "m.safetensors"])
    #expect(outcome.status == 0)
    try expectGolden(outcome.output, "inspect-ensemble")
    let object = try await workspace.run(["inspect", "m.safetensors", "--json"]).object
    let ensemble = try #require(object["ensemble"] as? [String: Any])
    #expect(ensemble["members"] as? Int == 3)
    #expect(ensemble["combination"] as? String == "mean")
    #expect(ensemble["sharesVectors"] as? Bool == false)
  }

  @Test func `explain shows means, and with --member one network`() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.three)
    let text = Corpora.text("pos", 1)
    let whole = try await workspace.run(["explain", "m.safetensors", text])
    #expect(whole.status == 0 && whole.talk.isEmpty)
    #expect(whole.output.contains("\nmeans over the 3 members; --member shows one\n"))
    #expect(whole.output.contains("\n(mean logit) "))
    let second = try await workspace.run(["explain", "m.safetensors", text, "--member", "2"])
    #expect(second.status == 0)
    #expect(second.output.contains("\n(logit) ") && !second.output.contains("mean"))
  }

  @Test func `phrases are those of one member`() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.three)
    let first = try await workspace.run(["phrases", "m.safetensors", "train.tsv"])
    #expect(first.status == 0)
    #expect(first.talk == "note: these are the filters of member 1 of 3; --member chooses another\n")
    let named = try await workspace.run(["phrases", "m.safetensors", "train.tsv", "--member", "1"])
    #expect(named.talk.isEmpty && named.output == first.output)
    let second = try await workspace.run(["phrases", "m.safetensors", "train.tsv", "--member", "2"])
    #expect(second.talk.isEmpty && second.output != first.output)
  }

  @Test func `one member can be pruned`() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.three)
    let outcome = try await workspace.run(
      ["prune", "m.safetensors", "train.tsv", "--output", "small.safetensors", "--member", "2"])
    #expect(outcome.status == 0)
    let object = try await workspace.run(["inspect", "small.safetensors", "--json"]).object
    #expect(object["ensemble"] == nil)
    let texts = Corpora.lines(20).split(separator: "\n").map { $0.split(separator: "\t")[1] }.joined(
      separator: "\n")
    let pruned = try await workspace.run(["predict", "small.safetensors"], input: texts).outputLines
    let member = try await workspace.run(
      ["explain", "m.safetensors", "--member", "2", "--json"], input: texts
    ).outputLines
    // At most a thousandth of the 80 documents may get another label: none.
    #expect(pruned.count == 20 && member.count == 20)
    for (label, line) in zip(pruned, member) { #expect(line.contains("\"label\":\"\(label)\",\"labels\"")) }
  }

  @Test func `options for an ensemble alone change nothing, and are told`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let model = try workspace.read("m.safetensors")
    let outcome = try await workspace.train(["--ensemble-by", "seed", "--combine", "vote"])
    #expect(outcome.status == 0)
    #expect(
      outcome.talkLines.prefix(2) == [
        "note: --ensemble-by changes nothing but with --ensemble",
        "note: --combine changes nothing but with --ensemble",
      ])
    #expect(try workspace.read("m.safetensors") == model)
  }
}
