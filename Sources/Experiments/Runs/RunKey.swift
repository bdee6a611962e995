import Crypto
import Foundation
import ModelTraining

/// What decides the outcome of a run, and nothing else: equal keys, equal bits. How many threads work, what files are
/// called and what a variant is called are not part of it.
struct RunKey: Codable, Sendable, Hashable {
  /// Raise it whenever training or prediction gives other bits for the same configuration, or `FinishedRun` asks for more:
  /// finished runs of before then count no more.
  static let currentRevision = 1

  var revision = Self.currentRevision
  /// With the seed of the run.
  var configuration: TrainingConfiguration
  /// Digests of the corpora, and of the documents of the split.
  var corpus: String
  var split: String?
  var dev: String?
  var test: String?
  var vectors: String?

  /// SHA-256 of the key as JSON with sorted names.
  var digest: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // A struct of strings and finite numbers always encodes; `TrainingConfiguration.validate` refuses others.
    guard let data = try? encoder.encode(self) else { preconditionFailure("a run's key does not encode") }
    return SHA256.hash(data: data).hexadecimal
  }
}

extension RunDesign.Split {
  /// SHA-256 of the document numbers; nil where all of the corpus is learned from.
  var digest: String? {
    guard let heldOut else { return nil }
    var hash = SHA256()
    for part in [training, heldOut] {
      for number in [part.count] + part {
        withUnsafeBytes(of: UInt64(number).littleEndian) { hash.update(bufferPointer: $0) }
      }
    }
    return hash.finalize().hexadecimal
  }
}
