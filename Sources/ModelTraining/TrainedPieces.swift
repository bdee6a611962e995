import ConvolutionModel
import TensorMath
import TextClassification
import TextCorpus

/// The pieces of a training's words: which there are, and what every word of the training documents is made of. Words that are
/// too rare for the vocabulary are guests, made of their pieces alone.
struct TrainedPieces: Sendable {
  let index: PieceIndex
  /// Of the words of the vocabulary, then of the guests of the training text.
  let composition: WordComposition

  /// - Parameter documents: Those to learn from, whose guests are kept apart.
  /// - Throws: `TemporaryFileError.cannotRead`.
  /// - Complexity: O(tokens + pieces · log buckets).
  init(_ configuration: SubwordConfiguration, _ vocabulary: Vocabulary, _ documents: DocumentSelection) throws
  {
    let guests = documents.store.guests ?? GuestWords(behind: vocabulary)
    var isThere = [Bool](repeating: false, count: vocabulary.count + guests.count)
    try documents.forEachBlock(bringsGuests: false) { text in
      for word in text.tokens { isThere[Int(word)] = true }
    }
    index = PieceIndex(configuration) { take in
      for word in isThere.indices where isThere[word] {
        if word < vocabulary.count {
          vocabulary.withWord(at: word, take)
        } else {
          guests.withWord(word - vocabulary.count, take)
        }
      }
    }
    var composition = WordComposition()
    composition.append(vocabulary, index)
    composition.append(guests, index)
    self.composition = composition
  }
}

extension TextCNN {
  /// Makes the vectors of words their compositions' first ones: pieces are zero, so a word's own row is as many times as long
  /// as there are rows in its mean. Training so starts at the network without pieces, exactly but for rounding, and what a
  /// comparison shows is what pieces added.
  mutating func spreadVectors(over composition: WordComposition) {
    let stride = layout.rowStride
    let count = vocabularyCount
    embedding.withUnsafeMutablePointer { base in
      for word in 0..<count {
        let factor = Float(composition[word].count)
        for i in word * stride..<(word + 1) * stride { base[i] *= factor }
      }
    }
  }
}
