import Foundation
import Testing

@Suite struct ExplainCommandTests {
  private struct Line: Decodable {
    struct Label: Decodable {
      let label: String
      let probability: Double
      let logit: Double
      let bias: Double
    }
    struct Phrase: Decodable {
      let text: String
      let contributions: [String: Double]
    }
    let label: String
    let rival: String
    let labels: [Label]
    let phrases: [Phrase]
  }

  @Test(arguments: ["static", "attention", "local"])
  func `a line in, a JSON object out, whose parts sum to the logits`(kernel: String) async throws {
    let workspace = try Workspace()
    try await workspace.train(["--kernel", kernel])
    let texts = [Corpora.text("pos", 1), "", Corpora.text("neg", 2)]
    let input = texts.joined(separator: "\n") + "\n"
    let outcome = try await workspace.run(["explain", "m.safetensors", "--json"], input: input)
    #expect(outcome.status == 0)
    #expect(outcome.talk.isEmpty)
    let lines = try outcome.outputLines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    let predicted = try await workspace.run(["predict", "m.safetensors"], input: input).outputLines
    #expect(lines.map(\.label) == predicted)
    for line in lines {
      for label in line.labels {
        let sum = line.phrases.reduce(label.bias) { $0 + $1.contributions[label.label]! }
        #expect(abs(sum - label.logit) < 1e-4)
      }
    }
  }

  @Test func `people get a table, and what the answer would be without the first phrase`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let text = Corpora.text("pos", 1)
    let outcome = try await workspace.run(["explain", "m.safetensors", text, "--top", "2"])
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first?.hasPrefix("pos ") == true)
    #expect(lines.contains { $0.hasPrefix("phrase ") && $0.hasSuffix("difference") })
    #expect(lines.contains { $0.hasPrefix("(bias) ") })
    #expect(lines.contains { $0.hasPrefix("(logit) ") })
    let first = try #require(lines.firstIndex { $0.hasPrefix("phrase ") }) + 1
    let phrase = String(lines[first].prefix { $0 != "+" && $0 != "-" }).trimmingCharacters(
      in: .whitespaces.union(.decimalDigits))
    #expect(text.contains(phrase))
    #expect(outcome.output.contains("\nwithout \"\(phrase)\": "))
  }

  @Test func `a page holds every text, and nothing of a text becomes markup`() async throws {
    let workspace = try Workspace()
    try await workspace.train(["--kernel", "attention"])
    let outcome = try await workspace.run(
      ["explain", "m.safetensors", "--html", "why.html"],
      input: "good <script>alert(1)</script> film\n\na \"bad\" & film\n")
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty && outcome.talk.isEmpty)
    let page = String(decoding: try workspace.read("why.html"), as: UTF8.self)
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
    #expect(page.components(separatedBy: "<section>").count == 4)
    #expect(!page.contains("<script") && !page.contains("http"))
    #expect(page.contains("&amp;") && page.contains("Without “"))
  }

  @Test func `a label that the model lacks is refused`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(["explain", "m.safetensors", "a text", "--label", "joy"])
    #expect(outcome.status == 1)
    #expect(
      outcome.talk == "Error: m.safetensors: has no label \"joy\"; its labels are neg, pos\n"
        || outcome.talk == "Error: m.safetensors: has no label \"joy\"; its labels are pos, neg\n")
  }
}
