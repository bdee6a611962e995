import ConvolutionModel
import TensorMath
import TestSupport
import Testing

@Suite struct NamedTensorTests {
  static let configurations: [TextCNNConfiguration] = {
    var all: [TextCNNConfiguration] = []
    for heads in [1, 3] {
      for kernel in KernelConfiguration.all(heads: heads) {
        for activation in [Activation.relu, .prelu] {
          all.append(
            TextCNNConfiguration(
              dimension: 5, widths: [1, 3, 16], filters: 40, kernel: kernel, activation: activation))
        }
      }
    }
    return all
  }()

  /// The page's "Layouts", written down once more.
  private func expectedShapes(_ c: TextCNNConfiguration, vocabulary: Int, classes: Int) -> [String: [Int]] {
    var shapes = ["embedding": [vocabulary, c.dimension]]
    for n in c.widths {
      let isEach = c.kernel.offsets == .each
      shapes["conv\(n).weight"] = isEach ? [c.filters, n, c.dimension] : [c.filters, c.dimension]
      if c.kernel.kind == .local {
        shapes["conv\(n).weight"] = [c.kernel.regions, c.filters, n, c.dimension]
      }
      shapes["conv\(n).bias"] = [c.filters]
      if c.activation == .prelu { shapes["conv\(n).slope"] = [c.filters] }
      if c.kernel.kind == .attention || !isEach { shapes["attention\(n).bias"] = [c.kernel.heads, n] }
      if c.kernel.kind == .attention {
        shapes["attention\(n).query"] =
          c.kernel.mode == .window
          ? [c.kernel.heads, n, n + 2 * c.kernel.context, c.dimension] : [c.kernel.heads, n, c.dimension]
        if c.kernel.isGated { shapes["attention\(n).gate"] = [c.kernel.heads] }
      }
    }
    shapes["output.weight"] = [classes, c.filters * c.widths.count]
    shapes["output.bias"] = [classes]
    return shapes
  }

  @Test(arguments: configurations)
  func namesAndShapes(_ configuration: TextCNNConfiguration) {
    let model = TextCNN(configuration, vocabularyCount: 7, classes: 4)
    let expected = expectedShapes(configuration, vocabulary: 7, classes: 4)
    let shapes = Dictionary(uniqueKeysWithValues: model.tensorShapes.map { ($0.name, $0.shape) })
    #expect(shapes == expected)
    #expect(model.tensors.map(\.name) == model.tensorShapes.map(\.name))
    #expect(model.tensors.map(\.shape) == model.tensorShapes.map(\.shape))
    let count = expected.values.reduce(0) { $0 + $1.reduce(1, *) }
    #expect(model.parameterCount == count)
    #expect(configuration.parameterCount(classes: 4) == count - 7 * 5)
  }

  @Test(arguments: configurations)
  func roundTrip(_ configuration: TextCNNConfiguration) {
    // Every number another one, so that no two places are one.
    var next: Float = 0
    var given: [String: [Float]] = [:]
    var model = TextCNN(configuration, vocabularyCount: 7, classes: 4)
    var asked: [String] = []
    model.setTensors { name, shape in
      asked.append(name)
      let values = (0..<shape.reduce(1, *)).map { _ in
        next += 1
        return next
      }
      given[name] = values
      return values
    }
    #expect(asked == model.tensorShapes.map(\.name))
    for tensor in model.tensors { #expect(tensor.values == given[tensor.name], "\(tensor.name)") }
    // Nothing but the numbers has come into the buffers: padding is zero.
    let sum = next * (next + 1) / 2
    let dense = (0..<model.dense.count).reduce(0.0) { $0 + Double(model.dense[$1]) }
    let words = (0..<model.embedding.count).reduce(0.0) { $0 + Double(model.embedding[$1]) }
    expectClose([dense + words], [Double(sum)], "sum of both buffers", relative: 1e-6)
    var copy = TextCNN(configuration, vocabularyCount: 7, classes: 4)
    copy.setTensors { name, _ in model[tensor: name] }
    #expect(copy == model)
  }

  @Test func wordVectorsAreReadAndWritten() {
    var model = TextCNN(TextCNNConfiguration(dimension: 5, filters: 2), vocabularyCount: 3, classes: 2)
    model[vectorOf: 1] = [1, 2, 3, 4, 5]
    #expect(model[vectorOf: 1] == [1, 2, 3, 4, 5])
    #expect(model[tensor: "embedding"] == [0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 0, 0, 0, 0, 0])
  }
}

@Suite struct ParameterLayoutTests {
  /// h(f) = ⌊f·H / F⌋
  @Test func headsShareTheFilters() {
    for filters in [1, 2, 5, 7, 40, 100] {
      for heads in [1, 2, 3, 4, 7, 33] where heads <= filters {
        let layout = ParameterLayout(
          TextCNNConfiguration(
            dimension: 4, widths: [2, 3], filters: filters,
            kernel: KernelConfiguration(kind: .attention, heads: heads)), classes: 2)
        for widthIndex in 0..<2 {
          let own = layout.blocks.filter { $0.widthIndex == widthIndex }
          #expect(own.flatMap { Array($0.filters) } == Array(0..<filters))
          for block in own {
            for f in block.filters {
              #expect(block.head == f * heads / filters, "\(filters) filters, \(heads) heads")
            }
          }
        }
      }
    }
  }

  @Test func rowsOfBlocksFollowOneAnother() {
    for kernel in KernelConfiguration.all(heads: 3) {
      let layout = ParameterLayout(
        TextCNNConfiguration(dimension: 4, widths: [2, 5], filters: 70, kernel: kernel), classes: 3)
      var row = 0
      for block in layout.blocks {
        #expect(block.firstRow == row)
        row += block.rows
      }
      #expect(row == layout.kernelRows)
      var column = 0
      for scores in layout.scores {
        #expect(scores.firstRow == row)
        #expect(scores.firstColumn == column)
        row += scores.rows
        column += scores.columns
      }
      #expect(row == layout.rows)
      #expect(column == layout.scoreColumns)
      #expect(layout.scores.count == (kernel.hasGenerator ? 2 : 0))
      #expect(layout.denseCount % 16 == 0)
    }
  }
}
