import TensorMath
import TextCorpus

/// A corpus of (label, text).
package func corpus(_ name: String, _ documents: [(String, String)]) -> Corpus {
  Corpus(name: name, documents: documents.map { LabeledText(label: $0.0, text: $0.1) })
}

/// Twenty texts of four labels whose words do not repeat the label, an empty one and one of a single word included.
package let twentyTexts = corpus(
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
package func easyCorpus(_ count: Int, classes: Int = 3, seed: UInt64, name: String = "easy.tsv") -> Corpus {
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
