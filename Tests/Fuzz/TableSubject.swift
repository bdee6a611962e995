import Foundation
import ModelSerialization
import TextCorpus

/// Lists of words with their counts, and files of tokenizers.
struct TableSubject: Subject {
  private(set) var count = 0
  let unit = "tables of tokenizers"
  private var mutator: Mutator
  private let folder: String

  private static let lists: [[UInt8]] = [
    Array("\u{4E2D}\u{56FD} 30 n\n\u{4EBA}\u{6C11} 20\n\u{4E2D} 5 x\n".utf8),
    Array("good 3\nGood\t4\n\nbad 1\n".utf8),
  ]

  init(folder: String, seed: UInt64) throws {
    self.folder = folder
    var files: [[UInt8]] = []
    for tokenizer in Tokenizers.all where tokenizer.configuration.kind.needsTable {
      let path = folder + "/tokenizer"
      try TokenizerFile.write(tokenizer.configuration, to: path)
      files.append([UInt8](try Data(contentsOf: URL(filePath: path))))
    }
    mutator = Mutator(seeds: Self.lists + Self.lists + files, seed: seed)
  }

  mutating func next() -> Input { Input(name: "input", bytes: mutator.input(), manner: "no options") }

  mutating func examine(_ bytes: [UInt8], at path: String) throws {
    do {
      let words = try WordFrequencies(contentsOf: path, for: TokenizerConfiguration())
      try use(TokenizerConfiguration(.words(words), like: TokenizerConfiguration()), on: bytes)
    } catch is TokenizerError {
    } catch is CorpusError {
    }
    do {
      try use(try TokenizerFile.read(path), on: bytes)
    } catch is ModelFileError {
    }
  }

  /// What was read tokenizes, and comes back from a file as it is.
  private mutating func use(_ configuration: TokenizerConfiguration, on bytes: [UInt8]) throws {
    try Checks.tokenize(bytes, Tokenizer(configuration))
    let path = folder + "/tokenizer"
    try TokenizerFile.write(configuration, to: path)
    guard try TokenizerFile.read(path) == configuration else {
      throw Finding("another tokenizer than was written")
    }
    count += 1
  }
}
