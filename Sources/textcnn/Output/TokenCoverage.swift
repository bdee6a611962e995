import EmbeddingStorage
import TextCorpus

/// How many tokens texts have, and how many of them somebody knows.
struct TokenCoverage: Encodable {
  /// What is known of the tokens, and of the distinct ones.
  struct Known: Encodable {
    let tokens: Int
    let types: Int
  }

  let texts: Int
  let tokens: Int
  /// Distinct tokens.
  let types: Int
  /// What the model's vocabulary has.
  var model: Known?
  /// What has a vector in the store, as written or in lower case.
  var store: Known?

  init(_ words: WordCounts, texts: Int, vocabulary: Vocabulary?, store: VectorView?) throws {
    self.texts = texts
    tokens = words.total
    types = words.count
    if let vocabulary {
      let known = (0..<words.count).filter { vocabulary.id(of: words.utf8(of: $0).span) != nil }
      model = Known(tokens: known.reduce(0) { $0 + words.counts[$1] }, types: known.count)
    }
    if let store {
      let coverage = try StoreCoverage(words, in: store)
      self.store = Known(
        tokens: coverage.all.runningWords - coverage.missing.runningWords,
        types: coverage.all.words - coverage.missing.words)
    }
  }

  /// A few lines for people.
  var text: String {
    var lines = [
      "\(Numbers.count(texts, "text")), \(Numbers.count(tokens, "token")), \(Numbers.count(types)) of them distinct"
    ]
    if let model { lines.append("the model knows " + shares(model)) }
    if let store { lines.append("the store has vectors of " + shares(store)) }
    return lines.joined(separator: "\n")
  }

  private func shares(_ known: Known) -> String {
    return
      "\(Numbers.percent(known.tokens, of: tokens)) % of the tokens and \(Numbers.percent(known.types, of: types)) % of the distinct ones"
  }
}
