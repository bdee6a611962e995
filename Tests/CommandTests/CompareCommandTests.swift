import Foundation
import Testing

@Suite struct CompareCommandTests {
  private static let small = ["--dimension", "8", "--filters", "4", "--epochs", "2"]

  private func variants(_ object: [String: Any]) throws -> [[String: Any]] {
    let corpora = try #require(object["corpora"] as? [[String: Any]])
    return try #require(corpora[0]["variants"] as? [[String: Any]])
  }

  private func accuracies(_ variant: [String: Any]) -> [Double] {
    (variant["runs"] as? [[String: Any]] ?? []).compactMap { $0["accuracy"] as? Double }
  }

  @Test func `a comparison tells each run, each kernel and a verdict`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(60))
    let outcome = try await workspace.run(
      ["compare", "train.tsv", "--runs", "2", "--kernels", "static,static-wide,attention"] + Self.small)
    #expect(outcome.status == 0, "\(outcome.talk)")
    #expect(outcome.talkLines.count { $0.hasPrefix("run ") } == 6)
    for name in ["static ", "static-wide ", "attention "] {
      #expect(outcome.outputLines.contains { $0.hasPrefix(name) }, "\(name)")
    }
    #expect(outcome.outputLines.count { $0.contains("cannot tell ") || $0.contains(" is better than ") } == 3)
    #expect(try workspace.names == ["textcnn-results.sqlite", "train.tsv"])
  }

  @Test func `--json holds the scores and the pair`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(60))
    try workspace.write("test.tsv", Corpora.lines(20, from: 300))
    let object = try await workspace.run(
      ["compare", "train.tsv", "--test", "test.tsv", "--runs", "3", "--json"] + Self.small
    ).object
    let corpus = try #require((object["corpora"] as? [[String: Any]])?.first)
    #expect(corpus["testDocuments"] as? Int == 20)
    let variants = try variants(object)
    #expect(variants.map { $0["name"] as? String } == ["static", "attention"])
    #expect(variants.allSatisfy { accuracies($0).count == 3 })
    let pair = try #require((corpus["pairs"] as? [[String: Any]])?.first)
    #expect(["firstBetter", "secondBetter", "cannotTell"].contains(pair["verdict"] as? String))
    #expect(pair["sentence"] is String)
    // None without any spread.
    #expect(pair["intervals"] is [Any] && pair["tests"] is [Any])
  }

  @Test func `the same command again trains nothing, and says the same`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(60))
    let command = ["compare", "train.tsv", "--folds", "3", "--results", "r.sqlite", "--json"] + Self.small
    let first = try variants(try await workspace.run(command).object)
    let again = try await workspace.run(command)
    #expect(again.talkLines.contains("6 of 6 trainings are in r.sqlite already"))
    #expect(!again.talkLines.contains { $0.hasPrefix("run ") })
    #expect(try variants(again.object).map(accuracies) == first.map(accuracies))
  }

  /// The comparison is without end, as nobody knows how soon the test gets to kill it, and its runs take their time, so that they
  /// are not too many by then; a comparison of fewer runs begins with the same.
  @Test func `a killed comparison goes on where it was`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(2000))
    let command =
      ["compare", "train.tsv", "--jobs", "2", "--threads", "2", "--json"] + Self.small + [
        "--epochs", "5", "--runs",
      ]
    let talk = try await workspace.kill(command + ["2000"], after: 3, linesThatBegin: "run ")
    let told = talk.split(separator: "\n").count { $0.hasPrefix("run ") }
    let runs = told / 2 + 3
    let after = try await workspace.run(command + ["\(runs)"])
    #expect(after.status == 0, "\(after.talk)")
    let stored = try #require(
      after.talkLines.first { $0.hasSuffix("in textcnn-results.sqlite already") }?.split(separator: " ").first
        .flatMap { Int($0) })
    // A run may have been kept and not told of, one for each job.
    #expect((told...told + 2).contains(stored))
    #expect(after.talkLines.count { $0.hasPrefix("run ") } == 2 * runs - stored)
    let fresh = try Workspace()
    try fresh.write("train.tsv", Corpora.lines(2000))
    let whole = try variants(try await fresh.run(command + ["2"]).object).map(accuracies)
    #expect(try variants(after.object).map { Array(accuracies($0).prefix(2)) } == whole)
  }

  @Test func `variants take the options of train, upon those of all`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(60))
    try workspace.write(
      "plan.toml",
      """
      options = "--dimension 8 --epochs 2 --filters 4"
      runs = 1
      [[variant]]
      name = "plain"
      [[variant]]
      name = "wide"
      options = "--filters 9"
      control = "whether width helps"
      """)
    let object = try await workspace.run([
      "compare", "train.tsv", "--plan", "plan.toml", "--variant", "two: --ensemble 2 --kernel attention",
      "--epochs",
      "1", "--json",
    ]).object
    let variants = try variants(object)
    #expect(variants.map { $0["name"] as? String } == ["plain", "wide", "two"])
    #expect(variants.map { ($0["cost"] as? [String: Any])?["filters"] as? Int } == [4, 9, 4])
    // What stands on the command line goes before what stands in the plan.
    let epochs = ((variants[0]["runs"] as? [[String: Any]])?.first?["epochs"] as? [[String: Any]])?.count
    #expect(epochs == 1)
    let described = try #require(object["variants"] as? [[String: Any]])
    #expect(described[1]["control"] as? String == "whether width helps")
    #expect(described[2]["options"] as? String == "--ensemble 2 --kernel attention")
  }

  @Test func `several corpora make a table of all`() async throws {
    let workspace = try Workspace()
    for name in ["one", "two"] {
      try FileManager.default.createDirectory(
        at: workspace.url.appending(path: name), withIntermediateDirectories: true)
    }
    try workspace.write("one/train.tsv", Corpora.lines(60))
    try workspace.write("one/test.tsv", Corpora.lines(20, from: 300))
    try workspace.write("two/all.tsv", Corpora.lines(50, from: 100))
    let outcome = try await workspace.run(
      ["compare", "one", "two", "--runs", "2", "--folds", "3"] + Self.small)
    #expect(outcome.status == 0, "\(outcome.talk)")
    #expect(outcome.outputLines.contains("all corpora"))
    let object = try await workspace.run(
      ["compare", "one", "two", "--runs", "2", "--folds", "3", "--json"] + Self.small
    ).object
    let corpora = try #require(object["corpora"] as? [[String: Any]])
    #expect(corpora.map { $0["name"] as? String } == ["one", "two"])
    let runs = corpora.map { (($0["variants"] as? [[String: Any]])?[0]["runs"] as? [Any])?.count }
    #expect(runs == [2, 3])
  }

  /// What `corpus split` writes, and a folder for each label.
  @Test func `corpora of folders may have any format`() async throws {
    let workspace = try Workspace()
    try workspace.write("all.tsv", Corpora.lines(60))
    let split = try await workspace.run(
      ["corpus", "split", "all.tsv", "--into", "one", "--format", "jsonl", "--parts", "train=80,test=20"])
    #expect(split.status == 0, "\(split.talk)")
    try FileManager.default.createDirectory(
      at: workspace.url.appending(path: "three"), withIntermediateDirectories: true)
    for label in ["good", "bad"] {
      let folder = workspace.url.appending(path: "two/\(label)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for number in 0..<12 { try workspace.write("two/\(label)/\(number).txt", "\(label) film \(number)") }
    }
    let object = try await workspace.run(["compare", "one", "two", "--runs", "2", "--json"] + Self.small)
      .object
    let corpora = try #require(object["corpora"] as? [[String: Any]])
    #expect(corpora.map { $0["name"] as? String } == ["one", "two"])
    try workspace.write("three/all.csv.gz", Data())
    #expect(try await workspace.run(["compare", "three"]).talk.contains("three/all.csv.gz: "))
    let other = Data("{}\n".utf8)
    try workspace.write("one/train.csv", other)
    let outcome = try await workspace.run(["compare", "one"])
    #expect(outcome.status == 1)
    #expect(
      outcome.talk.contains(
        "one: has train.csv and train.jsonl; leave one of them, or name the file and --test and --dev"),
      "\(outcome.talk)")
    try FileManager.default.createDirectory(
      at: workspace.url.appending(path: "none"), withIntermediateDirectories: true)
    #expect(
      try await workspace.run(["compare", "none"]).talk.contains("none: has neither train.tsv nor all.tsv"))
  }

  @Test(arguments: [
    ("corpora = [", "is no TOML"), ("variants = 3", "\"variants\" means nothing here"),
    ("runs = \"ten\"", "runs has a value of another kind"),
    ("[[variant]]\noptions = \"\"", "a variant has no name"),
    ("[[variant]]\nname = \"a\"\noption = \"\"", "\"option\" means nothing here"),
    ("options = \"--haeds 2\"", "options: "), ("options = \"--heads 'x\"", "quote that does not end"),
  ])
  func `a plan that is wrong is told of by its name`(text: String, reason: String) async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(60))
    try workspace.write("plan.toml", text)
    let outcome = try await workspace.run(["compare", "train.tsv", "--plan", "plan.toml"])
    #expect(outcome.status == 1)
    #expect(outcome.talk.hasPrefix("Error: plan.toml:"), "\(outcome.talk)")
    #expect(outcome.talk.contains(reason), "\(outcome.talk)")
    #expect(try workspace.names == ["plan.toml", "train.tsv"])
  }

  @Test func `a plan's test corpus is not for several corpora`() async throws {
    let workspace = try Workspace()
    for name in ["a.tsv", "b.tsv", "c.tsv"] { try workspace.write(name, Corpora.lines(40)) }
    try workspace.write("plan.toml", "corpora = [\"a.tsv\", \"b.tsv\"]\ntest = \"c.tsv\"")
    let outcome = try await workspace.run(["compare", "--plan", "plan.toml"] + Self.small)
    #expect(outcome.status == 1)
    #expect(
      outcome.talk.hasPrefix("Error: plan.toml: --test and --dev go with one corpus"), "\(outcome.talk)")
    #expect(try workspace.names == ["a.tsv", "b.tsv", "c.tsv", "plan.toml"])
  }

  @Test func `--report writes a page, and other files are left alone`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(60))
    let outcome = try await workspace.run(
      ["compare", "train.tsv", "--runs", "2", "--report", "page.html"] + Self.small)
    #expect(outcome.status == 0, "\(outcome.talk)")
    #expect(try workspace.text("page.html").hasPrefix("<!DOCTYPE html>"))
    let refused = try await workspace.run(["compare", "train.tsv", "--results", "page.html"] + Self.small)
    #expect(refused.status == 1 && refused.talk.contains("page.html: not a store of runs"))
    #expect(try workspace.text("page.html").hasPrefix("<!DOCTYPE html>"))
  }
}
