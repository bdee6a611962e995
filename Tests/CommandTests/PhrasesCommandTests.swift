import Foundation
import Testing

@Suite struct PhrasesCommandTests {
  private struct Line: Decodable {
    struct Phrase: Decodable {
      let text: String
      let activation: Double
    }
    let width: Int
    let label: String
    let active: Int
    let decided: Int
    let phrases: [Phrase]
  }

  @Test func `filters are told by phrases of the corpus`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(
      ["phrases", "m.safetensors", "train.tsv", "--json", "--filters", "100", "--top", "2"])
    #expect(outcome.status == 0)
    #expect(outcome.talk.isEmpty)
    let lines = try outcome.outputLines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    #expect(lines.count == 24)
    #expect(lines.map(\.decided) == lines.map(\.decided).sorted(by: >))
    #expect(lines.reduce(0) { $0 + $1.decided } == 80)
    let corpus = String(decoding: try workspace.read("train.tsv"), as: UTF8.self)
    for line in lines {
      #expect(["neg", "pos"].contains(line.label) && line.active >= line.decided && line.phrases.count <= 2)
      for phrase in line.phrases { #expect(corpus.contains(phrase.text), "\(phrase.text)") }
    }
  }

  @Test func `people get a table`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(["phrases", "m.safetensors", "train.tsv", "--filters", "3"])
    #expect(outcome.status == 0)
    #expect(outcome.outputLines.first?.hasPrefix("filter  label  strength  decides") == true)
    #expect(outcome.outputLines.count >= 4)
    #expect(outcome.outputLines[1].contains(" · "))
    let misuse = try await workspace.run(["phrases", "m.safetensors", "train.tsv", "--filters", "0"])
    #expect(misuse.status == 64)
  }
}
