import ConvolutionModel
import ModelTraining
import TensorMath
import TextClassification
import TextCorpus

/// A corpus of (label, text).
func corpus(_ name: String, _ documents: [(String, String)]) -> Corpus {
  Corpus(name: name, documents: documents.map { LabeledText(label: $0.0, text: $0.1) })
}

/// Twenty texts of four labels whose words do not repeat the label, an empty one and one of a single word included.
let twentyTexts = corpus(
  "twenty.tsv",
  [
    ("food", "the soup is too salty"), ("food", "she bakes bread every morning"),
    ("food", "ripe plums fell at night"),
    ("food", "rice with beans again"), ("food", "pepper"), ("sport", "he ran the last mile alone"),
    ("sport", "their goalkeeper saved the day"), ("sport", "two sets to love"),
    ("sport", "a late penalty decided it"),
    ("sport", "rowing at dawn is cold"), ("music", "the cello was out of tune"),
    ("music", "an old waltz on the radio"),
    ("music", "she hums the second part"), ("music", "drums without end"), ("music", ""),
    ("weather", "it rained until noon"), ("weather", "fog lies over the bridge"),
    ("weather", "a dry and windy week"),
    ("weather", "the first snow came late"), ("weather", "it is too hot to sleep at night"),
  ])

/// Texts that a bag of words can tell apart: the label decides one word, the others are drawn from a common pool.
func easyCorpus(_ count: Int, classes: Int = 3, seed: UInt64, name: String = "easy.tsv") -> Corpus {
  var generator = SeededGenerator(seed: seed, purpose: "easy corpus")
  func draw(_ bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }
  return corpus(
    name,
    (0..<count).map { index in
      let label = index % classes
      var words = (0..<2 + draw(6)).map { _ in "common\(draw(40))" }
      words.insert("key\(label)\(draw(3))", at: draw(words.count + 1))
      return ("label\(label)", words.joined(separator: " "))
    })
}

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
