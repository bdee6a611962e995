import EmbeddingStorage
import Foundation
import TextCorpus

/// Reads mutated files in turn, of corpora, word vectors, tokenizers' tables and damaged stores, until the time is over, or until
/// something is not as it must be.
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
    tell("inputs in \(folder), seed \(seed)")
    var subjects: [any Subject] = [
      try CorpusSubject(folder: folder, seed: seed), try VectorSubject(folder: folder, seed: seed),
      try TableSubject(folder: folder, seed: seed), try StoreSubject(folder: folder, seed: seed),
    ]
    // Most inputs are of the formats that others write.
    let turns = [0, 1, 0, 1, 0, 1, 2, 0, 1, 0, 1, 0, 1, 3]
    let watchdog = Watchdog(limit: limit)
    let end = ContinuousClock.now + .seconds(Int64(seconds))
    var inputs = 0
    while ContinuousClock.now < end {
      let turn = turns[inputs % turns.count]
      let input = subjects[turn].next()
      let path = folder + "/" + input.name
      try Checks.write(input.bytes, to: path)
      watchdog.watch(path) {
        do { try subjects[turn].examine(input.bytes, at: path) } catch {
          fail("\(path): input \(inputs) of seed \(seed), read with \(input.manner): \(error)")
        }
      }
      try FileManager.default.removeItem(atPath: path)
      inputs += 1
    }
    try FileManager.default.removeItem(atPath: folder)
    let counts = subjects.map { "\($0.count) \($0.unit)" }.joined(separator: ", ")
    tell("\(inputs) inputs, \(counts): nothing found")
  }

  /// At once, for a run that may crash.
  private static func tell(_ message: String) {
    FileHandle.standardError.write(Data((message + "\n").utf8))
  }

  private static func fail(_ message: String) -> Never {
    tell(message)
    exit(1)
  }
}
