import Foundation
import Testing

@Suite struct TerminalTests {
  @Test func `a person who types gets an answer for each line`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let terminal = try PseudoTerminal()
    let process = try workspace.makeProcess(["predict", "m.safetensors"])
    process.standardInput = terminal.terminal
    process.standardOutput = terminal.terminal
    process.standardError = terminal.terminal
    try process.run()
    try await terminal.wait(for: "Ctrl-D ends\r\n")
    for (index, label) in ["pos", "neg", "pos"].enumerated() {
      terminal.type(Corpora.text(label, index) + "\n")
      try await terminal.wait(for: Corpora.text(label, index) + "\r\n\(label)\r\n")
    }
    terminal.type("\u{04}")
    #expect(try await process.end() == 0)
  }

  @Test func `training shows a line that rewrites itself, with the time left`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(2000))
    let terminal = try PseudoTerminal()
    let process = try workspace.makeProcess(
      ["train", "train.tsv", "--output", "m", "--epochs", "100000", "--patience", "0", "--filters", "200"])
    process.standardInput = FileHandle.nullDevice
    process.standardError = terminal.terminal
    try process.run()
    try await terminal.wait(for: "left")
    try await terminal.wait(for: "epoch 1  loss ")
    // What nobody reads fills the terminal, and a full one takes no last word.
    terminal.look()
    process.interrupt()
    try await terminal.wait(for: "interrupted")
    #expect(try await process.end() == 1)
    terminal.look()
    #expect(
      terminal.shown.contains(/\r\u{1B}\[Kepoch \d+\/100000  [\d,]+ of 1,800 documents, at most .+ left/))
    #expect(terminal.shown.hasSuffix("textcnn: interrupted; nothing was written to m\r\n"))
  }

  @Test(arguments: [(nil, true), ("1", false)])
  func `reports are bold on a terminal, but not with NO_COLOR`(noColor: String?, isBold: Bool) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let terminal = try PseudoTerminal()
    let process = try workspace.makeProcess(["evaluate", "m.safetensors", "train.tsv"])
    process.environment?["NO_COLOR"] = noColor
    process.standardOutput = terminal.terminal
    try process.run()
    #expect(try await process.end() == 0)
    terminal.look()
    #expect(terminal.shown.contains("80 documents, accuracy 100.00 %"))
    #expect(terminal.shown.contains("\u{1B}[1m") == isBold)
  }
}
