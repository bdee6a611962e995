import Foundation
import Testing

@Suite struct VectorsTrainCommandTests {
  private static let small = ["--dimension", "12", "--min-count", "2", "--epochs", "8", "--sample", "0"]

  @Test func `vectors are learned from corpora and plain text, and serve a training`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(80))
    try workspace.write("plain.txt", Corpora.lines(40, from: 200).replacing("\t", with: " "))
    let outcome = try await workspace.run(
      ["vectors", "train", "train.tsv", "plain.txt", "--into", "own.sqlite"] + Self.small)
    #expect(outcome.status == 0, "\(outcome.talk)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.talkLines.contains("plain.txt: text without labels, a document a line"))
    #expect(
      outcome.talkLines.last?.wholeMatch(
        of: /own\.sqlite: own, \d+ words, 12 numbers each, learned from train\.tsv, plain\.txt/) != nil,
      "\(outcome.talk)")
    #expect(try workspace.names == ["own.sqlite", "plain.txt", "train.tsv"])
    let info = try await workspace.run(["vectors", "info", "own.sqlite", "--json"]).object
    #expect(info["format"] as? String == "learned" && info["dimension"] as? Int == 12)
    let trained = try await workspace.run(
      ["train", "train.tsv", "--output", "m", "--store", "own.sqlite", "--filters", "8", "--epochs", "2"])
    #expect(trained.status == 0, "\(trained.talk)")
  }

  /// UTF-16 without a mark is not guessed.
  @Test(arguments: [[], ["--unlabelled"], ["--skip-bad-lines"]])
  func `plain text may have any encoding`(options: [String]) async throws {
    let workspace = try Workspace()
    let text = Corpora.lines(40).replacing("\t", with: " ")
    try workspace.write("plain.txt", try #require(text.data(using: .utf16LittleEndian)))
    try workspace.write("utf-8.txt", text)
    var words: [Int?] = []
    for (file, encoding) in [("plain.txt", ["--encoding", "utf-16le"]), ("utf-8.txt", [])] {
      let outcome = try await workspace.run(
        ["vectors", "train", file, "--into", "s.sqlite", "--json"] + encoding + options + Self.small)
      #expect(outcome.status == 0, "\(outcome.talk)")
      words.append(try outcome.object["words"] as? Int)
    }
    #expect(words[0] == words[1] && words[0] ?? 0 > 10)
  }

  @Test func `the store does not depend on the threads`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(200))
    var checksums: [String] = []
    for threads in ["1", "2", "3"] {
      let object = try await workspace.run(
        ["vectors", "train", "train.tsv", "--into", "\(threads).sqlite", "--threads", threads, "--json"]
          + Self.small
      ).object
      checksums.append(try #require(object["sha256"] as? String))
    }
    #expect(Set(checksums).count == 1)
  }

  @Test func `with pieces unknown words have vectors`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(80))
    try await workspace.run(
      ["vectors", "train", "train.tsv", "--into", "s.sqlite", "--subwords", "2-4", "--buckets", "500"]
        + Self.small)
    let neighbors = try await workspace.run(["vectors", "neighbors", "goodish", "--store", "s.sqlite"])
    #expect(neighbors.status == 0, "\(neighbors.talk)")
    #expect(neighbors.outputLines.count == 10)
  }

  @Test(arguments: [
    (["--dimension", "0"], "dimension is 0; use 1 to 4096"),
    (["--window", "99"], "window is 99; use 1 to 64"),
    (["--sample", "-1"], "sample is -1.0; use 0, or 1e-9 to 1"),
    (["--subwords", "6-3"], "have from 6 to 3 characters; use a range from 1 to 16"),
    (["--subwords", "some"], "'some' is invalid"),
    (["--buckets", "10"], "--buckets are of pieces; add --subwords"),
    (["--name", "a b"], "--name is \"a b\"; use a name without blanks"),
    (["--into", "train.tsv"], "would overwrite a file this command needs"),
  ])
  func `an option that cannot be is told of, and nothing is written`(options: [String], sentence: String)
    async throws
  {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(20))
    let store = options.contains("--into") ? [] : ["--into", "s.sqlite"]
    let outcome = try await workspace.run(["vectors", "train", "train.tsv"] + store + options)
    #expect(outcome.status == 64)
    #expect(outcome.talk.contains(sentence), "\(outcome.talk)")
    #expect(try workspace.names == ["train.tsv"])
  }

  @Test func `too little text is told of, and leaves no store`() async throws {
    let workspace = try Workspace()
    try workspace.write("few.txt", "one two\nthree\n")
    let outcome = try await workspace.run(["vectors", "train", "few.txt", "--into", "s.sqlite"])
    #expect(outcome.status == 1)
    #expect(
      outcome.talk.contains(
        "few.txt: fewer than two words occur 5 times; give more text, or a smaller minimum count"))
    #expect(try workspace.names == ["few.txt"])
  }
}
