import Testing

@Suite struct HelpTests {
  @Test(arguments: [
    "train", "evaluate", "predict", "compare", "tune", "crossvalidate", "explain", "phrases", "prune",
    "inspect",
    "vectors",
    "vectors import",
    "vectors train",
    "vectors info",
    "vectors neighbors",
    "corpus", "corpus check", "corpus split", "corpus convert", "corpus stats",
    "tokenize",
    "tokenizer",
    "tokenizer train",
    "tokenizer import",
  ])
  func `help of a command has an example and is as kept`(command: String) async throws {
    let outcome = try await Workspace().run(command.split(separator: " ").map { String($0) } + ["--help"])
    #expect(outcome.status == 0)
    #expect(outcome.talk.isEmpty)
    #expect(outcome.output.contains("Example:\n  "))
    try expectGolden(outcome.output, "help-" + command.replacing(" ", with: "-"))
  }

  @Test func `without arguments the command prints its help`() async throws {
    let workspace = try Workspace()
    let bare = try await workspace.run([])
    let help = try await workspace.run(["--help"])
    #expect(bare.status == 0)
    #expect(bare.output == help.output)
    try expectGolden(help.output, "help")
  }

  @Test func `the version is one line`() async throws {
    let outcome = try await Workspace().run(["--version"])
    #expect(outcome.status == 0)
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test func `examples are not broken by the width of a terminal of 80 columns`() async throws {
    let workspace = try Workspace()
    for command in [
      "train", "compare", "tune", "crossvalidate", "predict", "evaluate", "explain", "phrases", "prune",
      "inspect", "tokenize",
    ] {
      let help = try await workspace.run([command, "--help"]).output
      let example = help.split(separator: "\n\n").first { $0.hasPrefix("Example:") } ?? ""
      #expect(example.split(separator: "\n").dropFirst().allSatisfy { $0.hasPrefix("  ") }, "\(command)")
    }
  }
}
