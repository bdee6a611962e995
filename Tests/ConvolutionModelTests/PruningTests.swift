import ConvolutionModel
import TensorMath
import TestSupport
import Testing

@Suite struct PruningTests {
  /// h(f) = ⌊f·H / F⌋, whatever divides what.
  @Test(arguments: [1, 2, 3, 5, 8])
  func groupsAreTheHeads(_ heads: Int) {
    for filters in heads...30 {
      let configuration = TextCNNConfiguration(
        filters: filters, kernel: KernelConfiguration(kind: .attention, heads: heads))
      let groups = configuration.filterGroups
      #expect(groups.flatMap { Array($0) } == Array(0..<filters))
      for (head, group) in groups.enumerated() {
        #expect(group.allSatisfy { $0 * heads / filters == head })
      }
    }
    #expect(TextCNNConfiguration(filters: 7).filterGroups == [0..<7])
  }

  /// logits = bias + Σ O·h over the filters that stay + Σ O·constant over the others, with the features of the whole
  /// network: for every kernel, so that each filter is still in its place and in its head.
  @Test(arguments: KernelConfiguration.all(heads: 3), Activation.allCases)
  func whatStaysSaysWhatItSaid(_ kernel: KernelConfiguration, activation: Activation) {
    let configuration = TextCNNConfiguration(
      dimension: 5, widths: [1, 3], filters: 10, kernel: kernel, activation: activation)
    let model = TextCNN.random(configuration, seed: 11)
    // Of the heads 0...3, 4...6 and 7...9 two each go from the first and one each from the others: 6 of 10.
    let kept = [[1, 3, 4, 6, 7, 8], [0, 2, 5, 6, 8, 9]]
    let constants = (0..<20).map { Float($0) / 10 - 1 }
    let smaller = model.keeping(kept, constants: constants)
    #expect(smaller.configuration.filters == 6)
    #expect(smaller.embedding == model.embedding)
    let stays = Set(kept[0] + kept[1].map { $0 + 10 })
    for document in randomDocuments(12, vocabularyCount: 9, seed: 5) {
      let whole = model.trace(document)
      let logits = (0..<3).map { c in
        (0..<20).reduce(Double(model.outputBias[c])) { sum, f in
          sum + Double(model.outputWeights[c][f])
            * Double(stays.contains(f) ? whole.features[f] : constants[f])
        }
      }
      let trace = smaller.trace(document)
      expectClose(trace.logits, logits, "logits", relative: 1e-5)
      expectClose(
        trace.features, stays.sorted().map { Double(whole.features[$0]) }, "features", relative: 1e-5)
    }
  }

  @Test func allFiltersAreTheNetworkItself() {
    let model = TextCNN.random(
      TextCNNConfiguration(dimension: 5, widths: [2, 3], filters: 40, activation: .prelu), seed: 1)
    let all = [Array(0..<40), Array(0..<40)]
    #expect(model.keeping(all, constants: [Float](repeating: 9, count: 80)) == model)
  }
}
