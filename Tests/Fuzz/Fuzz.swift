import EmbeddingStorage
import Foundation
import TextCorpus

/// Reads and tokenizes mutated corpora, and imports mutated files of word vectors, in turn, until the time is over, or
/// until something is not as it must be.
///
///     textcnn-fuzz SECONDS [SEED]
///
/// A crash, a hang or a finding leaves its input in the folder that is named at the start. The same seed
/// gives the same inputs.
@main
struct Fuzz {
  /// The input of a machine that is busy may take long; one that hangs takes for ever.
  private static let limit = Duration.seconds(20)

  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst().map { UInt64($0) }
    guard let seconds = arguments.first ?? nil, !arguments.contains(nil), arguments.count <= 2 else {
      fail("usage: textcnn-fuzz SECONDS [SEED]")
    }
    let seed = arguments.count == 2 ? arguments[1] ?? 1 : 1
    // In memory where the system has such a folder: thousands of files come and go.
    let memory = "/dev/shm"
    let parent = access(memory, W_OK) == 0 ? URL(filePath: memory) : FileManager.default.temporaryDirectory
    let folder = parent.appending(path: "textcnn-fuzz-\(getpid())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    print("inputs in \(folder), seed \(seed)")
    var corpora = Mutator(seeds: try seeds("TextCorpusTests") + smallCorpora, seed: seed)
    var vectors = Mutator(seeds: try seeds("EmbeddingStorageTests") + smallVectors, seed: seed)
    let list = folder + "/words"
    try Checks.write(Array("good\nbad\nnot good\nGood\n".utf8), to: list)
    let watchdog = Watchdog(limit: limit)
    let end = ContinuousClock.now + .seconds(Int64(seconds))
    var (inputs, documents, words) = (0, 0, 0)
    while ContinuousClock.now < end {
      let isCorpus = inputs.isMultiple(of: 2)
      let path =
        folder + "/input"
        + (isCorpus
          ? corpora.choice([".tsv", ".csv", ".jsonl", ".txt", ""])
          : vectors.choice([".txt", ".bin", ".npy", ""]))
      let bytes = isCorpus ? corpora.input() : vectors.input()
      try Checks.write(bytes, to: path)
      try watchdog.watch(path) {
        if isCorpus {
          let options = options(&corpora)
          try telling(path, inputs, seed, "\(options)") {
            documents += try examine(path, bytes, options, in: folder)
          }
        } else {
          let options = VectorChecks.Options(
            element: vectors.choice([.float32, .float32, .float16, .int8]),
            wordList: vectors.choice([nil, nil, list]), normalizes: vectors.choice([false, true]),
            lowercases: vectors.choice([false, true]))
          try telling(path, inputs, seed, "\(options)") {
            words += try VectorChecks.examine(path, options, in: folder)
          }
        }
      }
      try FileManager.default.removeItem(atPath: path)
      inputs += 1
    }
    try FileManager.default.removeItem(atPath: folder)
    print("\(inputs) inputs, \(documents) documents, \(words) words with vectors, nothing found")
  }

  private static func telling(
    _ path: String, _ input: Int, _ seed: UInt64, _ options: String, _ body: () throws -> Void
  ) throws {
    do { try body() } catch {
      fail("\(path): input \(input) of seed \(seed), read with \(options): \(error)")
    }
  }

  private static func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(1)
  }

  /// The fixtures of the readers' tests.
  private static func seeds(_ suite: String) throws -> [[UInt8]] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../\(suite)/Fixtures")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { !$0.hasDirectoryPath && $0.pathExtension != "py" }.sorted { $0.path < $1.path }
    return try files.map { [UInt8](try Data(contentsOf: $0)) }
  }

  private static let smallCorpora: [[UInt8]] = [
    Array("pos\tx y\nneg\tz\n".utf8), Array("__label__a b c\n__label__d __label__e f\n".utf8), [],
  ]

  private static let smallVectors: [[UInt8]] = [
    Array("good 1 0.5\nbad -1e-3 2\n".utf8), Array("2 2\ngood 1 0\nnot good 0 1\n".utf8),
    Array("2 1\ngood \0\0\0\0\nbad \0\0\0\0\n".utf8), [],
  ]

  private static func options(_ mutator: inout Mutator) -> ReadingOptions {
    ReadingOptions(
      labelSeparator: mutator.choice([nil, nil, ",", ";", "||"]),
      format: mutator.choice([nil, nil, nil, .tabSeparated, .fastText, .table, .jsonLines]),
      encoding: mutator.choice([nil, nil, nil, nil] + TextEncoding.allCases.map { $0 }))
  }

  private static func examine(
    _ path: String, _ bytes: [UInt8], _ options: ReadingOptions, in folder: String
  ) throws -> Int {
    let reading = try Checks.read(path, bytes, options)
    for format in [CorpusFormat.tabSeparated, .fastText, .table, .jsonLines] {
      try Checks.roundTrip(
        reading.documents, as: format, separator: options.labelSeparator, at: folder + "/written")
    }
    for tokenizer in Tokenizers.all { try Checks.tokenize(bytes, tokenizer) }
    return reading.documents.count
  }
}
