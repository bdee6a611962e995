import ConvolutionModel
import TensorMath
import TextCorpus

/// A classifier of which every window has the weights of another window: a control that tells whether it matters which
/// words attention weighs how, or only how its weights are distributed.
///
/// Windows exchange all their weights, those of every head together, with windows of the same width that have words at the
/// same places, over all documents asked about. Each window's weights go to just one other: the windows of such a group
/// stand in a random order, and each takes the weights of the next, the last those of the first. Only a window that is
/// alone in its group keeps its own. The words of the other window may be the same, where documents repeat each other.
///
/// Each member of an ensemble has an exchange of its own.
public struct ShuffledWeights: Sendable {
  /// Whose weights are exchanged.
  public let classifier: TextClassifier
  /// Decides who exchanges with whom.
  public let seed: UInt64

  /// - Returns: nil where windows have no weights of their own: with kernels other than attention. And with convolutions
  ///   above the first, whose windows are not of words.
  public init?(of classifier: TextClassifier, seed: UInt64) {
    guard classifier.configuration.kernel.kind == .attention, classifier.configuration.depth == 1 else {
      return nil
    }
    self.classifier = classifier
    self.seed = seed
  }

  /// What the classifier says of texts that have exchanged weights, in their order.
  ///
  /// - Complexity: As `probabilities`.
  public func predictions(for texts: [String], threads: Int = 1) -> [Prediction] {
    let classes = classifier.labels.count
    let probabilities = probabilities(of: classifier.encode(texts), threads: threads)
    return texts.indices.map { index in
      Prediction(
        labels: classifier.labels,
        probabilities: Array(probabilities[index * classes..<(index + 1) * classes]),
        thresholds: classifier.multiLabel?.thresholds)
    }
  }

  /// Probabilities of encoded documents, `[documents, C]`; the same bits with any number of threads.
  ///
  /// - Complexity: O(distinct words of a document · N · d) for each document, some half a millisecond for a question of ten
  ///   words; keeps the weights of all documents, `windows · H · n` numbers a width.
  package func probabilities(of text: EncodedText, threads: Int) -> [Float] {
    let pool = WorkerPool(threads: threads)
    func forEachDocument<T>(_ value: (_ document: Int) -> T) -> [T] {
      var values = [T?](repeating: nil, count: text.count)
      values.withUnsafeMutableBufferPointer { values in
        pool.forEachChunk(of: text.count, size: 16) { range in
          for document in range { values[document] = value(document) }
        }
      }
      return values.map { $0! }
    }
    let members = classifier.networks(for: text).enumerated().map { member, network in
      var weights = forEachDocument { network.windowWeights(of: Array(text[$0])) }
      Self.exchange(&weights, seed: seed &+ UInt64(member))
      return forEachDocument { document in
        var answer = network.trace(Array(text[document]), weights: weights[document]).logits
        network.configuration.output.apply(to: &answer, count: answer.count)
        return answer
      }.flatMap { $0 }
    }
    return classifier.combination.combine(members, classes: classifier.labels.count)
  }

  /// Exchanges the weights of the documents' windows, `[documents]` of `[widths]`.
  package static func exchange(_ weights: inout [[WindowWeights]], seed: UInt64) {
    let old = weights
    for widthIndex in (old.first ?? []).indices {
      var groups: [Range<Int>: [(document: Int, window: Int)]] = [:]
      for document in old.indices {
        for window in 0..<old[document][widthIndex].count {
          groups[old[document][widthIndex].places(window), default: []].append((document, window))
        }
      }
      for (places, windows) in groups {
        // A stream of its own for each group, as a dictionary has no order.
        var generator = SeededGenerator(
          seed: seed,
          purpose: "exchange \(old[0][widthIndex].width) \(places.lowerBound) \(places.upperBound)")
        var order = windows
        generator.shuffle(&order)
        for (own, other) in zip(order, order.dropFirst() + order.prefix(1)) {
          weights[own.document][widthIndex].copy(
            own.window, from: other.window, of: old[other.document][widthIndex])
        }
      }
    }
  }
}
