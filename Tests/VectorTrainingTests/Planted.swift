import TensorMath
import TextCorpus

@testable import VectorTraining

/// Text in which words of two kinds are used alike among themselves: animals eat and run, cars drive and brake.
enum Planted {
  static let animals = ["dog", "cat", "horse", "sheep", "goat"]
  static let cars = ["truck", "van", "sedan", "bus", "lorry"]
  private static let life = ["eats", "runs", "sleeps", "breathes", "grazes"]
  private static let road = ["drives", "brakes", "parks", "refuels", "honks"]

  /// Documents of 12 words that are each about one kind; every second word is "of".
  static func corpus(documents: Int, seed: UInt64) -> Corpus {
    var generator = SeededGenerator(seed: seed)
    func one(_ words: [String]) -> String { words[Int(generator.next() % UInt64(words.count))] }
    return Corpus(
      name: "planted",
      documents: (0..<documents).map { document in
        let (things, deeds) = document % 2 == 0 ? (animals, life) : (cars, road)
        let text = (0..<6).map { "\(one($0 % 2 == 0 ? things : deeds)) of" }.joined(separator: " ")
        return LabeledText(labels: [], text: text)
      })
  }

  static func text(documents: Int, seed: UInt64) throws -> SkipGramText {
    try SkipGramText(
      TokenizedText(corpus(documents: documents, seed: seed), tokenizer: Tokenizer()), name: "planted",
      minimumCount: 1, maximumSize: nil)
  }
}

extension TrainedVectors {
  func vector(of word: String) -> [Float]? { words.firstIndex(of: word).map { Array(self[$0]) } }
}

func cosine(_ a: [Float], _ b: [Float]) -> Float {
  func dot(_ x: [Float], _ y: [Float]) -> Float { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
  return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
}
