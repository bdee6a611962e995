import EmbeddingStorage

/// Files of word vectors.
struct VectorSubject: Subject {
  private(set) var count = 0
  let unit = "words with vectors"
  private let folder: String
  private let list: String
  private var mutator: Mutator
  private var options = VectorChecks.Options()

  private static let small: [[UInt8]] = [
    Array("good 1 0.5\nbad -1e-3 2\n".utf8), Array("2 2\ngood 1 0\nnot good 0 1\n".utf8),
    Array("2 1\ngood \0\0\0\0\nbad \0\0\0\0\n".utf8), [],
  ]

  init(folder: String, seed: UInt64) throws {
    self.folder = folder
    list = folder + "/words"
    try Checks.write(Array("good\nbad\nnot good\nGood\n".utf8), to: list)
    mutator = Mutator(seeds: try Fixtures.files(of: "EmbeddingStorageTests") + Self.small, seed: seed)
  }

  mutating func next() -> Input {
    let name = "input" + mutator.choice([".txt", ".bin", ".npy", ""])
    let bytes = mutator.input()
    options = VectorChecks.Options(
      element: mutator.choice([.float32, .float32, .float16, .int8]),
      wordList: mutator.choice([nil, nil, list]), normalizes: mutator.choice([false, true]),
      lowercases: mutator.choice([false, true]))
    return Input(name: name, bytes: bytes, manner: "\(options)")
  }

  mutating func examine(_ bytes: [UInt8], at path: String) throws {
    count += try VectorChecks.examine(path, bytes, options, in: folder)
  }
}
