import ConvolutionModel
import TensorMath
import TestSupport
import Testing

/// a' = 1 + g·(a − 1). That its gradients are right, `GradientTests` shows.
@Suite struct WeightGateTests {
  /// Every kernel with gates, three heads.
  static let kernels = KernelConfiguration.all(heads: 3).filter(\.hasGates)

  private func model(_ kernel: KernelConfiguration, gates: [Float]?) -> TextCNN {
    var configuration = TextCNNConfiguration(dimension: 6, widths: [2, 4], filters: 10, kernel: kernel)
    let drawn = TextCNN.random(configuration, vocabularyCount: 12, seed: 6)
    if gates == nil { configuration.kernel.isGated = false }
    var model = TextCNN(configuration, vocabularyCount: 12, classes: 3)
    model.setTensors { name, _ in name.hasSuffix(".gate") ? gates! : drawn[tensor: name] }
    return model
  }

  private var documents: [[Int32]] { randomDocuments(12, vocabularyCount: 12, seed: 7) }

  @Test(arguments: kernels)
  func openGatesAreNone(_ kernel: KernelConfiguration) {
    expectClose(
      probabilities(model(kernel, gates: [1, 1, 1]), documents),
      probabilities(model(kernel, gates: nil), documents).map { Double($0) }, "probabilities", relative: 1e-5)
  }

  @Test(arguments: kernels)
  func closedGatesAreStatic(_ kernel: KernelConfiguration) {
    var ordinary = model(kernel, gates: [0, 0, 0]).configuration
    ordinary.kernel = KernelConfiguration(kind: .attention, offsets: kernel.offsets, heads: 3)
    var twin = TextCNN(ordinary, vocabularyCount: 12, classes: 3)
    let closed = model(kernel, gates: [0, 0, 0])
    twin.setTensors { name, shape in
      name.hasPrefix("attention") ? [Float](repeating: 0, count: shape.reduce(1, *)) : closed[tensor: name]
    }
    let found = probabilities(closed, documents)
    expectSameBits(found, probabilities(twin, documents), "all a = 1")
    let open = probabilities(model(kernel, gates: [1, 1, 1]), documents)
    #expect(zip(found, open).contains { abs($0 - $1) > 1e-3 })
  }

  /// A gate reaches the filters of its head, h(f) = ⌊f·H / F⌋, and no others.
  @Test(arguments: kernels)
  func aGateIsOfItsHead(_ kernel: KernelConfiguration) {
    func features(_ gates: [Float]) -> [Float] { model(kernel, gates: gates).trace(documents[4]).features }
    let (before, after) = (features([1, 1, 1]), features([1, -2, 1]))
    for (index, (a, b)) in zip(before, after).enumerated() where (index % 10) * 3 / 10 != 1 {
      #expect(a == b, "feature \(index)")
    }
    #expect(before != after)
  }

  /// The weights that an explanation shows are those that the filters used.
  @Test(arguments: kernels)
  func tracesShowWhatWasUsed(_ kernel: KernelConfiguration) {
    let shut = model(kernel, gates: [0, 1, 0]).trace(documents[4])
    for (index, parts) in shut.parts.enumerated() where (index % 10) * 3 / 10 != 1 {
      #expect(parts.allSatisfy { $0.weights.allSatisfy { $0 == 1 } }, "feature \(index)")
    }
  }
}
