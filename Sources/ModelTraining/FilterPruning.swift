import ConvolutionModel
import ModelEvaluation
import TensorMath
import TextClassification
import TextCorpus

/// Makes a classifier smaller and faster by leaving out filters that decide little.
///
/// A network has the same number of filters for each width, and its heads divide them evenly, so every step takes as
/// many from each width, and from each head as many as the smaller network has fewer: those that go least missed
/// (`FilterInfluence`), one at a time, each given those that are gone already. The smallest network is kept whose labels
/// on the corpus differ in at most the bound's share of the documents; that is counted with the classifier that comes
/// out. A filter that goes is replaced by its mean, which joins the output bias.
///
/// The corpus speaks for the texts to come: filters that it never excites may go. Labels do not matter to what goes. On
/// its own training corpus a classifier is surer than it is on others, and more would go than is good.
public struct FilterPruning: Sendable {
  /// How far the classifier may change.
  public enum Limit: Sendable, Equatable {
    /// Only filters go that change no probability of any document of the corpus, beyond rounding.
    case unused
    /// At most this share of the documents may get another label; 0: none.
    case changedLabels(share: Double)
  }

  /// What came out.
  public struct Result: Sendable {
    public let classifier: TextClassifier
    public let report: Report
  }

  /// What it did.
  public struct Report: Sendable, Encodable {
    /// A classifier, and what it scores on the corpus; a label that it does not know counts as wrong.
    public struct Side: Sendable, Encodable {
      /// For each width.
      public let filters: Int
      public let parameters: Int
      public let parametersWithoutVectors: Int
      public let accuracy: Double?
      public let logLoss: Double?
    }
    public let corpus: String
    public let documents: Int
    /// Documents whose label is another now.
    public let changedLabels: Int
    /// Filters of all widths that changed no probability, gone or not.
    public let unusedFilters: Int
    public let before: Side
    public let after: Side
  }

  /// How far the classifier may change.
  public let limit: Limit
  /// How many threads share the work; the result does not depend on it.
  public let threads: Int

  public init(_ limit: Limit, threads: Int) {
    self.limit = limit
    self.threads = threads
  }

  /// Leaves out what can go.
  ///
  /// - Complexity: O(tokens · N · d + documents · C · features²), and 4 bytes a document and feature of memory.
  /// - Throws: `TrainingError.notPrunable` for a network in which filters depend on each other,
  ///   `severalLabelsNotPrunable` for one whose documents may have several labels.
  public func prune(_ classifier: TextClassifier, on corpus: Corpus) throws -> Result {
    let configuration = classifier.configuration
    guard configuration.output == .softmax else { throw TrainingError.severalLabelsNotPrunable }
    guard configuration.depth == 1, [.max, .mean].contains(configuration.pooling) else {
      throw TrainingError.notPrunable
    }
    let text = try EncodedText(
      corpus, tokenizer: Tokenizer(classifier.tokenizer), vocabulary: classifier.vocabulary, labels: nil,
      keepsGuests: classifier.pieces != nil)
    let influence = FilterInfluence(
      classifier.networks(for: text)[0], on: text, pool: WorkerPool(threads: threads))
    let unused = (0..<influence.featureCount).filter(influence.isUnused)
    let labels = labels(of: classifier, text)
    var pruned = classifier
    var changed = 0
    for kept in candidates(influence, unused: Set(unused)) {
      let smaller = classifier.keeping(kept, constants: influence.means)
      // What the candidates were counted with are sums in another order: where two classes are equal it may be one off.
      let found = zip(labels, self.labels(of: smaller, text)).count { $0 != $1 }
      guard found <= allowedChanges(of: text.count) else { continue }
      (pruned, changed) = (smaller, found)
      break
    }
    return Result(
      classifier: pruned,
      report: Report(
        corpus: corpus.name, documents: text.count, changedLabels: changed, unusedFilters: unused.count,
        before: side(classifier, corpus), after: side(pruned, corpus)))
  }

  private func allowedChanges(of documents: Int) -> Int {
    switch limit {
    case .unused: .max
    // A hair more, so that 0.29 of 100 are 29.
    case .changedLabels(let share): Int(share * Double(documents) + 1e-9)
    }
  }

  /// What may stay, the fewest filters first: for each width, which.
  private func candidates(_ influence: FilterInfluence, unused: Set<Int>) -> [[[Int]]] {
    let configuration = influence.network.configuration
    var elimination = Elimination(
      configuration, form: limit == .unused ? nil : influence.quadraticForm(), unused: unused)
    var removal = FilterInfluence.Removal(influence)
    var found: [[[Int]]] = []
    for filters in (1..<max(configuration.filters, 1)).reversed() {
      var smaller = configuration
      smaller.filters = filters
      guard let gone = elimination.shrink(to: smaller) else { continue }
      for feature in gone { removal.remove(feature) }
      guard removal.changedCount <= allowedChanges(of: influence.documents) else { continue }
      found.append(elimination.kept)
    }
    return found.reversed()
  }

  private func labels(of classifier: TextClassifier, _ text: EncodedText) -> [Int] {
    let probabilities = Predictor(classifier, threads: threads).probabilities(of: text)
    let classes = classifier.labels.count
    return (0..<text.count).map { mostProbable(probabilities[$0 * classes..<($0 + 1) * classes]) }
  }

  private func side(_ classifier: TextClassifier, _ corpus: Corpus) -> Report.Side {
    let scores = Evaluator().evaluate(Predictor(classifier, threads: threads), on: corpus)
    return Report.Side(
      filters: classifier.configuration.filters, parameters: classifier.parameterCount,
      parametersWithoutVectors: classifier.configuration.parameterCount(classes: classifier.labels.count),
      accuracy: scores.accuracy, logLoss: scores.logLoss)
  }
}
