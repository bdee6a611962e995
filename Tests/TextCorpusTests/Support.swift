import Foundation
import TextCorpus

/// A small seeded generator (SplitMix64), so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

/// Lends a file of these bytes, which is gone afterwards; errors call it by the path given to `body`.
func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent("corpus-\(UUID().uuidString).tsv")
  try Data(bytes).write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  return try body(url.path)
}

func read(_ text: String, skippingBadLines: Bool = false) throws -> Corpus {
  try read(Array(text.utf8), skippingBadLines: skippingBadLines)
}

func read(_ bytes: [UInt8], skippingBadLines: Bool = false) throws -> Corpus {
  try withFile(bytes) { try CorpusReader(skippingBadLines: skippingBadLines).read($0) }
}

/// What reading these bytes throws, without the path before the first line number; nil if it does not throw.
func complaint(_ bytes: [UInt8], skippingBadLines: Bool = false) throws -> String? {
  try withFile(bytes) { path in
    do {
      _ = try CorpusReader(skippingBadLines: skippingBadLines).read(path)
      return nil
    } catch {
      return "\(error)".replacingOccurrences(of: path, with: "F")
    }
  }
}

func complaint(_ text: String) throws -> String? { try complaint(Array(text.utf8)) }

func corpus(_ texts: [String]) -> Corpus {
  Corpus(name: "test", documents: texts.map { LabeledText(label: "x", text: $0) })
}
