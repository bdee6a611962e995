import Foundation
import TextCorpus

/// Reads and tokenizes mutated files until the time is over, or until something is not as it must be.
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
    var mutator = Mutator(seeds: try seeds(), seed: seed)
    let watchdog = Watchdog(limit: limit)
    let end = ContinuousClock.now + .seconds(Int64(seconds))
    var (inputs, documents) = (0, 0)
    while ContinuousClock.now < end {
      let path = folder + "/input" + mutator.choice([".tsv", ".csv", ".jsonl", ".txt", ""])
      let bytes = mutator.input()
      try Checks.write(bytes, to: path)
      let options = options(&mutator)
      do {
        documents += try watchdog.watch(path) { try examine(path, bytes, options, in: folder) }
      } catch {
        fail("\(path): input \(inputs) of seed \(seed), read with \(options): \(error)")
      }
      try FileManager.default.removeItem(atPath: path)
      inputs += 1
    }
    try FileManager.default.removeItem(atPath: folder)
    print("\(inputs) inputs, \(documents) documents, nothing found")
  }

  private static func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(1)
  }

  /// The fixtures of the readers' tests.
  private static func seeds() throws -> [[UInt8]] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../TextCorpusTests/Fixtures")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { !$0.hasDirectoryPath && $0.pathExtension != "py" }.sorted { $0.path < $1.path }
    return try files.map { [UInt8](try Data(contentsOf: $0)) }
      + [Array("pos\tx y\nneg\tz\n".utf8), Array("__label__a b c\n__label__d __label__e f\n".utf8), []]
  }

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
    for kind in TokenizerKind.allCases {
      for isLowercased in [true, false] {
        var configuration = TokenizerConfiguration()
        configuration.kind = kind
        configuration.isLowercased = isLowercased
        try Checks.tokenize(bytes, Tokenizer(configuration))
      }
    }
    return reading.documents.count
  }
}
