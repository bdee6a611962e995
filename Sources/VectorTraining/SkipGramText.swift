import TensorMath
import TextCorpus

/// A text to learn vectors from: its documents as numbers of words that are frequent enough, from 0 by descending
/// count.
///
/// Windows never cross the end of a document. Rare words are taken out before windows are laid, as word2vec does, so
/// that the words to their sides become neighbours. Memory: 4 bytes a token.
package struct SkipGramText: Sendable {
  /// What errors call it.
  let name: String
  let words: [String]
  /// How often each word occurs.
  let counts: [Int]
  let tokens: [Int32]
  /// Document i is `tokens[starts[i] ..< starts[i + 1]]`.
  let starts: [Int]
  /// Tokens before rare words were taken out.
  let tokenCount: Int
  /// Whether some document has two words.
  let hasContext: Bool

  /// - Throws: `tooFewWords`, `noContext`.
  package init(
    _ text: TokenizedText, name: String, minimumCount: Int, maximumSize: Int?
  ) throws(VectorTrainingError) {
    let counted = text.vocabulary(minimumCount: minimumCount, maximumSize: maximumSize)
    let vocabulary = counted.vocabulary
    guard vocabulary.count > 2 else { throw .tooFewWords(text: name, minimumCount: minimumCount) }
    let encoded = text.encoded(with: vocabulary)
    var tokens: [Int32] = []
    var starts = [0]
    tokens.reserveCapacity(encoded.tokens.count - counted.counts[0])
    starts.reserveCapacity(encoded.count + 1)
    var hasContext = false
    for document in 0..<encoded.count {
      let start = tokens.count
      // Number 0 is every word without a vector.
      for token in encoded[document] where token != Vocabulary.unknown { tokens.append(token - 1) }
      if tokens.count - start > 1 { hasContext = true }
      if tokens.count > start { starts.append(tokens.count) }
    }
    guard hasContext else { throw .noContext(text: name) }
    self.name = name
    words = (1..<vocabulary.count).map { vocabulary.word(at: $0) }
    counts = Array(counted.counts.dropFirst())
    self.tokens = tokens
    self.starts = starts
    tokenCount = encoded.tokens.count
    self.hasContext = hasContext
  }

  /// The chance of each word to stay where frequent ones are thinned out, in 2⁻³².
  ///
  ///     p(w) = (√(f/t) + 1) · t/f,   f = count(w) / tokens
  ///
  /// Source: word2vec.c, which the paper's 1 − √(t/f) describes but for the second summand.
  func keepThresholds(sample: Double) -> [UInt64] {
    counts.map { count in
      guard sample > 0 else { return 1 << 32 }
      let ratio = sample * Double(tokens.count) / Double(count)
      return UInt64(min(1, ratio.squareRoot() + ratio) * 0x1p32)
    }
  }
}

/// Documents one after the other as an epoch meets them, frequent words thinned out: what windows are laid over.
struct Stretch {
  private(set) var tokens: [Int32] = []
  private(set) var starts = [0]
  /// Tokens of the text that it was made of.
  private(set) var source = 0

  /// Takes up documents from `documents[next]` on, until it has read about `size` tokens, and moves `next`.
  init(
    of text: SkipGramText, documents: [Int32], next: inout Int, size: Int, thresholds: [UInt64],
    generator: inout SeededGenerator
  ) {
    while next < documents.count, source < size {
      let document = Int(documents[next])
      next += 1
      let range = text.starts[document]..<text.starts[document + 1]
      source += range.count
      for token in text.tokens[range] {
        let threshold = thresholds[Int(token)]
        if threshold < 1 << 32, generator.next() >> 32 >= threshold { continue }
        tokens.append(token)
      }
      if tokens.count > starts[starts.count - 1] { starts.append(tokens.count) }
    }
  }

  /// The document that has the token at `place`.
  func document(at place: Int) -> Int {
    var low = 0
    var high = starts.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= place { low = middle } else { high = middle }
    }
    return low
  }
}
