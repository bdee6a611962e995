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

  @Test func `several sets, read alone and as one`() async throws {
    let workspace = try Workspace()
    try workspace.write("a.txt", Corpora.vectors)
    try workspace.write("b.txt", "good 1 2\nodd 3 4\n")
    for name in ["a", "b"] {
      let imported = try await workspace.run([
        "vectors", "import", "\(name).txt", "--into", "s.sqlite", "--name", name, "--json",
      ])
      #expect(try imported.object["name"] as? String == name)
    }
    let sets =
      try await workspace.run(["vectors", "info", "s.sqlite", "--json"]).object["sets"] as? [[String: Any]]
    #expect(sets?.compactMap { $0["name"] as? String } == ["a", "b"])
    let ambiguous = try await workspace.run(["vectors", "neighbors", "good", "--store", "s.sqlite"])
    #expect(ambiguous.status == 1)
    #expect(ambiguous.talk == "Error: s.sqlite: holds 2 sets (a, b); say which to use (--sets)\n")
    let both = try await workspace.run(
      ["vectors", "neighbors", "--store", "s.sqlite", "--sets", "a+b", "--count", "2"],
      input: "good\nnone\nodd\n")
    #expect(both.status == 0)
    #expect(both.outputLines.map { $0.prefix { $0 != "\t" } } == ["good", "good", "odd", "odd"])
    #expect(both.talkLines == ["s.sqlite: no vector for \"none\"; check its spelling and its capitals"])
    let removed = try await workspace.run(["vectors", "remove", "a", "--store", "s.sqlite", "--compact"])
    #expect(removed.talk == "s.sqlite: removed a; it holds b\n")
    #expect(
      try await workspace.run(["vectors", "neighbors", "good", "--store", "s.sqlite"]).outputLines == [
        "0.9839\todd"
      ])
    #expect(try workspace.names == ["a.txt", "b.txt", "s.sqlite"])
  }

  @Test func `exports, checks, analogies and coverage`() async throws {
    let workspace = try Workspace()
    try workspace.write("v.txt", Corpora.vectors)
    try workspace.write("train.tsv", Corpora.lines(80))
    try await workspace.run(["vectors", "import", "v.txt", "--into", "s.sqlite", "--dtype", "int8"])
    for format in ["glove", "word2vec", "word2vec-binary", "safetensors"] {
      let exported = try await workspace.run(
        ["vectors", "export", "s.sqlite", "--format", format, "--output", "e", "--json"])
      #expect(try exported.object["words"] as? Int == 17)
      try await workspace.run(["vectors", "import", "e", "--into", "t.sqlite"])
      let first = ["vectors", "analogy", "good", "bad", "film", "--json", "--store"]
      #expect(
        try await workspace.run(first + ["s.sqlite"]).output == workspace.run(first + ["t.sqlite"]).output,
        "\(format)")
    }
    #expect(
      try await workspace.run(["vectors", "check", "s.sqlite"]).output
        == "s.sqlite: in order; 1 set, 17 words, 1 block\n")
    let coverage = try await workspace.run([
      "vectors", "coverage", "train.tsv", "--store", "s.sqlite", "--json",
    ]).object
    #expect((coverage["all"] as? [String: Int])?["words"] == 18)
    #expect((coverage["exact"] as? [String: Int])?["words"] == 17)
    #expect((coverage["missingWords"] as? [Any])?.count == 1)
    let only = try await workspace.run(
      ["vectors", "import", "v.txt", "--into", "o.sqlite", "--only-words-of", "train.tsv", "--json"])
    #expect(try only.object["words"] as? Int == 17)
    // Two spellings of one word, of which the vectors have the second.
    try workspace.write("cafe.txt", "cafe\u{301} 1 2\nother 3 4\n")
    try workspace.write("cafe.tsv", "a\tcaf\u{E9}\nb\tcafe\u{301}\n")
    let spelled = try await workspace.run(
      ["vectors", "import", "cafe.txt", "--into", "c.sqlite", "--only-words-of", "cafe.tsv", "--json"]
        + ["--tokenizer", "whitespace"])
    #expect(try spelled.object["words"] as? Int == 1)
    let tensor = try await workspace.run(
      ["vectors", "import", "cafe.txt", "--into", "c.sqlite", "--tensor", "x"])
    #expect(tensor.talk.contains("cafe.txt: only safetensors files have tensors with names"))
    var damaged = try workspace.read("s.sqlite")
    for place in damaged.count / 2..<damaged.count { damaged[place] = 0xFF }
    try workspace.write("s.sqlite", damaged)
    let found = try await workspace.run(["vectors", "check", "s.sqlite"])
    #expect(found.status == 1)
  }

  @Test func `training on sets tells the model's file which`() async throws {
    let workspace = try Workspace()
    try workspace.write("v.txt", Corpora.vectors)
    try workspace.write("w.txt", "good 1 2\nodd 3 4\n")
    try workspace.write("train.tsv", Corpora.lines(80))
    try await workspace.run(["vectors", "import", "v.txt", "--into", "s.sqlite", "--name", "v"])
    try await workspace.run(["vectors", "import", "w.txt", "--into", "s.sqlite", "--name", "w"])
    let outcome = try await workspace.run(
      ["train", "train.tsv", "--output", "m", "--store", "s.sqlite", "--sets", "v+w", "--filters", "8"])
    #expect(outcome.status == 0, "\(outcome.talk)")
    let model = try await workspace.run(["inspect", "m", "--json"]).object
    let provenance = try #require(model["provenance"] as? [String: Any])
    #expect(provenance["vectors"] as? String == "v.txt, w.txt")
    #expect(provenance["vectorSets"] as? String == "v+w")
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
