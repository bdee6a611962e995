import ConvolutionModel
import TensorMath
import TestSupport
import Testing
import TextClassification
import TextCorpus

@testable import ModelTraining

@Suite struct FilterPruningTests {
  private let test = easyCorpus(200, seed: 9, name: "test.tsv")

  private func trained(_ kernel: KernelConfiguration, _ activation: Activation = .relu) throws
    -> TextClassifier
  {
    var configuration = smallConfiguration(kernel: kernel, filters: 10)
    configuration.network.activation = activation
    configuration.devFraction = 0
    configuration.epochs = 6
    return try Trainer(configuration, threads: 2).train(on: easyCorpus(150, seed: 4)).classifier
  }

  private func labels(_ classifier: TextClassifier) -> [Int] {
    Predictor(classifier).predictions(for: test.documents.map(\.text)).map(\.classIndex)
  }

  /// The labels of the corpus change within the bound, counted anew with the classifier that comes out.
  @Test(
    arguments: [
      KernelConfiguration(), KernelConfiguration(offsets: .shared, heads: 3),
      KernelConfiguration(kind: .attention, heads: 3), KernelConfiguration(kind: .local, regions: 2),
    ], Activation.allCases)
  func labelsStayWithinTheBound(_ kernel: KernelConfiguration, activation: Activation) throws {
    let classifier = try trained(kernel, activation)
    let before = labels(classifier)
    var sizes: [Int] = []
    for bound in [0, 0.02, 0.3] {
      let result = try FilterPruning(.changedLabels(share: bound), threads: 1).prune(classifier, on: test)
      let changed = zip(before, labels(result.classifier)).count { $0 != $1 }
      #expect(changed == result.report.changedLabels)
      #expect(Double(changed) <= bound * 200)
      #expect(result.report.before.filters == 10)
      #expect(result.report.after.filters == result.classifier.configuration.filters)
      #expect(result.report.after.parameters == result.classifier.parameterCount)
      sizes.append(result.classifier.configuration.filters)
    }
    #expect(sizes == sizes.sorted(by: >))
    #expect(sizes[2] < 10, "\(sizes)")
  }

  /// Relus that never fire, and output weights that are zero or alike for all classes.
  @Test func unusedFiltersGoWithoutChangingAnything() throws {
    var network = try trained(KernelConfiguration(kind: .attention, heads: 2)).network
    let filters = 10
    // Of width 2, head 0: four; head 1: three. Of width 3, head 0: two; head 1: three.
    let silent: [Int: [Int]] = [2: [0, 2, 6], 3: [1, 7, 9]]
    let unheard = [3, 4, 5, 8, 10 + 3, 10 + 5]
    let tensors = network.tensors
    network.setTensors { name, _ in
      var values = tensors.first { $0.name == name }!.values
      for (width, own) in silent where name == "conv\(width).bias" {
        for filter in own { values[filter] = -1000 }
      }
      if name == "output.weight" {
        for c in 0..<3 {
          for feature in unheard { values[c * 2 * filters + feature] = feature == 4 ? 0.75 : 0 }
        }
      }
      return values
    }
    let trained = try trained(KernelConfiguration(kind: .attention, heads: 2))
    let classifier = TextClassifier(
      tokenizer: trained.tokenizer, vocabulary: trained.vocabulary, labels: trained.labels, network: network)
    let result = try FilterPruning(.unused, threads: 1).prune(classifier, on: test)
    #expect(result.report.unusedFilters >= 12)
    // Of each width two of the first head can go and three of the second: 3 + 2 are left, as five filters want it.
    #expect(result.classifier.configuration.filters == 5)
    let texts = test.documents.map(\.text)
    let pairs = zip(
      Predictor(classifier).predictions(for: texts), Predictor(result.classifier).predictions(for: texts))
    for (a, b) in pairs {
      expectClose(
        b.probabilities, a.probabilities.map { Double($0) }, "probabilities", relative: 0, absolute: 2e-6)
    }
  }

  @Test func threadsDoNotMatter() throws {
    let classifier = try trained(KernelConfiguration())
    let results = try [1, 3].map {
      try FilterPruning(.changedLabels(share: 0.05), threads: $0).prune(classifier, on: test).classifier
    }
    #expect(results[0].network == results[1].network)
  }

  @Test func oneFilterStays() throws {
    var configuration = smallConfiguration(kernel: KernelConfiguration(), filters: 1)
    configuration.devFraction = 0
    let classifier = try Trainer(configuration, threads: 1).train(on: easyCorpus(60, seed: 4)).classifier
    let result = try FilterPruning(.changedLabels(share: 0.9), threads: 1).prune(classifier, on: test)
    #expect(result.classifier.network == classifier.network)
    #expect(result.report.changedLabels == 0)
  }

  /// G against its definition, in Double.
  @Test func theQuadraticFormIsTheSumOfCovariances() throws {
    let classifier = try trained(KernelConfiguration(), .tanh)
    let network = classifier.network
    let text = try EncodedText(
      easyCorpus(20, seed: 6), tokenizer: Tokenizer(classifier.tokenizer), vocabulary: classifier.vocabulary,
      labels: nil)
    let influence = FilterInfluence(network, on: text, pool: WorkerPool(threads: 1))
    let traces = (0..<20).map { network.trace(Array(text[$0])) }
    let count = 20
    let means = (0..<count).map { f in traces.reduce(0) { $0 + Double($1.features[f]) } / 20 }
    let leads = traces.map { trace in
      let order = trace.logits.sorted(by: >)
      return Double(order[0] - order[1])
    }
    let temperature = leads.reduce(0, +) / 20 / 2
    let weights = network.outputWeights
    var expected = [Double](repeating: 0, count: count * count)
    for trace in traces {
      let powers = trace.logits.map { exponential(Double($0) / temperature) }
      let p = powers.map { $0 / powers.reduce(0, +) }
      let deltas = (0..<count).map { f in
        (0..<3).map { c in Double(weights[c][f]) * (Double(trace.features[f]) - means[f]) }
      }
      func mean(_ values: [Double]) -> Double { zip(p, values).reduce(0) { $0 + $1.0 * $1.1 } }
      for f in 0..<count {
        for g in 0..<count {
          expected[f * count + g] +=
            mean(zip(deltas[f], deltas[g]).map { $0 * $1 }) - mean(deltas[f]) * mean(deltas[g])
        }
      }
    }
    expectClose(influence.quadraticForm(), expected, "G", relative: 1e-3, absolute: 1e-5)
    expectClose(influence.means, means, "means")
  }

  /// Two filters that undo each other go as a pair; taken one by one, each would be missed.
  @Test func costsCountWhatIsGoneAlready() throws {
    let configuration = TextCNNConfiguration(widths: [3], filters: 3)
    let form: [Float] = [4, -4, 0, -4, 4.5, 0, 0, 0, 5]
    var elimination = Elimination(configuration, form: form, unused: [])
    var smaller = configuration
    smaller.filters = 2
    #expect(elimination.shrink(to: smaller) == [0])
    smaller.filters = 1
    #expect(elimination.shrink(to: smaller) == [1])
    #expect(elimination.kept == [[2]])
  }

  /// From 8 filters of 5 heads to 7 the third head would grow, so there is no such step.
  @Test func aHeadNeverGrows() {
    let configuration = TextCNNConfiguration(
      widths: [3], filters: 8, kernel: KernelConfiguration(kind: .attention, heads: 5))
    let form = [Float](repeating: 0, count: 64)
    var elimination = Elimination(configuration, form: form, unused: [])
    let steps = (1...7).reversed().map { filters in
      var smaller = configuration
      smaller.filters = filters
      return elimination.shrink(to: smaller)?.count
    }
    #expect(steps == [nil, 2, 1, nil, nil, nil, nil])
  }
}
