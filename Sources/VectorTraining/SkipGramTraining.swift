import CTensorMath
import TensorMath

/// The passes over a text, in rounds of windows that all see the same vectors.
///
/// A round is one step of stochastic gradient descent: shards of neighbouring windows compute, each for itself, what
/// they want moved, and then the parts of the tables are moved, each by one task and by the shards in their order.
/// Nothing depends on which thread did what, so that the vectors have the same bits with any number of threads. (The
/// usual trainers let threads write over one another: Hogwild.)
struct SkipGramTraining {
  let text: SkipGramText
  let configuration: VectorTrainingConfiguration
  let index: SubwordIndex
  let cut: VectorTrainingCut
  let pool: WorkerPool
  private let sampler: NegativeSampler
  private let thresholds: [UInt64]
  private let shards: [SkipGramShardBox]
  /// The vectors as they are now.
  private(set) var tables: SkipGramTables

  init(
    _ text: SkipGramText, _ configuration: VectorTrainingConfiguration, cut chosen: VectorTrainingCut? = nil,
    pool: WorkerPool
  ) {
    self.text = text
    self.configuration = configuration
    self.pool = pool
    index = SubwordIndex(words: text.words, subwords: configuration.subwords)
    let cut = chosen ?? VectorTrainingCut(for: text, configuration, index: index)
    self.cut = cut
    sampler = NegativeSampler(counts: text.counts)
    thresholds = text.keepThresholds(sample: configuration.sample)
    shards = (0..<cut.shards).map { _ in SkipGramShardBox(parts: cut.parts) }
    tables = SkipGramTables(words: text.words.count, rows: index.rowCount, configuration: configuration)
  }

  /// All epochs.
  ///
  /// - Throws: `diverged`.
  mutating func run(progress: (VectorTrainingEvent) -> Void) throws(VectorTrainingError) {
    let (text, configuration) = (text, configuration)
    let total = text.tokens.count * configuration.epochs
    var done = 0
    for epoch in 1...configuration.epochs {
      var generator = SeededGenerator(seed: configuration.seed, purpose: "epoch \(epoch)")
      // Corpora are often sorted by class.
      var documents = (0..<Int32(text.starts.count - 1)).map { $0 }
      generator.shuffle(&documents)
      var sum = EpochSum()
      var next = 0
      while next < documents.count {
        let stretch = Stretch(
          of: text, documents: documents, next: &next, size: cut.stretch, thresholds: thresholds,
          generator: &generator)
        let start = done
        learn(stretch, key: generator.next(), sum: &sum) { share in
          Self.rate(configuration, (Double(start) + share * Double(stretch.source)) / Double(total))
        }
        done += stretch.source
        progress(.progress(epoch: epoch, tokens: done, ofTokens: total))
      }
      guard sum.loss.isFinite, isFinite else { throw .diverged(epoch: epoch) }
      progress(
        .epoch(
          VectorTrainingEpoch(
            epoch: epoch, loss: sum.pairs > 0 ? sum.loss / Double(sum.pairs) : nil, tokens: text.tokenCount,
            keptTokens: sum.kept)))
    }
  }

  /// What an epoch's event tells.
  struct EpochSum {
    var loss = 0.0
    var pairs = 0
    var kept = 0
  }

  /// The step size when a share of all is done.
  static func rate(_ configuration: VectorTrainingConfiguration, _ share: Double) -> Float {
    let (first, last) = (Double(configuration.learningRate), Double(configuration.finalLearningRate))
    return Float(first + (last - first) * share)
  }

  /// All windows of a stretch, round by round.
  ///
  /// - Parameter rate: The step size when a share of the stretch is done.
  mutating func learn(_ stretch: Stretch, key: UInt64, sum: inout EpochSum, rate: (Double) -> Float) {
    let count = stretch.tokens.count
    sum.kept += count
    let (shards, cut, pool) = (shards, cut, pool)
    let stride = tables.stride
    let (index, sampler, configuration) = (index, sampler, configuration)
    tables.inputs.withUnsafeMutablePointer { inputs in
      tables.outputs.withUnsafeMutablePointer { outputs in
        var round = SkipGramRound(
          stretch: stretch, inputs: inputs, outputs: outputs, stride: stride, index: index, sampler: sampler,
          window: configuration.window, negatives: configuration.negatives, key: key)
        for start in Swift.stride(from: 0, to: count, by: cut.round) {
          let end = min(start + cut.round, count)
          round.rate = rate(Double(start) / Double(count))
          let size = (cut.round + cut.shards - 1) / cut.shards
          let used = (end - start + size - 1) / size
          pool.forEach(used) { shard in
            let first = start + shard * size
            // The loss of the first shard stands for all.
            shards[shard].shard.learn(first..<min(first + size, end), of: round, tellsLoss: shard == 0)
          }
          sum.loss += shards[0].shard.loss
          sum.pairs += shards[0].shard.pairs
          pool.forEach(2 * cut.parts) { task in
            let (part, isInput) = (task / 2, task % 2 == 0)
            for box in shards[..<used] {
              if isInput {
                box.shard.inputMoves.apply(part, of: box.shard.inputRows, to: inputs, stride: stride)
              } else {
                box.shard.outputMoves.apply(part, of: box.shard.outputRows, to: outputs, stride: stride)
              }
            }
          }
        }
      }
    }
  }

  /// Whether every number is one.
  private var isFinite: Bool {
    tables.inputs.withUnsafePointer { base in
      // x − x is 0 of a number and NaN of any other.
      var sum: Float = 0
      for index in 0..<tables.inputs.count { sum += base[index] - base[index] }
      return sum == 0
    }
  }
}
