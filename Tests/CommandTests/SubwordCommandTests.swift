import Foundation
import Testing

@Suite struct SubwordCommandTests {
  /// "gooood" and "baddish" are in no training document; their pieces are.
  @Test func `unknown words are understood by their pieces`() async throws {
    let workspace = try Workspace()
    try await workspace.train(["--subwords", "2-4", "--buckets", "5000"])
    let texts = "baddish\nfunny\ncoldest\nwarmly\n"
    try workspace.write("texts.txt", texts)
    let outcome = try await workspace.run(["predict", "m.safetensors", "texts.txt"])
    #expect(outcome.status == 0)
    #expect(outcome.outputLines == ["neg", "pos", "neg", "pos"])
    try await workspace.train()
    let plain = try await workspace.run(["predict", "m.safetensors", "texts.txt"])
    #expect(Set(plain.outputLines).count == 1, "all unknown words are alike")
  }

  @Test func `inspect shows which pieces a model has`() async throws {
    let workspace = try Workspace()
    try await workspace.train(["--subwords", "3"])
    let outcome = try await workspace.run(["inspect", "m.safetensors"])
    #expect(outcome.status == 0)
    #expect(
      outcome.output.contains(
        "16 numbers a word, unknown words of pieces of 3 to 3 letters in 20,000 buckets"))
    #expect(outcome.output.contains(/\npieces +\[\d+, 16\]\n/))
    #expect(!outcome.output.contains("training.subwords"), "that would say it twice")
    let object = try await workspace.run(["inspect", "m.safetensors", "--json"]).object
    let subwords = try #require(object["subwords"] as? [String: Int])
    #expect(subwords == ["minimumLength": 3, "maximumLength": 3, "buckets": 20_000])
  }

  @Test(arguments: ["1", "2", "5"])
  func `threads do not change the bytes`(threads: String) async throws {
    let workspace = try Workspace()
    try await workspace.train(["--subwords", "2-4", "--min-count", "3"])
    let first = try workspace.read("m.safetensors")
    try await workspace.train(["--subwords", "2-4", "--min-count", "3", "--threads", threads])
    #expect(try workspace.read("m.safetensors") == first)
  }

  @Test func `a comparison takes pieces as a variant`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(40))
    let object = try await workspace.run([
      "compare", "train.tsv", "--test", "train.tsv", "--json", "--runs", "2", "--dimension", "8", "--filters",
      "4",
      "--epochs", "2", "--subwords", "3-5", "--buckets", "700", "--variant", "pieces:", "--variant",
      "words: --subwords none",
    ]).object
    let text = String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    #expect(text.contains("pieces") && text.contains("words"))
    let costs = text.matches(of: /"parameters":([0-9]+)/).compactMap { Int($0.output.1) }
    #expect(Set(costs).count == 2, "pieces are parameters: \(costs)")
  }

  @Test(arguments: [
    (["--subwords", "6-3"], "the pieces of words have from 6 to 3 characters"),
    (["--subwords", "x"], "is no range of lengths; give two numbers with - between, such as 3-6, or none"),
    (["--subwords", "3-6", "--buckets", "0"], "the pieces of words have 0 buckets; use 1 to 20000000"),
    (["--subwords", "3-6", "--vectors", "frozen", "--store", "s"], "use tuned vectors with subwords"),
  ])
  func `misuse is named`(options: [String], message: String) async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(40))
    let outcome = try await workspace.run(["train", "train.tsv", "--output", "m"] + options)
    #expect(outcome.status == 64)
    #expect(outcome.talk.contains(message), "\(outcome.talk)")
  }

  @Test func `buckets without pieces change nothing and say so`() async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.train(["--buckets", "10"])
    #expect(outcome.talk.contains("note: --buckets changes nothing without --subwords"))
  }
}
