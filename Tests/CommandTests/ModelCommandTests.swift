import Foundation
import Testing

@Suite struct InspectCommandTests {
  @Test func `what is in a model is as kept`() async throws {
    let workspace = try Workspace()
    try await workspace.train(["--kernel", "attention", "--heads", "2"])
    let outcome = try await workspace.run(["inspect", "m.safetensors"])
    #expect(outcome.status == 0)
    #expect(outcome.talk.isEmpty)
    try expectGolden(outcome.output, "inspect")
  }

  @Test func `--json is one object with the training options in it`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let object = try await workspace.run(["inspect", "m.safetensors", "--json"]).object
    #expect(object["labels"] as? [String] == ["neg", "pos"])
    #expect(object["parameters"] is Int)
    let provenance = try #require(object["provenance"] as? [String: Any])
    #expect(provenance["corpus"] as? String == "train.tsv")
    let training = try #require(provenance["training"] as? [String: Any])
    #expect(training["seed"] as? Int == 7)
    #expect(training["batchSize"] as? Int == 10)
  }
}

@Suite struct CrossValidateCommandTests {
  @Test func `each document is tested once`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(61))
    let options = ["--folds", "3", "--dimension", "8", "--filters", "4", "--epochs", "2"]
    let outcome = try await workspace.run(["crossvalidate", "train.tsv"] + options)
    #expect(outcome.status == 0)
    #expect(outcome.talkLines.count == 3)
    #expect(outcome.outputLines.last?.hasPrefix("3-fold accuracy ") == true)
    let object = try await workspace.run(["crossvalidate", "train.tsv", "--json"] + options).object
    #expect((object["accuracies"] as? [Double])?.count == 3)
    let pooled = try #require(object["pooled"] as? [String: Any])
    #expect(pooled["documents"] as? Int == 61)
    #expect((pooled["confusion"] as? [[Int]])?.joined().reduce(0, +) == 61)
  }
}
