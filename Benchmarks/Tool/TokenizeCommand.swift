import ArgumentParser
import Foundation
import ModelSerialization
import TextCorpus

/// The lines of a file cut into tokens in process, on one thread, again and again.
struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "tokenize")

  @Argument(help: "A text a line.") var texts: String
  @Option(help: "words, unicode, characters, …") var kind = "words"
  @Option(help: "A tokenizer file, instead of a kind.") var tokenizerFile: String?
  @Option var normalize: String?
  @Option(help: "How long to measure.") var seconds = 3.0

  func run() throws {
    var configuration: TokenizerConfiguration
    if let tokenizerFile {
      configuration = try TokenizerFile.read(tokenizerFile)
    } else {
      guard let kind = TokenizerKind(rawValue: kind), !kind.needsTable else {
        throw ValidationError("no kind \(kind)")
      }
      configuration = TokenizerConfiguration(kind: kind)
    }
    configuration.normalization = normalize.flatMap(TextNormalization.init(rawValue:))
    let tokenizer = Tokenizer(configuration)
    let lines = try BatchCommand.lines(texts)
    let bytes = lines.reduce(0) { $0 + $1.count + 1 }
    var buffer = TokenBuffer()
    var tokens = 0
    func pass() {
      for line in lines {
        tokenizer.tokenize(line.span, into: &buffer)
        tokens += buffer.count
      }
    }
    // Once for the tables to be made.
    pass()
    tokens = 0
    let start = Self.processorSeconds
    var passes = 0
    while passes == 0 || Self.processorSeconds - start < seconds {
      pass()
      passes += 1
    }
    let time = Self.processorSeconds - start
    try BenchmarkCommand.print([
      "megabytesPerSecond": Double(passes * bytes) / time / 1e6, "tokens": Double(tokens / passes),
    ])
  }

  /// What the process has had of the processor; the machine's other work plays no part.
  private static var processorSeconds: Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}
