import Foundation
import Testing

@Suite struct VectorsCommandTests {
  @Test func `import, info and neighbors`() async throws {
    let workspace = try Workspace()
    try workspace.write("v.txt", Corpora.vectors + "good 1 1 1 1 1 1 1 1\nbroken 1 2\n")
    let imported = try await workspace.run([
      "vectors", "import", "v.txt", "--into", "s.sqlite", "--skip-bad-lines",
    ])
    #expect(imported.status == 0)
    #expect(imported.output.isEmpty)
    try expectGolden(imported.talk, "vectors-import")
    #expect(try workspace.names == ["s.sqlite", "v.txt"])

    let info = try await workspace.run(["vectors", "info", "s.sqlite"])
    let text = info.output.replacing(/imported .*\n/) { _ in "imported …\n" }
    try expectGolden(text, "vectors-info")
    let object = try await workspace.run(["vectors", "info", "s.sqlite", "--json"]).object
    #expect(object["words"] as? Int == 17)
    #expect(object["duplicates"] as? Int == 1)
    #expect(object["badLines"] as? Int == 1)

    let neighbors = try await workspace.run([
      "vectors", "neighbors", "good", "--store", "s.sqlite", "--count", "3",
    ])
    #expect(neighbors.outputLines.count == 3)
    let list = try await workspace.run(["vectors", "neighbors", "good", "--store", "s.sqlite", "--json"])
      .object
    #expect((list["neighbors"] as? [Any])?.count == 10)
  }

  @Test(arguments: ["frozen", "tuned"])
  func `training takes its words from a store and tells the coverage`(use: String) async throws {
    let workspace = try Workspace()
    try workspace.write("v.txt", Corpora.vectors)
    try workspace.write("train.tsv", Corpora.lines(80))
    try await workspace.run(["vectors", "import", "v.txt", "--into", "s.sqlite"])
    let outcome = try await workspace.run(
      ["train", "train.tsv", "--output", "m", "--store", "s.sqlite", "--vectors", use, "--filters", "8"])
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.talkLines.first?.hasPrefix("vectors cover 17 of 18 (94.4 %) of the words ") == true,
      "\(outcome.talk)")
    let provenance = try #require(
      try await workspace.run(["inspect", "m", "--json"]).object["provenance"] as? [String: Any])
    #expect(provenance["vectors"] as? String == "v.txt")
    #expect((provenance["vectorsSHA256"] as? String)?.count == 64)
  }
}
