import TextClassification
import TextCorpus

extension AttentionSummary {
  /// More test documents than these change what is said by little, and take their time.
  static let mostDocuments = 1000

  /// Where the attention of a classifier looks in some documents, the first `mostDocuments` of them; nil without attention.
  init?(_ predictor: Predictor, in documents: [LabeledText]) {
    let documents = documents.prefix(Self.mostDocuments)
    guard let found = predictor.attentionStatistics(in: documents.map(\.text)) else { return nil }
    let labels = predictor.classifier.labels
    self.init(
      widths: found.widths.map {
        Width(width: $0.width, windows: $0.windows, meanWeights: $0.means, deviations: $0.deviations)
      },
      words: found.words.map {
        Word(word: $0.word, count: $0.count, meanWeight: $0.mean, deviation: $0.deviation)
      },
      windows: found.windows.map {
        Window(
          words: $0.words, weights: $0.weights, head: $0.head + 1, truth: documents[$0.document].label,
          predicted: labels[$0.predicted])
      })
  }
}
