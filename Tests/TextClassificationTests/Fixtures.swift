import ConvolutionModel
import TensorMath
import TextClassification
import TextCorpus

/// A vocabulary of the given words behind the unknown one.
func vocabulary(_ words: [String]) throws -> Vocabulary {
  var offsets: [Int32] = [0, 0]
  for word in words { offsets.append(offsets[offsets.count - 1] + Int32(word.utf8.count)) }
  return try Vocabulary(utf8: words.flatMap { Array($0.utf8) }, offsets: offsets)
}

/// A classifier that nobody has trained: numbers drawn at random.
func randomClassifier(
  kernel: KernelConfiguration = KernelConfiguration(kind: .attention, heads: 2), seed: UInt64 = 1,
  multiLabel: MultiLabelRule? = nil, change: (inout TextCNNConfiguration) -> Void = { _ in }
) throws -> TextClassifier {
  let words = try vocabulary(["the", "game", "of", "stone", "wall", "'s", "dog", ",", "我"])
  var configuration = TextCNNConfiguration(dimension: 6, widths: [2, 3], filters: 5, kernel: kernel)
  change(&configuration)
  configuration.output = multiLabel == nil ? .softmax : .sigmoid
  var network = TextCNN(configuration, vocabularyCount: words.count, classes: 3)
  network.setTensors { name, shape in
    var generator = SeededGenerator(seed: seed, purpose: name)
    return (0..<shape.reduce(1, *)).map { _ in generator.uniform(within: 0.8) }
  }
  return TextClassifier(
    tokenizer: TokenizerConfiguration(), vocabulary: words, labels: LabelSet(["b", "a", "c"]),
    network: network, multiLabel: multiLabel)
}
