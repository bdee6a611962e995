import ConvolutionModel
import TensorMath
import TextCorpus

/// A network on its way: the state that one epoch hands to the next.
package struct TrainingRun {
  package private(set) var network: TextCNN
  private let configuration: TrainingConfiguration
  private let documents: DocumentSelection
  /// The documents of a step, as they are read.
  private var text = EncodedText()
  /// What words are made of; nil: each is a row.
  private let composition: WordComposition?
  package let pass: TrainingPass
  /// The documents of the last step.
  package private(set) var batch: Batch
  private var optimizer: Optimizer
  private var dropout: DropoutMask
  private var wordDropout: DropoutMask
  private var weightDropoutGenerator: SeededGenerator
  private var orderGenerator: SeededGenerator
  /// Numbers of the store, in the order of the epoch.
  private var order: [Int32]
  /// Whether steps are reported layer by layer; costs a copy of the parameters a step.
  package var diagnoses = false
  private var stepCount = 0

  /// - Parameters:
  ///   - combinations: What the class numbers of the documents mean where they have any number of labels.
  ///   - composition: What words are made of; nil: each is a row.
  package init(
    _ configuration: TrainingConfiguration, _ network: TextCNN, _ documents: DocumentSelection,
    combinations: LabelCombinations? = nil, composition: WordComposition? = nil, threads: Int
  ) {
    self.composition = composition
    self.configuration = configuration
    self.network = network
    self.documents = documents
    let pool = WorkerPool(threads: threads)
    pass = TrainingPass(network.layout, pool: pool)
    batch =
      composition.map { Batch($0, rowCount: network.rowCount) }
      ?? Batch(vocabularyCount: network.vocabularyCount)
    optimizer = Optimizer(
      configuration.optimizer, for: network, pool: pool, movesWords: configuration.vectors != .frozen,
      l1: configuration.l1, l2: configuration.l2, generators: configuration.generators)
    dropout = DropoutMask(rate: configuration.dropout, seed: configuration.seed)
    wordDropout = DropoutMask(
      rate: configuration.wordDropout, seed: configuration.seed, purpose: "word dropout")
    weightDropoutGenerator = SeededGenerator(seed: configuration.seed, purpose: "attention dropout")
    orderGenerator = SeededGenerator(seed: configuration.seed, purpose: "order")
    order = documents.numbers
    pass.loss = Loss(smoothing: configuration.labelSmoothing, focusing: configuration.focusing)
    let isBalanced = configuration.classWeights == .balanced
    if let combinations {
      pass.loss.targets = LabelTargets(combinations: combinations.combinations)
      if isBalanced { pass.loss.targets?.weights = balancedLabelWeights(combinations) }
    } else if isBalanced {
      pass.loss.classWeights = balancedWeights()
    }
  }

  /// One pass over all documents in a new order; afterwards every word vector is up to date.
  package mutating func runEpoch(_ epoch: Int, report: (TrainingEvent) -> Void) throws -> EpochRecord {
    let clock = ContinuousClock()
    let start = clock.now
    orderGenerator.shuffle(&order)
    var lossSum = 0.0
    for (number, first) in stride(from: 0, to: order.count, by: configuration.batchSize).enumerated() {
      let documents = order[first..<min(first + configuration.batchSize, order.count)]
      self.documents.store.willRead(
        order[documents.endIndex..<min(documents.endIndex + configuration.batchSize, order.count)])
      let loss = try step(documents)
      guard loss.isFinite else { throw TrainingError.lossNotFinite(epoch: epoch, batch: number + 1) }
      lossSum += loss * Double(documents.count)
      if let layers { report(.step(StepRecord(epoch: epoch, step: stepCount, loss: loss, layers: layers))) }
      report(.batch(epoch: epoch, documents: documents.endIndex, of: order.count))
    }
    optimizer.settle(&network)
    let seconds = (clock.now - start) / .seconds(1)
    let zeroShares =
      configuration.l1 > 0
      ? Dictionary(uniqueKeysWithValues: network.zeroShares.map { ($0.name, $0.share) }) : nil
    return EpochRecord(
      epoch: epoch, trainLoss: lossSum / Double(order.count), devAccuracy: nil, devLogLoss: nil,
      zeroShares: zeroShares, isBest: true,
      seconds: seconds, documentsPerSecond: Double(order.count) / max(seconds, 1e-9))
  }

  /// Which features the last step kept, `[B, features]` of 0 and 1; empty without dropout.
  package var mask: [UInt8] { dropout.mask }

  /// Learns from some documents of the store; returns their loss, penalties included, before the move.
  ///
  /// - Throws: `TemporaryFileError.cannotRead`.
  package mutating func step(_ documents: ArraySlice<Int32>) throws -> Double {
    text.removeAll()
    try self.documents.store.read(documents, into: &text)
    batch.removeAll()
    for document in 0..<text.count { append(document) }
    batch.sortWords()
    batch.findRows()
    optimizer.settle(&network, wordsOf: batch)
    if configuration.dropout > 0 { dropout.draw(batch.count * network.layout.featureCount) }
    if configuration.attentionDropout > 0 {
      pass.weightDropout = WeightDropout(
        rate: configuration.attentionDropout, seed: weightDropoutGenerator.next())
    }
    let loss = pass.run(
      network, batch, mask: configuration.dropout > 0 ? dropout.mask : nil,
      keep: configuration.dropoutForm == .inverted ? 1 - configuration.dropout : 1,
      differentiatesWords: configuration.vectors != .frozen)
    let before = diagnoses ? network.dense : nil
    let penalty = optimizer.step(&network, pass, batch)
    if let bound = configuration.maxNorm { network.limitOutputNorms(to: bound) }
    stepCount += 1
    layers = before.map { layerRecords(before: $0) }
    return loss + penalty
  }

  /// The network for prediction, where nothing is dropped, and a word of the vocabulary is one row.
  package var restingNetwork: TextCNN {
    var resting = composition.map(network.folding) ?? network
    guard configuration.dropoutForm == .classical, configuration.dropout > 0 else { return resting }
    resting.scaleOutputWeights(by: 1 - configuration.dropout)
    return resting
  }

  private mutating func append(_ document: Int) {
    let words = text[document]
    guard configuration.wordDropout > 0 else {
      return batch.append(words, label: text.labels[document])
    }
    wordDropout.draw(words.count)
    batch.append(
      zip(words, wordDropout.mask).map { $1 == 1 ? $0 : Vocabulary.unknown }, label: text.labels[document])
  }

  /// How the layers fared in the last step, where wanted.
  private var layers: [StepRecord.Layer]?

  private func layerRecords(before: AlignedFloats) -> [StepRecord.Layer] {
    let states = pass.layerStates(
      before, batch, differentiatesWords: configuration.vectors != .frozen)
    let ranges = Dictionary(uniqueKeysWithValues: network.layout.layers.map { ($0.name, $0.ranges) })
    return states.map { state in
      StepRecord.Layer(
        name: state.name, gradientNorm: state.gradientNorm,
        updateNorm: ranges[state.name].map { norm(of: network.dense, minus: before, $0) }
          ?? pass.wordMove(network, batch),
        weightNorm: state.weightNorm, signalNorm: state.signalNorm, deadShare: state.deadShare,
        saturatedShare: state.saturatedShare)
    }
  }

  private func norm(of new: AlignedFloats, minus old: AlignedFloats, _ ranges: [Range<Int>]) -> Double {
    new.withUnsafePointer { new in
      old.withUnsafePointer { old in
        var sum = 0.0
        for range in ranges {
          for i in range { sum += Double(new[i] - old[i]) * Double(new[i] - old[i]) }
        }
        return sum.squareRoot()
      }
    }
  }

  /// documents / (classes · documents of the class); 0 for a class that training lacks.
  private func balancedWeights() -> [Float] {
    var counts = documents.classCounts
    counts.append(contentsOf: repeatElement(0, count: network.classes - counts.count))
    return counts.map { $0 == 0 ? 0 : Float(documents.count) / Float(network.classes * $0) }
  }

  /// documents / (2 · documents that have the label), and likewise for those that lack it; 0 where there are none.
  private func balancedLabelWeights(_ combinations: LabelCombinations) -> [LabelTargets.Weights] {
    let total = documents.count
    return combinations.counts(ofCombinations: documents.classCounts, classes: network.classes).map { count in
      func weight(_ part: Int) -> Float { part == 0 ? 0 : Float(total) / Float(2 * part) }
      return LabelTargets.Weights(present: weight(count), absent: weight(total - count))
    }
  }
}
