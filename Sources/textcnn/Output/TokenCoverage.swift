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
      model = Self.known(words, (0..<words.count).map { vocabulary.id(of: words.utf8(of: $0).span) != nil })
    }
    if let store {
      let matches = try store.matches(
        forUTF8: (0..<words.count).map { Array(words.utf8(of: $0)) }, triesLowercase: true)
      self.store = Self.known(words, matches.map { $0 != .missing })
    }
  }

  private static func known(_ words: WordCounts, _ isKnown: [Bool]) -> Known {
    let known = isKnown.indices.filter { isKnown[$0] }
    return Known(tokens: known.reduce(0) { $0 + words.counts[$1] }, types: known.count)
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
    func share(_ part: Int, _ whole: Int) -> String {
      Numbers.percent(whole > 0 ? Double(part) / Double(whole) : nil, digits: 1)
    }
    return
      "\(share(known.tokens, tokens)) % of the tokens and \(share(known.types, types)) % of the distinct ones"
  }
}
