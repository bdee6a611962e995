import ConvolutionModel
import TensorMath
import Testing

extension TextCNN {
  /// A network with every number drawn at random, biases, slopes and generators included. Slopes may be negative.
  package static func random(
    _ configuration: TextCNNConfiguration, vocabularyCount: Int = 9, classes: Int = 3, seed: UInt64,
    within bound: Float = 0.8
  ) -> TextCNN {
    var model = TextCNN(configuration, vocabularyCount: vocabularyCount, classes: classes)
    model.setTensors { name, shape in
      var generator = SeededGenerator(seed: seed, purpose: name)
      return generator.floats(shape.reduce(1, *), within: bound)
    }
    return model
  }

  /// A tensor's numbers.
  package subscript(tensor name: String) -> [Float] { tensors.first { $0.name == name }?.values ?? [] }
}

extension KernelConfiguration: CustomTestStringConvertible {
  /// Every kernel there is: kinds, modes, offsets and normalizers, where they make a difference.
  package static func all(heads: Int) -> [KernelConfiguration] {
    var all: [KernelConfiguration] = []
    for offsets in Offsets.allCases {
      for normalizer in Normalizer.allCases {
        if offsets == .shared || normalizer == .softmax {
          all.append(
            KernelConfiguration(kind: .static, offsets: offsets, normalizer: normalizer, heads: heads))
        }
        for mode in Mode.allCases {
          all.append(
            KernelConfiguration(
              kind: .attention, mode: mode, offsets: offsets, normalizer: normalizer, heads: heads))
        }
      }
    }
    all += changed(heads: heads)
    all.append(KernelConfiguration(kind: .local, heads: heads, regions: 1))
    all.append(KernelConfiguration(kind: .local, heads: heads, regions: 4))
    return all
  }

  /// Attention with gates, with context and with both: every mode, normalizer and kind of offsets has its turn.
  private static func changed(heads: Int) -> [KernelConfiguration] {
    var all: [KernelConfiguration] = []
    for (turn, normalizer) in Normalizer.allCases.enumerated() {
      for offsets in Offsets.allCases {
        let mode = Mode.allCases[(turn + (offsets == .each ? 0 : 1)) % 3]
        var gated = KernelConfiguration(
          kind: .attention, mode: mode, offsets: offsets, normalizer: normalizer, heads: heads)
        gated.isGated = true
        all.append(gated)
        var wide = KernelConfiguration(
          kind: .attention, mode: .window, offsets: offsets, normalizer: normalizer, heads: heads)
        wide.context = 1 + turn
        wide.isGated = offsets == .shared
        all.append(wide)
      }
    }
    return all
  }

  package var name: String { testDescription }

  public var testDescription: String {
    kind == .local
      ? "local \(regions) regions"
      : kind == .static && offsets == .each
        ? "static"
        : "\(kind) \(mode) \(offsets) \(normalizer) \(heads) heads" + (reach > 0 ? " context \(reach)" : "")
          + (hasGates ? " gates" : "")
  }
}

extension TextCNNConfiguration {
  /// Networks in which more than the strongest windows matter: poolings, depths, with and without residuals; kernels,
  /// activations, widths and sizes take turns so that all meet.
  package static let towers: [TextCNNConfiguration] = {
    let widths = [[2, 3], [1], [4], [1, 3]]
    let kernels = KernelConfiguration.all(heads: 2)
    var all: [TextCNNConfiguration] = []
    for depth in [1, 2, 3] {
      for pooling in Pooling.allCases where depth > 1 || pooling != .max {
        for activation in Activation.allCases {
          for turn in 0..<4 {
            all.append(
              TextCNNConfiguration(
                dimension: [3, 17][all.count / 2 % 2], widths: widths[all.count % 4],
                filters: [4, 5, 18][all.count % 3], kernel: kernels[(all.count * 5 + turn) % kernels.count],
                activation: activation, pooling: pooling, keptWindows: 2 + turn % 2, depth: depth,
                isResidual: depth == 1 || turn % 3 != 2))
          }
        }
      }
    }
    return all
  }()

  /// What tests call it.
  package var name: String {
    "\(kernel.name), \(activation), \(pooling.rawValue)\(pooling == .kMax ? " \(keptWindows)" : ""), depth \(depth)"
      + (isResidual ? "" : " without residuals")
      + ", \(filters) filters of widths \(widths), d = \(dimension)"
  }
}

extension TextCNNConfiguration: CustomTestStringConvertible {
  public var testDescription: String { name }
}

extension Batch {
  package init(_ documents: [[Int32]], labels: [Int32], vocabularyCount: Int) {
    self.init(vocabularyCount: vocabularyCount)
    for (document, label) in zip(documents, labels) { append(document, label: label) }
  }
}

/// Documents of word numbers: an empty one, one word, repeats, one shorter than most windows, and longer ones. The
/// last word of the vocabulary is in none.
package func randomDocuments(_ count: Int, vocabularyCount: Int, seed: UInt64) -> [[Int32]] {
  var generator = SeededGenerator(seed: seed, purpose: "documents")
  let known = vocabularyCount - 1
  var documents: [[Int32]] = [[], [4], [7, 7, 7], [2, 3], generator.words(12, vocabularyCount: known)]
  while documents.count < count {
    let length = generator.integer(below: 25)
    documents.append(generator.words(length, vocabularyCount: known))
  }
  return Array(documents.prefix(count))
}

/// A class for each document.
package func randomLabels(_ count: Int, classes: Int, seed: UInt64) -> [Int32] {
  var generator = SeededGenerator(seed: seed, purpose: "labels")
  return (0..<count).map { _ in Int32(generator.integer(below: classes)) }
}
