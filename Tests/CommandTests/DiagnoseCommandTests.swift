import Foundation
import Testing

@Suite struct DiagnoseCommandTests {
  private struct Step: Decodable {
    struct Layer: Decodable {
      let name: String
    }
    let step: Int
    let layers: [Layer]
  }

  @Test func `a training's steps, and what they say`() async throws {
    let workspace = try Workspace()
    try await workspace.train([
      "--diagnose", "steps.jsonl", "--depth", "6", "--no-residual", "--activation", "sigmoid", "--epochs",
      "2",
    ])
    let lines = String(decoding: try workspace.read("steps.jsonl"), as: UTF8.self).split(separator: "\n")
    let steps = try lines.map { try JSONDecoder().decode(Step.self, from: Data($0.utf8)) }
    #expect(steps.map(\.step) == Array(1...steps.count))
    #expect(steps.allSatisfy { $0.layers.map(\.name).contains("conv3.6") })
    let outcome = try await workspace.run(["diagnose", "steps.jsonl", "--svg", "steps.svg"])
    #expect(outcome.status == 0 && outcome.talk.isEmpty)
    #expect(outcome.output.hasPrefix("\(steps.count) steps\n"))
    #expect(outcome.output.contains("the gradient vanishes"))
    let drawing = String(decoding: try workspace.read("steps.svg"), as: UTF8.self)
    #expect(drawing.hasPrefix("<svg ") && drawing.hasSuffix("</svg>\n"))
    #expect(drawing.contains(">conv3.6</text>") && !drawing.contains("nan"))
    let json = try await workspace.run(["diagnose", "steps.jsonl", "--json"])
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(object?["steps"] as? Int == steps.count)
    #expect((object?["findings"] as? [String])?.contains { $0.contains("vanishes") } == true)
  }

  /// A training that went wrong is the one to look into.
  @Test func `gradients that are not finite are written and read`() async throws {
    let workspace = try Workspace()
    func line(_ step: Int, _ gradient: String) -> String {
      "{\"epoch\":1,\"layers\":[{\"gradientNorm\":\(gradient),\"name\":\"output\",\"updateNorm\":0.01,"
        + "\"weightNorm\":10}],\"loss\":1,\"step\":\(step)}"
    }
    try workspace.write(
      "a.jsonl", [line(1, "1"), line(2, "\"inf\""), line(3, "\"nan\"")].joined(separator: "\n") + "\n")
    let outcome = try await workspace.run(["diagnose", "a.jsonl", "--svg", "a.svg"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("output: its gradient is not finite in the end"))
    #expect(try await workspace.run(["diagnose", "a.jsonl", "--json"]).object["steps"] as? Int == 3)
    // And one that went wrong at once has left its steps.
    let wild = try await workspace.train([
      "--diagnose", "wild.jsonl", "--optimizer", "sgd", "--learning-rate", "3e38",
    ])
    #expect(wild.status == 1 && wild.talk.contains("the loss is not finite"), "\(wild.talk)")
    #expect(!wild.talk.contains("wild.jsonl"), "\(wild.talk)")
    let talk = try await workspace.run(["diagnose", "wild.jsonl"])
    #expect(talk.status == 0 && talk.output.contains("use a lower --learning-rate"), "\(talk.talk)")
  }

  @Test func `a file that is no log is refused`() async throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", "{\"step\": 1}\n")
    #expect(
      try await workspace.run(["diagnose", "a.jsonl"]).talk
        == "Error: a.jsonl:1: is no step of a training; give a file that train --diagnose wrote\n")
    try workspace.write("b.jsonl", "")
    let outcome = try await workspace.run(["diagnose", "b.jsonl"])
    #expect(outcome.status == 1)
    #expect(outcome.talk == "Error: b.jsonl: has no steps; give a file that train --diagnose wrote\n")
  }

  @Test func `a log over a file that is needed is refused`() async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.run([
      "train", "corpus.tsv", "-o", "m.safetensors", "--diagnose", "corpus.tsv",
    ])
    #expect(outcome.status == 64)
    #expect(outcome.talk.contains("--diagnose corpus.tsv would overwrite a file this command needs"))
  }
}
