import ConvolutionModel
import TestSupport
import Testing

/// The weights of a document's windows, as they are shown and exchanged. How they come from scores is tested with the row
/// loops.
@Suite struct WindowWeightsTests {
  @Test func `places and words are those of the wide convolution`() {
    let weights = WindowWeights(width: 3, heads: 1, tokenCount: 4)
    #expect(weights.count == 6)
    #expect((0..<6).map { weights.places($0) } == [2..<3, 1..<3, 0..<3, 0..<3, 0..<2, 0..<1])
    #expect((0..<6).map { weights.words($0) } == [0..<1, 0..<2, 0..<3, 1..<4, 2..<4, 3..<4])
    // Shorter than a window: padding on both sides.
    let short = WindowWeights(width: 3, heads: 1, tokenCount: 1)
    #expect((0..<3).map { short.places($0) } == [2..<3, 1..<2, 0..<1])
    let empty = WindowWeights(width: 3, heads: 1, tokenCount: 0)
    #expect(empty.count == 1 && empty.places(0).isEmpty && empty.words(0).isEmpty)
  }

  /// Softmax: a = m·softmax(s), so the m words of a window weigh m together, and a place without a word nothing.
  @Test func `softmax shares out as many weights as there are words`() {
    let kernel = KernelConfiguration(kind: .attention, heads: 3)
    let model = TextCNN.random(
      TextCNNConfiguration(dimension: 5, widths: [2, 4], filters: 6, kernel: kernel), seed: 3)
    for document in randomDocuments(9, vocabularyCount: 9, seed: 1) {
      let all = model.windowWeights(of: document)
      #expect(all.map(\.width) == [2, 4])
      for weights in all {
        for window in 0..<weights.count {
          for head in 0..<3 {
            let a = (0..<weights.width).map { weights[window, head, $0] }
            let places = weights.places(window)
            expectClose(
              [a.reduce(0, +)], [Double(places.count)], "\(document)", relative: 1e-5, absolute: 1e-6)
            for place in a.indices where !places.contains(place) { #expect(a[place] == 0) }
          }
        }
      }
    }
  }

  /// Given its own weights, a document is what it is without.
  @Test(arguments: KernelConfiguration.all(heads: 2))
  func `a trace takes the weights that it is given`(_ kernel: KernelConfiguration) {
    for pooling in Pooling.allCases {
      let model = TextCNN.random(
        TextCNNConfiguration(dimension: 5, widths: [2, 3], filters: 6, kernel: kernel, pooling: pooling),
        seed: 3)
      for document in randomDocuments(9, vocabularyCount: 9, seed: 1) {
        var weights = model.windowWeights(of: document)
        let plain = model.trace(document)
        expectSameBits(model.trace(document, weights: weights).logits, plain.logits, "\(document)")
        guard !document.isEmpty, kernel.hasGenerator else { continue }
        // Without weight a window is its bias.
        for index in weights.indices {
          weights[index] = WindowWeights(
            width: weights[index].width, heads: weights[index].heads, tokenCount: document.count)
        }
        let silent = model.trace(document, weights: weights)
        let empty = model.trace([])
        if pooling == .max { expectSameBits(silent.features, empty.features, "\(document)") }
        #expect(silent.logits != plain.logits)
      }
    }
  }

  @Test func `kernels without a generator have none`() {
    let model = TextCNN.random(TextCNNConfiguration(dimension: 5, widths: [2], filters: 6), seed: 3)
    #expect(model.windowWeights(of: [1, 2]).isEmpty)
  }
}
