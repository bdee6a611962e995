/// How well a classifier did on one held-out corpus whose documents have any number of labels.
///
///     subset accuracy = documents given just their labels / documents
///     Hamming loss    = wrong answers / (documents · C), an answer being whether a document has a label
///     log loss        = mean over documents and labels of −ln p(answer); clipped as in `ClassificationReport`
///     precision@k     = labels of documents among the k most probable ones / (documents · min(k, C))
///     recall@k        = labels of documents among the k most probable ones / labels of documents
///
/// Precision, recall and F1 of a label, and *macro* and *weighted* averages, are those of `ClassificationReport`; *micro* is
/// from summed counts, and its three parts differ here. The labels at k are chosen by rank alone, without thresholds;
/// both numbers are fastText's P@k and R@k. An undefined score is `nil`.
/// Sources: Tsoumakas and Katakis 2007, <https://doi.org/10.4018/jdwm.2007070101>;
/// <https://scikit-learn.org/stable/modules/model_evaluation.html>.
public struct MultiLabelReport: Sendable, Equatable {
  /// What is among the k most probable labels.
  public struct Rank: Sendable, Equatable {
    /// k.
    public let k: Int
    /// The part of those labels that the documents have.
    public let precision: Double?
    /// The part of the documents' labels that is among them.
    public let recall: Double?
  }

  /// The name of the corpus.
  public let corpus: String
  /// How many documents were scored.
  public let documents: Int
  /// How many labels they have on average.
  public let labelsPerDocument: Double?
  /// The part of the documents that was given just the labels it has.
  public let subsetAccuracy: Double?
  /// The part of all answers that is wrong.
  public let hammingLoss: Double?
  /// The mean binary cross-entropy.
  public let logLoss: Double?
  /// The scores of each label: the model's, then those that only the corpus has.
  public let labels: [ClassificationReport.LabelScores]
  /// The probability from which on each label of the model is given.
  public let thresholds: [Float]
  /// The mean over labels that occur.
  public let macro: ClassificationReport.Average
  /// From summed counts.
  public let micro: ClassificationReport.Average
  /// The mean weighted by support.
  public let weighted: ClassificationReport.Average
  /// Scores of the most probable labels.
  public let ranks: [Rank]

  init(corpus: String, labels: [String], thresholds: [Float], counts: MultiLabelCounts) {
    func sum(_ values: [Int]) -> Int { values.reduce(0, +) }
    let answers = counts.documents * labels.count
    let scores = labels.indices.map {
      ClassificationReport.LabelScores(
        label: labels[$0], right: counts.right[$0], predicted: counts.predicted[$0],
        support: counts.support[$0])
    }
    let all = ClassificationReport.LabelScores(
      label: "", right: sum(counts.right), predicted: sum(counts.predicted), support: sum(counts.support))
    self.corpus = corpus
    documents = counts.documents
    labelsPerDocument = ratio(all.support, counts.documents)
    subsetAccuracy = ratio(counts.exact, counts.documents)
    hammingLoss = ratio(sum(counts.predicted) + all.support - 2 * sum(counts.right), answers)
    logLoss = answers > 0 ? counts.lossSum / Double(answers) : nil
    self.labels = scores
    self.thresholds = thresholds
    macro = ClassificationReport.Average(of: scores) { $0.f1 == nil ? 0 : 1 }
    micro = ClassificationReport.Average(precision: all.precision, recall: all.recall, f1: all.f1)
    weighted = ClassificationReport.Average(of: scores) { Double($0.support) }
    ranks = zip(counts.ranks, counts.hits).map { k, hits in
      Rank(
        k: k, precision: ratio(hits, counts.documents * min(k, thresholds.count)),
        recall: ratio(hits, all.support))
    }
  }
}

/// One flat object a corpus, with the names of ``ClassificationReport`` where both have a score; `at` is an array of
/// `{k, precision, recall}`. An undefined score is `null`.
extension MultiLabelReport: Encodable {
  enum CodingKeys: String, CodingKey {
    case corpus, documents, labelsPerDocument, subsetAccuracy, hammingLoss, logLoss
    case macroPrecision, macroRecall, macroF1
    case microPrecision, microRecall, microF1
    case weightedPrecision, weightedRecall, weightedF1
    case at, labels, thresholds
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(corpus, forKey: .corpus)
    try container.encode(documents, forKey: .documents)
    try container.encode(labelsPerDocument, forKey: .labelsPerDocument)
    try container.encode(subsetAccuracy, forKey: .subsetAccuracy)
    try container.encode(hammingLoss, forKey: .hammingLoss)
    try container.encode(logLoss, forKey: .logLoss)
    try container.encode(macro, .macroPrecision, .macroRecall, .macroF1)
    try container.encode(micro, .microPrecision, .microRecall, .microF1)
    try container.encode(weighted, .weightedPrecision, .weightedRecall, .weightedF1)
    try container.encode(ranks, forKey: .at)
    try container.encode(labels, forKey: .labels)
    try container.encode(thresholds, forKey: .thresholds)
  }
}

extension MultiLabelReport.Rank: Encodable {
  enum CodingKeys: String, CodingKey { case k, precision, recall }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(k, forKey: .k)
    try container.encode(precision, forKey: .precision)
    try container.encode(recall, forKey: .recall)
  }
}
