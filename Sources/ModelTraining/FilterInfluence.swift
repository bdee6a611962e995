import ConvolutionModel
import TensorMath
import TextClassification
import TextCorpus

/// What each filter of a network adds to the logits of some documents, and what it would be to be without it.
///
/// A filter that goes is replaced by its mean over the documents, so document b loses, of filter f, with features h,
///
///     δ[b,c] = O[c,f] · (h[b,f] − mean_f)
///
/// A filter is unused where that is 0, or the same for all classes: its feature is the same in all documents (a relu that
/// never fires), or its output weights are. Of the others a set S that goes moves the probabilities of document b by a KL
/// divergence of ½·Var_p(Σ_S δ[b,·]), to second order, where p = softmax(logits / τ). Over all documents that is a
/// quadratic form of S:
///
///     Σ_{f,g ∈ S} G[f,g]        G[f,g] = Σ_b Cov_p(δ_f[b,·], δ_g[b,·])
///
/// τ, half the mean lead of the winning class, makes documents count that are near a change, and not those alone that
/// are on the brink. Source of the criterion: Theis et al. 2018, "Faster gaze prediction with dense networks and Fisher
/// pruning", <https://arxiv.org/abs/1801.05787>.
struct FilterInfluence {
  let network: TextCNN
  let documents: Int
  /// h, `[documents, features]`.
  private let features: [Float]
  /// `[documents, C]`
  private let logits: [Float]
  /// The mean of each feature, `[features]`.
  let means: [Float]
  /// O, `[C][features]`.
  private let weights: [[Float]]
  private let pool: WorkerPool

  var featureCount: Int { means.count }

  /// Runs the documents. O(tokens · N · d) on all threads; keeps 4 bytes a document and filter.
  init(_ network: TextCNN, on text: EncodedText, pool: WorkerPool) {
    let count = network.layout.featureCount
    let classes = network.classes
    var features = [Float](repeating: 0, count: text.count * count)
    var logits = [Float](repeating: 0, count: text.count * classes)
    features.withUnsafeMutableBufferPointer { features in
      logits.withUnsafeMutableBufferPointer { logits in
        pool.forEachChunk(of: text.count, size: 16) { range in
          for document in range {
            let trace = network.trace(Array(text[document]))
            for f in 0..<count { features[document * count + f] = trace.features[f] }
            for c in 0..<classes { logits[document * classes + c] = trace.logits[c] }
          }
        }
      }
    }
    means = (0..<count).map { f in
      // The sum of distances from the first: the mean of equal values is exactly that value.
      let first = text.count > 0 ? Double(features[f]) : 0
      let sum = (0..<text.count).reduce(0) { $0 + (Double(features[$1 * count + f]) - first) }
      return Float(first + sum / Double(max(text.count, 1)))
    }
    self.network = network
    self.features = features
    self.logits = logits
    self.pool = pool
    documents = text.count
    weights = network.outputWeights
  }

  /// Whether a filter can go without any probability of these documents changing.
  func isUnused(_ feature: Int) -> Bool {
    let own = weights.map { $0[feature] }
    return own.allSatisfy { $0 == own[0] }
      || (0..<documents).allSatisfy { features[$0 * featureCount + feature] == means[feature] }
  }

  /// G, `[features, features]`. O(documents · C · features²), by matrix products.
  func quadraticForm() -> [Float] {
    let count = featureCount
    let classes = weights.count
    let temperature = max(meanLead / 2, 1e-6)
    var form = [Float](repeating: 0, count: count * count)
    // Rows √p_c · (δ_c − Σ_k p_k·δ_k), whose products sum up to the covariances.
    let most = 1024
    var rows = [Float](repeating: 0, count: most * count)
    var filled = 0
    func flush() {
      rows.withUnsafeBufferPointer { rows in
        form.withUnsafeMutableBufferPointer { form in
          let view = MatrixView(rows.baseAddress!, stride: count)
          multiply(
            view.transposed, view, m: count, n: count, k: filled, into: form.baseAddress!, stride: count,
            accumulating: true)
        }
      }
      filled = 0
    }
    for document in 0..<documents {
      var p = (0..<classes).map { logits[document * classes + $0] / temperature }
      _ = softmax(&p, count: classes)
      var mean = [Float](repeating: 0, count: count)
      for c in 0..<classes { for f in 0..<count { mean[f] += p[c] * weights[c][f] } }
      // A class that is out of the question adds nothing.
      for c in 0..<classes where p[c] > 1e-6 {
        let root = p[c].squareRoot()
        let start = filled * count
        for f in 0..<count {
          rows[start + f] =
            root * (weights[c][f] - mean[f]) * (features[document * count + f] - means[f])
        }
        filled += 1
        if filled == most { flush() }
      }
    }
    if filled > 0 { flush() }
    return form
  }

  /// By how much the winning class leads, the mean over the documents.
  private var meanLead: Float {
    let classes = weights.count
    let sum = (0..<documents).reduce(0.0) { sum, document in
      let own = logits[document * classes..<(document + 1) * classes].sorted(by: >)
      return sum + Double(own[0] - own[1])
    }
    return Float(sum / Double(max(documents, 1)))
  }

  /// Takes filters away one after another and counts the documents whose winning class is another then.
  struct Removal {
    private let influence: FilterInfluence
    private let winners: [Int]
    private var logits: [Float]

    init(_ influence: FilterInfluence) {
      self.influence = influence
      logits = influence.logits
      winners = Self.winners(of: logits, influence)
    }

    /// O(documents · C).
    mutating func remove(_ feature: Int) {
      let classes = influence.weights.count
      for document in 0..<influence.documents {
        let own = influence.features[document * influence.featureCount + feature] - influence.means[feature]
        for c in 0..<classes { logits[document * classes + c] -= influence.weights[c][feature] * own }
      }
    }

    /// O(documents · C).
    var changedCount: Int { zip(winners, Self.winners(of: logits, influence)).count { $0 != $1 } }

    private static func winners(of logits: [Float], _ influence: FilterInfluence) -> [Int] {
      let classes = influence.weights.count
      return (0..<influence.documents).map {
        mostProbable(logits[$0 * classes..<($0 + 1) * classes])
      }
    }
  }
}
