import ModelEvaluation

extension League {
  /// The results of several corpora together. Each corpus counts once, whatever its size.
  init(_ results: [CorpusResult], variants: [String]) {
    let scores = results.map { $0.variants.map(\.accuracy.mean) }
    self.init(
      corpora: results.map(\.name), variants: variants, accuracies: scores, meanRanks: [], pairs: [])
  }
}
