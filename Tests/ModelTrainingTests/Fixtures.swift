import ConvolutionModel
import ModelTraining
import TensorMath
import TestSupport
import TextCorpus

/// A network that trains in a moment.
func smallConfiguration(
  kernel: KernelConfiguration = KernelConfiguration(kind: .attention, heads: 2), filters: Int = 8
) -> TrainingConfiguration {
  var configuration = TrainingConfiguration()
  configuration.network = TextCNNConfiguration(
    dimension: 12, widths: [2, 3], filters: filters, kernel: kernel)
  configuration.optimizer = OptimizerConfiguration(.adam, learningRate: 0.01)
  configuration.epochs = 4
  configuration.batchSize = 8
  return configuration
}

/// Vectors for all words but the unknown one and those named, each derived from its word.
func vectorSource(dimension: Int, except missing: Set<String> = [], variance: Float = 0.5) -> VectorSource {
  VectorSource { vocabulary in
    var vectors: [Float] = []
    var isKnown: [Bool] = []
    for id in 0..<vocabulary.count {
      let word = vocabulary.word(at: id)
      let known = id > 0 && !missing.contains(word)
      isKnown.append(known)
      vectors += known ? wordVector(word, dimension: dimension) : [Float](repeating: 0, count: dimension)
    }
    return EmbeddingMatrix(dimension: dimension, vectors: vectors, isKnown: isKnown, variance: variance)
  }
}

func wordVector(_ word: String, dimension: Int) -> [Float] {
  var generator = SeededGenerator(seed: 1, purpose: word)
  return (0..<dimension).map { _ in generator.uniform(within: 1) }
}
