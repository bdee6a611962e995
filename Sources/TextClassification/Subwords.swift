import ConvolutionModel
import TextCorpus

extension PieceIndex {
  /// The rows that a word is made of, in a table that has the vocabulary's words first and then the pieces: its own, and those
  /// of its pieces; that of the unknown word where it has neither.
  ///
  /// - Parameters:
  ///   - own: The word's number in the vocabulary; nil if it is not there.
  ///   - wordCount: How many words the vocabulary has.
  package func rows(of word: Span<UInt8>, own: Int32?, wordCount: Int32) -> [Int32] {
    var rows = own.map { [$0] } ?? []
    appendRows(of: word, first: wordCount, to: &rows)
    return rows.isEmpty ? [Vocabulary.unknown] : rows
  }
}

extension WordComposition {
  /// Appends the words of a vocabulary, each of its own row and those of its pieces.
  package mutating func append(_ vocabulary: Vocabulary, _ pieces: PieceIndex) {
    for word in 0..<vocabulary.count {
      append(
        word == Int(Vocabulary.unknown)
          ? [Vocabulary.unknown]
          : vocabulary.withWord(at: word) {
            pieces.rows(of: $0, own: Int32(word), wordCount: Int32(vocabulary.count))
          })
    }
  }

  /// Appends guests from number `first` on, each of the rows of its pieces.
  package mutating func append(_ guests: GuestWords, from first: Int = 0, _ pieces: PieceIndex) {
    for index in first..<guests.count {
      append(guests.withWord(index) { pieces.rows(of: $0, own: nil, wordCount: guests.firstID) })
    }
  }
}

extension TextClassifier {
  /// No texts, to append to: with room for guests where the classifier has pieces.
  package var noTexts: EncodedText {
    EncodedText(guests: pieces.map { _ in GuestWords(behind: vocabulary) })
  }

  /// Texts as the networks of `networks(for:)` read them.
  ///
  /// - Complexity: O(bytes) on average.
  package func encode(_ texts: [String]) -> EncodedText {
    let tokenizer = Tokenizer(tokenizer)
    var buffer = TokenBuffer()
    var encoded = noTexts
    for text in texts {
      tokenizer.tokenize(text, into: &buffer)
      encoded.append(buffer, vocabulary: vocabulary)
    }
    return encoded
  }

  /// A word of a text by its number.
  func word(_ id: Int32, of text: EncodedText) -> String {
    text.guests.flatMap { id < $0.firstID ? nil : $0.word(at: id) } ?? vocabulary.word(at: Int(id))
  }

  /// The networks with the guests of a text.
  package func networks(for text: EncodedText) -> [TextCNN] {
    guard let pieces, let guests = text.guests, guests.count > 0 else { return networks }
    var composition = WordComposition()
    composition.append(guests, pieces)
    return networks.map { network in
      var own = network
      own.guests = composition
      return own
    }
  }
}
