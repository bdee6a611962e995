import ConvolutionModel
import TestSupport
import Testing

/// Scores from words beside the window. That their gradients are right, `GradientTests` shows.
@Suite struct ContextTests {
  private func configuration(context: Int) -> TextCNNConfiguration {
    var kernel = KernelConfiguration(kind: .attention, heads: 2)
    kernel.context = context
    return TextCNNConfiguration(dimension: 5, widths: [3], filters: 6, kernel: kernel)
  }

  /// q[h,k,j,:] of m words to either side, from that of a window alone: zeros around it.
  private func widened(_ model: TextCNN, by m: Int) -> TextCNN {
    var wide = TextCNN(configuration(context: m), vocabularyCount: model.vocabularyCount, classes: 3)
    wide.setTensors { name, shape in
      guard name.hasSuffix(".query") else { return model[tensor: name] }
      #expect(shape == [2, 3, 3 + 2 * m, 5])
      let zeros = [Float](repeating: 0, count: m * 5)
      let values = model[tensor: name]
      return (0..<6).flatMap { zeros + values[$0 * 15..<($0 + 1) * 15] + zeros }
    }
    return wide
  }

  @Test(arguments: [1, 2, 7])
  func wordsThatHaveNoSayChangeNothing(context: Int) {
    let model = TextCNN.random(configuration(context: 0), vocabularyCount: 12, seed: 3)
    let documents = randomDocuments(14, vocabularyCount: 12, seed: 2)
    expectSameBits(
      probabilities(widened(model, by: context), documents), probabilities(model, documents), "probabilities")
  }

  /// The weights of a window depend on the m words to either side of it, and on none further away.
  @Test(arguments: [0, 1, 2])
  func aWordReachesSoFar(context: Int) {
    let model = TextCNN.random(configuration(context: context), vocabularyCount: 12, seed: 3)
    let length = 15
    // Words 2 … all alike, but for one that moves through the document.
    func weights(changing place: Int) -> [[Float]] {
      var document = [Int32](repeating: 4, count: length)
      document[place] = 7
      return model.weights(of: document)
    }
    let plain = model.weights(of: [Int32](repeating: 4, count: length))
    #expect(plain.count == length + 2)
    for place in 0..<length {
      for (window, (a, b)) in zip(plain, weights(changing: place)).enumerated() {
        // Window i spans words i − 2 … i.
        let isNear = (window - 2 - context...window + context).contains(place)
        if isNear {
          // A window of one word has weight 1 whatever its score.
          #expect(a != b || (window == 0 || window == length + 1), "word \(place), window \(window)")
        } else {
          #expect(a == b, "word \(place), window \(window)")
        }
      }
    }
  }
}

extension TextCNN {
  /// The weights of every window of width 3 in the first head, by a trace in which each window decides once.
  fileprivate func weights(of document: [Int32]) -> [[Float]] {
    var mean = configuration
    mean.pooling = .mean
    var twin = TextCNN(mean, vocabularyCount: vocabularyCount, classes: classes)
    twin.setTensors { name, _ in self[tensor: name] }
    return twin.trace(document).parts[0].map(\.weights)
  }
}
