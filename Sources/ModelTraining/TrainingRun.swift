import ConvolutionModel
import TensorMath
import TextCorpus

/// A network on its way: the state that one epoch hands to the next.
package struct TrainingRun {
  package private(set) var network: TextCNN
  private let configuration: TrainingConfiguration
  private let text: EncodedText
  package let pass: TrainingPass
  /// The documents of the last step.
  package private(set) var batch: Batch
  private var optimizer: Optimizer
  private var dropout: DropoutMask
  private var orderGenerator: SeededGenerator
  private var order: [Int]

  package init(_ configuration: TrainingConfiguration, _ network: TextCNN, _ text: EncodedText, threads: Int)
  {
    self.configuration = configuration
    self.network = network
    self.text = text
    let pool = WorkerPool(threads: threads)
    pass = TrainingPass(network.layout, pool: pool)
    batch = Batch(vocabularyCount: network.vocabularyCount)
    optimizer = Optimizer(
      configuration.optimizer, for: network, pool: pool, movesWords: configuration.vectors != .frozen,
      l1: configuration.l1, l2: configuration.l2)
    dropout = DropoutMask(rate: configuration.dropout, seed: configuration.seed)
    orderGenerator = SeededGenerator(seed: configuration.seed, purpose: "order")
    order = Array(0..<text.count)
    pass.loss = Loss(smoothing: configuration.labelSmoothing, focusing: configuration.focusing)
    if configuration.classWeights == .balanced { pass.loss.classWeights = balancedWeights() }
  }

  /// One pass over all documents in a new order; afterwards every word vector is up to date.
  package mutating func runEpoch(_ epoch: Int, report: (TrainingEvent) -> Void) throws -> EpochRecord {
    let clock = ContinuousClock()
    let start = clock.now
    orderGenerator.shuffle(&order)
    var lossSum = 0.0
    for (number, first) in stride(from: 0, to: order.count, by: configuration.batchSize).enumerated() {
      let documents = order[first..<min(first + configuration.batchSize, order.count)]
      let loss = step(documents)
      guard loss.isFinite else { throw TrainingError.lossNotFinite(epoch: epoch, batch: number + 1) }
      lossSum += loss * Double(documents.count)
      report(.batch(epoch: epoch, documents: documents.endIndex, of: order.count))
    }
    optimizer.settle(&network)
    let seconds = (clock.now - start) / .seconds(1)
    return EpochRecord(
      epoch: epoch, trainLoss: lossSum / Double(order.count), devAccuracy: nil, devLogLoss: nil, isBest: true,
      seconds: seconds, documentsPerSecond: Double(order.count) / max(seconds, 1e-9))
  }

  /// Which features the last step kept, `[B, features]` of 0 and 1; empty without dropout.
  package var mask: [UInt8] { dropout.mask }

  /// Learns from some documents; returns their loss, penalties included, before the move.
  package mutating func step(_ documents: ArraySlice<Int>) -> Double {
    batch.removeAll()
    for document in documents { batch.append(text[document], label: text.labels[document]) }
    batch.sortWords()
    optimizer.settle(&network, wordsOf: batch)
    if configuration.dropout > 0 { dropout.draw(batch.count * network.layout.featureCount) }
    let loss = pass.run(
      network, batch, mask: configuration.dropout > 0 ? dropout.mask : nil, keep: 1 - configuration.dropout,
      differentiatesWords: configuration.vectors != .frozen)
    let penalty = optimizer.step(&network, pass, batch)
    if let bound = configuration.maxNorm { network.limitOutputNorms(to: bound) }
    return loss + penalty
  }

  /// documents / (classes · documents of the class); 0 for a class that training lacks.
  private func balancedWeights() -> [Float] {
    var counts = [Int](repeating: 0, count: network.classes)
    for label in text.labels { counts[Int(label)] += 1 }
    return counts.map { $0 == 0 ? 0 : Float(text.count) / Float(network.classes * $0) }
  }
}
