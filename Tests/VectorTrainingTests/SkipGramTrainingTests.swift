import TensorMath
import Testing
import TextCorpus

@testable import VectorTraining

@Suite struct SkipGramTrainingTests {
  /// Every number drawn as the shards draw it, every pair moved on its own, in Double.
  private func naive(
    _ tables: SkipGramTables, _ stretch: Stretch, _ training: SkipGramTraining, key: UInt64, rate: Double
  ) -> (inputs: [Double], outputs: [Double]) {
    let stride = tables.stride
    let sampler = NegativeSampler(counts: training.text.counts)
    let before = (
      (0..<tables.inputs.count).map { Double(tables.inputs[$0]) },
      (0..<tables.outputs.count).map { Double(tables.outputs[$0]) }
    )
    var (inputs, outputs) = before
    func rows(_ word: Int32) -> [Int32] {
      training.index.hasSubwords ? Array(training.index.rows(of: Int(word))) : [word]
    }
    for document in 0..<stretch.starts.count - 1 {
      for place in stretch.starts[document]..<stretch.starts[document + 1] {
        var generator = PlaceGenerator(key: key, place: UInt64(place))
        let reach = 1 + PlaceGenerator.below(training.configuration.window, generator.next())
        let own = stretch.tokens[place]
        let drawn = (0..<training.configuration.negatives).map { _ in sampler.word(generator.next()) }
        for other in place - reach...place + reach where other != place {
          guard (stretch.starts[document]..<stretch.starts[document + 1]).contains(other) else { continue }
          let pieces = rows(stretch.tokens[other])
          let x = (0..<stride).map { k in
            pieces.reduce(0) { $0 + before.0[Int($1) * stride + k] } / Double(pieces.count)
          }
          for (target, label) in [(own, 1.0)] + drawn.filter({ $0 != own }).map({ ($0, 0.0) }) {
            let base = Int(target) * stride
            let score = (0..<stride).reduce(0) { $0 + x[$1] * before.1[base + $1] }
            let step = rate * (label - 1 / (1 + exponential(-score)))
            for k in 0..<stride {
              for piece in pieces { inputs[Int(piece) * stride + k] += step * before.1[base + k] }
              outputs[base + k] += step * x[k]
            }
          }
        }
      }
    }
    return (inputs, outputs)
  }

  @Test(arguments: [false, true])
  func `a round steps as its naive twin does`(hasSubwords: Bool) throws {
    let text = try Planted.text(documents: 12, seed: 3)
    let configuration = VectorTrainingConfiguration(
      dimension: 20, window: 4, negatives: 3, minimumCount: 1, sample: 0,
      subwords: hasSubwords ? .init(minimumLength: 2, maximumLength: 3, buckets: 50) : nil)
    var training = SkipGramTraining(
      text, configuration, cut: .init(round: 1000), pool: WorkerPool(threads: 2))
    var generator = SeededGenerator(seed: 1)
    var sum = SkipGramTraining.EpochSum()
    // The first round leaves outputs that are not 0.
    for key in [UInt64(5), 6] {
      var next = 0
      let stretch = Stretch(
        of: text, documents: (0..<12).map { $0 }, next: &next, size: .max,
        thresholds: text.keepThresholds(sample: 0), generator: &generator)
      #expect(stretch.tokens.count < 1000)
      let expected = naive(training.tables, stretch, training, key: key, rate: 0.1)
      training.learn(stretch, key: key, sum: &sum) { _ in 0.1 }
      let tables = training.tables
      #expect(
        expected.inputs.indices.allSatisfy { abs(Double(tables.inputs[$0]) - expected.inputs[$0]) < 1e-5 })
      #expect(
        expected.outputs.indices.allSatisfy { abs(Double(tables.outputs[$0]) - expected.outputs[$0]) < 1e-5 })
    }
    #expect((0..<training.tables.outputs.count).contains { abs(training.tables.outputs[$0]) > 1e-3 })
  }

  @Test func `the step size falls in a straight line`() {
    let configuration = VectorTrainingConfiguration(learningRate: 0.5, finalLearningRate: 0.1)
    #expect(SkipGramTraining.rate(configuration, 0) == 0.5)
    #expect(abs(SkipGramTraining.rate(configuration, 0.75) - 0.2) < 1e-6)
    #expect(SkipGramTraining.rate(configuration, 1) == 0.1)
  }

  @Test func `frequent words are thinned out as often as the formula says`() throws {
    let text = try Planted.text(documents: 400, seed: 8)
    let thresholds = text.keepThresholds(sample: 0.01)
    var generator = SeededGenerator(seed: 4)
    var next = 0
    let stretch = Stretch(
      of: text, documents: (0..<400).map { $0 }, next: &next, size: .max, thresholds: thresholds,
      generator: &generator)
    // "of" is every other word.
    let f = Double(text.counts[0]) / Double(text.tokens.count)
    #expect(text.words[0] == "of" && f > 0.3)
    let expected = Double(text.counts[0]) * ((f / 0.01).squareRoot() + 1) * 0.01 / f
    let kept = Double(stretch.tokens.count { $0 == 0 })
    #expect(abs(kept - expected) < 4 * expected.squareRoot())
    #expect(stretch.source == text.tokens.count)
    #expect(text.keepThresholds(sample: 0).allSatisfy { $0 == 1 << 32 })
  }

  @Test func `a place in a stretch is found in its document`() throws {
    let text = try Planted.text(documents: 9, seed: 2)
    var generator = SeededGenerator(seed: 4)
    var next = 0
    let stretch = Stretch(
      of: text, documents: (0..<9).map { $0 }, next: &next, size: .max,
      thresholds: text.keepThresholds(sample: 0),
      generator: &generator)
    for document in 0..<9 {
      for place in stretch.starts[document]..<stretch.starts[document + 1] {
        #expect(stretch.document(at: place) == document)
      }
    }
  }
}
