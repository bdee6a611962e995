import ConvolutionModel
import TensorMath
import TestSupport
import Testing

@Suite struct TextCNNTests {
  @Test func longRowsOfTheOutputAreShortenedAndShortOnesKept() {
    var model = TextCNN(
      TextCNNConfiguration(dimension: 2, widths: [1], filters: 2), vocabularyCount: 1, classes: 3)
    model.setTensors { name, shape in
      name == "output.weight" ? [3, 4, 0.3, 0.4, 0, 0] : [Float](repeating: 9, count: shape.reduce(1, *))
    }
    model.limitOutputNorms(to: 1)
    expectClose(model[tensor: "output.weight"], [0.6, 0.8, 0.3, 0.4, 0, 0], "rows", relative: 1e-6)
    #expect(model[tensor: "output.bias"] == [9, 9, 9])
    #expect(model[tensor: "conv1.weight"] == [9, 9, 9, 9])
  }

  @Test func firstWeightsAreWithinTheirBounds() {
    let kernel = KernelConfiguration(kind: .attention, heads: 4)
    let model = TextCNN(
      TextCNNConfiguration(dimension: 30, widths: [2, 3], filters: 20, kernel: kernel, activation: .prelu),
      vocabularyCount: 50, classes: 4, seed: 3, vectorBound: 0.25)
    func expect(_ name: String, within bound: Float) {
      let values = model[tensor: name]
      let greatest = values.map(abs).max() ?? 0
      #expect(greatest <= bound && greatest > 0.9 * bound, "\(name): \(greatest) of \(bound)")
      let mean = values.reduce(0, +) / Float(values.count)
      #expect(abs(mean) < 0.15 * bound, "\(name)")
    }
    expect("embedding", within: 0.25)
    expect("conv2.weight", within: 1 / Float(2 * 30).squareRoot())
    expect("conv3.weight", within: 1 / Float(3 * 30).squareRoot())
    expect("output.weight", within: 1 / Float(40).squareRoot())
    #expect(model[tensor: "conv2.slope"] == [Float](repeating: 0.25, count: 20))
    for name in ["conv2.bias", "attention3.bias", "attention3.query", "output.bias"] {
      #expect(model[tensor: name].allSatisfy { $0 == 0 }, "\(name)")
    }
  }

  @Test func aSeedGivesOneNetwork() {
    func network(_ seed: UInt64) -> TextCNN {
      TextCNN(
        TextCNNConfiguration(dimension: 7, filters: 5), vocabularyCount: 9, classes: 2, seed: seed,
        vectorBound: 1)
    }
    #expect(network(4) == network(4))
    for (a, b) in zip(network(4).tensors, network(5).tensors) where !a.name.hasSuffix(".bias") {
      #expect(a.values != b.values, "\(a.name)")
    }
  }

  @Test(arguments: KernelConfiguration.all(heads: 4))
  func wideningFindsTheFewestFilters(_ kernel: KernelConfiguration) {
    let other = TextCNNConfiguration(dimension: 20, filters: 12, kernel: kernel)
    let narrow = TextCNNConfiguration(dimension: 20, filters: 12)
    let wide = narrow.widened(toMatch: other, classes: 3)
    #expect(wide.parameterCount(classes: 3) >= other.parameterCount(classes: 3))
    var fewer = wide
    fewer.filters -= 1
    #expect(wide.filters == 12 || fewer.parameterCount(classes: 3) < other.parameterCount(classes: 3))
    #expect(
      wide.kernel == narrow.kernel && wide.widths == narrow.widths && wide.dimension == narrow.dimension)
  }

  @Test func wideningLeavesTheLargerOneAlone() {
    let large = TextCNNConfiguration(dimension: 20, filters: 50)
    #expect(large.widened(toMatch: TextCNNConfiguration(dimension: 20, filters: 10), classes: 3) == large)
  }
}
