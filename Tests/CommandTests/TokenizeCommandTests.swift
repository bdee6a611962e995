import Foundation
import Testing

@Suite struct TokenizeCommandTests {
  @Test func `tokens of each line stand on a line`() async throws {
    let workspace = try Workspace()
    let input = "Don't miss @anna's talk at 12:30!\n\nÉté http://x.org/a."
    let words = try await workspace.run(["tokenize"], input: input)
    #expect(words.status == 0)
    #expect(words.output == "do n't miss @ anna 's talk at 12 : 30 !\n\nété http : / / x . org / a .\n")
    let unicode = try await workspace.run(
      ["tokenize", "-", "--tokenizer", "unicode", "--fold-accents", "--no-lowercase"], input: input)
    #expect(unicode.output == "Do n't miss @anna 's talk at 12:30 !\n\nEte http://x.org/a .\n")
    let json = try await workspace.run(["tokenize", "--json"], input: "A b\n")
    #expect(json.output == "{\"tokens\":[\"a\",\"b\"]}\n")
  }

  @Test func `a model cuts as it was trained, and numbers its words`() async throws {
    let workspace = try Workspace()
    try await workspace.train(["--tokenizer", "unicode"])
    let input = "qzxw 😀\n"
    let tokens = try await workspace.run(["tokenize", "--model", "m.safetensors"], input: input)
    #expect(tokens.output == "qzxw 😀\n")
    let ids = try await workspace.run(["tokenize", "--model", "m.safetensors", "--ids"], input: input)
    #expect(ids.output == "0 0\n")
    let json = try await workspace.run(["tokenize", "--model", "m.safetensors", "--json"], input: input)
    #expect(json.output == "{\"ids\":[0,0],\"tokens\":[\"qzxw\",\"😀\"]}\n")
    let coverage = try await workspace.run(
      ["tokenize", "--model", "m.safetensors", "--coverage"], input: input)
    #expect(
      coverage.output
        == "1 text, 2 tokens, 2 of them distinct\nthe model knows 0.0 % of the tokens and 0.0 % of the distinct ones\n"
    )
  }

  @Test func `the share that a store knows`() async throws {
    let workspace = try Workspace()
    try workspace.write("v.txt", "good 1 2\nfilm 2 1\n")
    try await workspace.run(["vectors", "import", "v.txt", "--into", "v.sqlite"])
    let object = try await workspace.run(
      ["tokenize", "--coverage", "--json", "--store", "v.sqlite"], input: "Good good bad\nfilm\n"
    ).object
    #expect(object["tokens"] as? Int == 4)
    #expect(object["types"] as? Int == 3)
    #expect(object["store"] as? [String: Int] == ["tokens": 3, "types": 2])
  }

  @Test func `bytes that are no UTF-8 are told of`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write("l.txt", Data(Array("good film\n".utf8) + [0x66, 0xFF, 0x0A, 0xFF, 0x0A]))
    for command in [["tokenize", "l.txt"], ["predict", "m.safetensors", "l.txt"]] {
      let outcome = try await workspace.run(command + ["--encoding", "utf-8"])
      #expect(outcome.outputLines.count == 3)
      #expect(
        outcome.talk.contains("l.txt: replaced 2 sequences of bytes that are not UTF-8"), "\(outcome.talk)")
    }
  }

  @Test func `an encoding can be chosen`() async throws {
    let workspace = try Workspace()
    try workspace.write("l.txt", Data([0x66, 0xFC, 0x72, 0x0A]))
    let outcome = try await workspace.run(["tokenize", "l.txt", "--encoding", "latin-1"])
    #expect(outcome.output == "für\n", "\(outcome.talk)")
  }

  @Test func `pieces are learned, kept in a file and in the model`() async throws {
    let workspace = try Workspace()
    try workspace.write("c.tsv", "a\tlow low lower lower newest newest\nb\tnewest widest widest lowest\n")
    let learn = ["tokenizer", "train", "c.tsv", "--vocabulary", "18", "-o"]
    let learned = try await workspace.run(learn + ["p.tokenizer"])
    #expect(learned.status == 0)
    #expect(learned.talk.hasPrefix("p.tokenizer: 18 pieces, "))
    try await workspace.run(learn + ["q.tokenizer"])
    #expect(try workspace.read("p.tokenizer") == workspace.read("q.tokenizer"))
    let pieces = try await workspace.run(
      ["tokenize", "--tokenizer-file", "p.tokenizer"], input: "Lowest newest x\n")
    #expect(pieces.output.split(separator: " ").contains { $0.hasPrefix("##") })
    #expect(pieces.output.replacing(" ##", with: "") == "lowest newest x\n")

    try await workspace.train(["--tokenizer-file", "p.tokenizer"])
    try FileManager.default.removeItem(at: workspace.url.appending(path: "p.tokenizer"))
    let same = try await workspace.run(
      ["tokenize", "--model", "m.safetensors"], input: "Lowest newest x\n")
    #expect(same.output == pieces.output)
    let inspected = try await workspace.run(["inspect", "m.safetensors"])
    #expect(inspected.output.contains("byte-pairs of words, 18 pieces, lower case"))
  }

  @Test func `a list of words cuts Chinese`() async throws {
    let workspace = try Workspace()
    try workspace.write("dict.txt", "研究 10 v\n研究生 6 n\n生命 8 n\n")
    let imported = try await workspace.run(["tokenizer", "import", "dict.txt", "-o", "zh.tokenizer"])
    #expect(imported.talk == "zh.tokenizer: 3 words\n")
    let tokens = try await workspace.run(
      ["tokenize", "--tokenizer-file", "zh.tokenizer"], input: "研究生命OK\n")
    #expect(tokens.output == "研究 生命 ok\n")
  }

  @Test func `what is wrong is told in one sentence`() async throws {
    let workspace = try Workspace()
    try workspace.write("dict.txt", "研究 10 v\n研究生\n")
    let list = try await workspace.run(["tokenizer", "import", "dict.txt", "-o", "zh.tokenizer"])
    #expect(list.status == 1)
    #expect(list.talk.contains("dict.txt:2: 1 fields; write \"word count\""))
    #expect(try !workspace.names.contains("zh.tokenizer"))
    let missing = try await workspace.run(["tokenize", "--tokenizer-file", "none.tokenizer"], input: "a\n")
    #expect(missing.status == 1)
    #expect(missing.talk.contains("none.tokenizer: cannot be read"))
    // U+3000 is white space, though it parts no fields.
    try workspace.write("blank.txt", "a\u{3000}b 3\n")
    let blank = try await workspace.run(["tokenizer", "import", "blank.txt", "-o", "b.tokenizer"])
    #expect(blank.talk.contains("blank.txt:1: the word is 2 to the tokenizer; leave out its white space"))
    try workspace.write("c.tsv", "a\tb\n")
    for misuse in [
      ["tokenizer", "train", "c.tsv", "-o", "c.tsv"], ["tokenizer", "import", "c.tsv", "-o", "./c.tsv"],
      ["tokenize", "--ids"], ["tokenize", "--store", "v.sqlite"], ["tokenize", "--tokenizer", "dictionary"],
      ["tokenize", "--tokenizer-file", "t", "--no-lowercase"],
      ["tokenize", "--model", "m", "--fold-accents"],
      ["tokenizer", "train", "c.tsv", "-o", "t", "--base", "characters"],
      ["train", "c.tsv", "-o", "m", "--tokenizer-file", "t", "--tokenizer", "words"],
    ] {
      #expect(try await workspace.run(misuse).status == 64, "\(misuse)")
    }
  }
}
