import Foundation

extension VectorView {
  /// How each word is found, without its vector; of several sets, in the one that has it most exactly.
  ///
  /// - Parameter triesLowercase: Whether to look for a missing word in lower case too, before its pieces are.
  /// - Complexity: O(words · log count).
  public func matches(
    forUTF8 words: [[UInt8]], triesLowercase: Bool = false
  ) throws -> [EmbeddingStore.Match] {
    var matches = [EmbeddingStore.Match](repeating: .missing, count: words.count)
    try read { db in
      for set in combination.sets {
        let found = try SetReader(set, db, path: store.path)
          .find(count: words.count, triesLowercase: triesLowercase) { Data(words[$0]) }
        for (word, match) in found.matches.enumerated() { matches[word] = min(matches[word], match) }
      }
    }
    return matches
  }
}
