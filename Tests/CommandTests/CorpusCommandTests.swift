import Foundation
import Testing

@Suite struct CorpusCommandTests {
  private static let table = """
    id,author,Sentiment,Review
    1,ann,pos,"Good, ""really"" good"
    2,ann,neg,bad film
    3,bob,pos,good really good
    4,bob,neg,"two
    lines"
    5,cid,Pos,cafÃ© noir
    6,cid,neg,bad film
    7,dan,pos,BAD film
    8,dan,neg,

    """

  @Test func `check tells what spoils a training, in words and as JSON`() async throws {
    let workspace = try Workspace()
    try workspace.write("reviews.csv", Self.table)
    try workspace.write("test.tsv", "pos\tbad FILM\nodd\tnew\n")
    let arguments = ["corpus", "check", "reviews.csv", "--test", "test.tsv"]
    let outcome = try await workspace.run(arguments)
    #expect(outcome.status == 0)
    try expectGolden(outcome.talk + outcome.output, "corpus-check")
    let strict = try await workspace.run(arguments + ["--strict"])
    #expect(strict.status == 1)
    let object = try await workspace.run(arguments + ["--json"]).object
    #expect(object["found"] as? Bool == true)
    let overlap = try #require(object["overlap"] as? [String: Any])
    #expect(overlap["labels"] as? [String] == ["odd"])
  }

  @Test func `a sound corpus has nothing suspicious`() async throws {
    let workspace = try Workspace()
    try workspace.write("c.tsv", "a\tone\nb\ttwo\na\tthree\nb\tfour\n")
    let outcome = try await workspace.run(["corpus", "check", "c.tsv", "--strict"])
    #expect(outcome.status == 0)
    #expect(outcome.output.hasSuffix("\nNothing suspicious.\n"))
    #expect(outcome.talk.isEmpty)
  }

  @Test func `check names documents of folders by their files`() async throws {
    let workspace = try Workspace()
    for (name, text) in [
      ("neg/1", "Good film"), ("neg/2", "bad film"), ("neg/3", "\n"), ("pos/a", "good FILM"),
    ] {
      try FileManager.default.createDirectory(
        at: workspace.url.appending(path: "c/" + name.prefix(3)), withIntermediateDirectories: true)
      try workspace.write("c/\(name).txt", text)
    }
    let outcome = try await workspace.run(["corpus", "check", "c"])
    for line in [
      "  1 document with the words of an earlier one: c/pos/a.txt",
      "  1 of them under another label: c/pos/a.txt; the first repeats c/neg/1.txt",
      "  1 document without a word: c/neg/3.txt",
    ] { #expect(outcome.outputLines.contains(line), "\(outcome.output)") }
    let object = try await workspace.run(["corpus", "check", "c", "--json"]).object
    let empty = (object["training"] as? [String: Any])?["empty"] as? [String: Any]
    #expect(empty?["files"] as? [String] == ["c/neg/3.txt"] && empty?["lines"] == nil)
  }

  @Test func `a header among the lines is told of`() async throws {
    let workspace = try Workspace()
    try workspace.write("c.tsv", "label\tcontents\tid\npos\tgood\t1\nneg\tbad\t2\n")
    for command in [["corpus", "check", "c.tsv"], ["crossvalidate", "c.tsv", "--folds", "9"]] {
      let outcome = try await workspace.run(command)
      #expect(
        outcome.talk.contains(
          "c.tsv: the first line is taken for a document of the label \"label\"; if it is a header, --format csv"
        ),
        "\(outcome.talk)")
    }
  }

  @Test func `check tells of a corpus with one label`() async throws {
    let workspace = try Workspace()
    try workspace.write("c.tsv", "a\tone\na\ttwo\n")
    let outcome = try await workspace.run(["corpus", "check", "c.tsv", "--strict"])
    #expect(outcome.status == 1)
    #expect(
      outcome.outputLines.contains("  every document has the label \"a\"; a classifier needs two or more"),
      "\(outcome.output)")
  }

  @Test func `check asks a store for the words`() async throws {
    let workspace = try Workspace()
    try workspace.write("v.txt", Corpora.vectors)
    try await workspace.run(["vectors", "import", "v.txt", "--into", "s.sqlite"])
    try workspace.write("c.tsv", "a\tgood good unheard\nb\tgood\n")
    let outcome = try await workspace.run(["corpus", "check", "c.tsv", "--store", "s.sqlite"])
    #expect(
      outcome.output.contains(
        "The store lacks 1 of 2 distinct words (50.0 %), which are 25.0 % of all tokens."))
  }

  @Test func `split divides by class and keeps groups together`() async throws {
    let workspace = try Workspace()
    let lines = (0..<200).map { "\($0 % 2 == 0 ? "a" : "b"),s\($0 * 7 % 23),text \($0)\n" }
    try workspace.write("c.csv", "label,speaker,text\n" + lines.joined())
    let arguments = [
      "corpus", "split", "c.csv", "--parts", "train=0.7,test=0.3", "--group-column", "speaker",
    ]
    let outcome = try await workspace.run(arguments + ["--into", "parts"])
    #expect(outcome.status == 0)
    let train = try workspace.text("parts/train.tsv").split(separator: "\n")
    let test = try workspace.text("parts/test.tsv").split(separator: "\n")
    #expect(train.count + test.count == 200)
    #expect((50...70).contains(test.count))
    func speakers(_ lines: [Substring]) -> Set<Int> {
      Set(lines.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.map { $0 * 7 % 23 })
    }
    #expect(speakers(train).isDisjoint(with: speakers(test)))
    let mixed = try await workspace.run(
      ["corpus", "split", "c.csv", "--into", "parts", "--parts", "train=0.5,dev=0.5"])
    #expect(mixed.talk.contains("parts: also has test.tsv, which this split did not write"), "\(mixed.talk)")
    try await workspace.run(arguments + ["--into", "parts"])
    try await workspace.run(arguments + ["--into", "again"])
    #expect(try workspace.read("again/train.tsv") == workspace.read("parts/train.tsv"))
  }

  @Test func `split leaves out what comes twice`() async throws {
    let workspace = try Workspace()
    try workspace.write("c.tsv", String(repeating: "a\tx\nb\ty\na\tX\n", count: 3) + "b\tz\na\tw\n")
    let outcome = try await workspace.run(
      [
        "corpus", "split", "c.tsv", "--into", ".", "--parts", "one=1,two=1", "--deduplicate", "--format",
        "jsonl",
      ])
    #expect(outcome.status == 0)
    #expect(outcome.talk.contains("c.tsv: left out 7 documents with the words of an earlier one"))
    let all = try workspace.text("one.jsonl") + workspace.text("two.jsonl")
    #expect(all.split(separator: "\n").count == 4)
  }

  @Test func `convert goes from any format to any, and says what changed`() async throws {
    let workspace = try Workspace()
    try workspace.write("r.csv", Self.table)
    let json = try await workspace.run(["corpus", "convert", "r.csv", "--output", "r.jsonl"])
    #expect(json.status == 0)
    #expect(try workspace.text("r.jsonl").contains("{\"label\":\"neg\",\"text\":\"two\\nlines\"}\n"))
    let lines = try await workspace.run(["corpus", "convert", "r.jsonl", "--output", "r.tsv"])
    #expect(
      lines.talk.contains(
        "r.tsv: line ends and other signs became blanks in 1 text, --format jsonl keeps them"))
    #expect(try workspace.text("r.tsv").contains("neg\ttwo lines\n"))
    try await workspace.run(["corpus", "convert", "r.jsonl", "--output", "back.csv"])
    try await workspace.run(["corpus", "convert", "back.csv", "--output", "back.jsonl"])
    #expect(try workspace.read("back.jsonl") == workspace.read("r.jsonl"))
  }

  @Test func `stats counts and draws`() async throws {
    let workspace = try Workspace()
    try workspace.write("c.tsv", Corpora.lines(80))
    let outcome = try await workspace.run(["corpus", "stats", "c.tsv", "--svg", "c.svg", "--top", "3"])
    #expect(outcome.status == 0)
    try expectGolden(outcome.output, "corpus-stats")
    let drawing = try workspace.text("c.svg")
    #expect(drawing.hasPrefix("<svg ") && drawing.contains("</svg>"))
    let object = try await workspace.run(["corpus", "stats", "c.tsv", "--json"]).object
    #expect(object["documents"] as? Int == 80)
  }

  @Test func `a table is trained on and judged as lines are`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(80))
    try await workspace.run(["corpus", "convert", "train.tsv", "--output", "train.csv"])
    let small = ["--epochs", "1", "--filters", "4", "--dimension", "8"]
    let lines = try await workspace.run(["train", "train.tsv", "--output", "a"] + small)
    let table = try await workspace.run(["train", "train.csv", "--output", "b"] + small)
    #expect(lines.status == 0 && table.status == 0, "\(lines.talk)\n\(table.talk)")
    #expect(table.talk.hasPrefix("train.csv: the label is in \"label\", the text in \"text\"\n"))
    let judged = try await workspace.run(["evaluate", "b", "train.csv"])
    let expected = try await workspace.run(["evaluate", "a", "train.tsv"])
    // The first line has the name of the corpus.
    #expect(
      judged.output.split(separator: "\n").dropFirst() == expected.output.split(separator: "\n").dropFirst())
    #expect(judged.status == 0)
  }

  @Test(arguments: [
    ["corpus", "split", "c.tsv", "--into", "x", "--parts", "train=0.8"],
    ["corpus", "split", "c.tsv", "--into", "x", "--parts", "a=1,b=0"],
    ["corpus", "split", "c.tsv", "--into", "x", "--parts", "a=1,a=2"],
    ["corpus", "convert", "c.tsv", "--output", "c.tsv"],
    ["corpus", "convert", "c.tsv", "--output", "d", "--format", "folders"],
  ])
  func misuse(arguments: [String]) async throws {
    let workspace = try Workspace()
    try workspace.write("c.tsv", "a\tx\nb\ty\n")
    let outcome = try await workspace.run(arguments)
    #expect(outcome.status == 64)
    #expect(try workspace.names == ["c.tsv"])
  }

  @Test func `split deals combinations of labels out by the rarest`() async throws {
    let workspace = try Workspace()
    // Every combination is another, as it is with many labels.
    let lines =
      (0..<100).map { "l\($0 % 20),m\($0)\ttext \($0)\n" } + (0..<100).map { "l\($0 % 20)\tmore \($0)\n" }
    try workspace.write("c.tsv", lines.joined())
    let split = [
      "corpus", "split", "c.tsv", "--into", "parts", "--parts", "train=0.5,test=0.5", "--multi-label",
    ]
    #expect(try await workspace.run(split).status == 0)
    let test = try workspace.text("parts/test.tsv").split(separator: "\n")
    // Learned from are the hundred that bring a label of their own, and the first of each label of the others.
    #expect(test.count == 80)
  }

  @Test func `what cannot be divided or written is a sentence`() async throws {
    let workspace = try Workspace()
    try workspace.write("c.tsv", "a\tx\nb\ty\n")
    try workspace.write("file", "")
    for (arguments, talk) in [
      (
        ["split", "c.tsv", "--into", "p", "--parts", "train=0.5,test=0.5"],
        "c.tsv: no document is left for test; give more documents, fewer parts or test a greater share"
      ),
      (
        ["convert", "c.tsv", "--output", "x.folders"],
        "x.folders: folders cannot be written; use another ending"
      ),
      (
        ["convert", "c.tsv", "--output", "x.csv.gz"],
        "x.csv.gz: corpora are not written compressed; leave out .gz, and compress the file then"
      ),
      (
        ["stats", "c.tsv", "--tokenizer-file", "t", "--tokenizer", "characters"],
        "--tokenizer-file brings its own options; leave out the others, and give them to textcnn tokenizer"
      ),
    ] {
      let outcome = try await workspace.run(["corpus"] + arguments)
      #expect(outcome.status != 0)
      #expect(outcome.talk.hasPrefix("Error: \(talk)\n"), "\(outcome.talk)")
    }
    try workspace.write("d.tsv", (0..<10).map { "a\t\($0)\n" }.joined())
    let outcome = try await workspace.run(
      ["corpus", "split", "d.tsv", "--into", "file", "--parts", "train=0.5,test=0.5"])
    #expect(
      outcome.talk
        == "Error: file: no folder can be made there; name a folder, or a place that you may write to\n")
    #expect(try workspace.names == ["c.tsv", "d.tsv", "file"])
  }
}
