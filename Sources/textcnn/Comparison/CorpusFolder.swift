import ByteStreams
import Foundation
import TextCorpus

/// A folder with the parts of a corpus: `train.tsv` and `test.tsv`, as `corpus split` writes them, in any format that is read.
struct CorpusFolder {
  let path: String
  private let names: [String]

  private static let parts = ["train", "dev", "test", "all"]
  private static let endings = ["tsv", "csv", "jsonl", "txt"]

  /// - Returns: nil where there is no folder, or none that can be listed.
  init?(_ path: String) {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return nil }
    self.path = path.hasSuffix("/") ? String(path.dropLast()) : path
    self.names = names.sorted()
  }

  /// The file of a part, or its folder with a folder for each label; nil: there is none.
  ///
  /// - Throws: Where there are two.
  func part(_ part: String) throws -> String? {
    let found = names.filter { isPart($0, part) }
    guard found.count < 2 else {
      throw CommandFailure(
        "\(path): has \(found[0]) and \(found[1]); leave one of them, or name the file and --test and --dev")
    }
    return found.first.map { path + "/" + $0 }
  }

  /// Names of all parts that there are.
  var parts: [String] { names.filter { name in Self.parts.contains { isPart(name, $0) } } }

  private func isPart(_ name: String, _ part: String) -> Bool {
    if name == part { return FolderRecordReader.hasLabels(path + "/" + name) }
    guard name.hasPrefix(part + ".") else { return false }
    var endings = name.dropFirst(part.count + 1).split(separator: ".", omittingEmptySubsequences: false)
    if endings.count == 2, Compression.endings.contains(String(endings[1])) { endings.removeLast() }
    return endings.count == 1 && Self.endings.contains(String(endings[0]))
  }

  /// Whether the folder has a folder for each label itself.
  var hasLabels: Bool { FolderRecordReader.hasLabels(path) }
}
