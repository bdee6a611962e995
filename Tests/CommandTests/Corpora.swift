/// Small texts that a network of a few filters learns in a moment: one of eight words gives the label away.
enum Corpora {
  private static let fillers = ["the", "film", "was", "a", "story", "of", "an", "actor", "in", "town"]
  private static let tellingWords = [
    "neg": ["bad", "dull", "weak", "cold"], "pos": ["good", "warm", "fine", "fun"],
  ]

  /// The text of document `index` with a label.
  static func text(_ label: String, _ index: Int) -> String {
    var words = (0..<4).map { fillers[(index * 7 + $0 * 3) % fillers.count] }
    let telling = tellingWords[label, default: []]
    words.insert(telling[index % telling.count], at: index % 5)
    return words.joined(separator: " ")
  }

  /// Labels that alternate, so many lines of them. From line 40 on all is said, and texts repeat.
  static func lines(_ count: Int, from start: Int = 0) -> String {
    (start..<start + count).map { index in
      let label = index % 2 == 0 ? "neg" : "pos"
      return "\(label)\t\(text(label, index / 2))\n"
    }.joined()
  }

  /// Vectors of 8 numbers for all words but "town".
  static let vectors = (fillers.dropLast() + ["bad", "dull", "weak", "cold", "good", "warm", "fine", "fun"])
    .enumerated().map { index, word in
      "\(word) " + (0..<8).map { "0.\((index * 37 + $0 * 11) % 90 + 10)" }.joined(separator: " ") + "\n"
    }.joined()
}

extension Workspace {
  /// Options for a network that is small and trained in a moment; all that decides its predictions is set.
  static let smallTraining = [
    "--dimension", "16", "--filters", "8", "--epochs", "30", "--learning-rate", "0.01", "--optimizer", "adam",
    "--batch", "10", "--dropout", "0.2", "--dev-fraction", "0", "--seed", "7", "--threads", "1",
  ]

  /// Writes `train.tsv` and trains `m.safetensors` on it.
  @discardableResult
  func train(_ more: [String] = []) async throws -> Outcome {
    try write("train.tsv", Corpora.lines(80))
    let outcome = try await run(
      ["train", "train.tsv", "--output", "m.safetensors"] + Self.smallTraining + more)
    return outcome
  }
}
