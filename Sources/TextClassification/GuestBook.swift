import ConvolutionModel
import TextCorpus

/// The unknown words that a predictor has met and has rows for, by their pieces. The predictors of an ensemble's members share
/// it, as they share the rows.
///
/// It is closed and begun anew when it has grown large, between two calls: a guest's vector depends on nothing but its letters, so
/// no answer changes.
final class GuestBook {
  private let pieces: PieceIndex
  private var words: GuestWords
  private var composition = WordComposition()
  private let projected: [ProjectedVocabulary]
  /// Entries of the composition, and bytes of words, beyond which no book is continued: some 30 MB.
  static let greatestSize = 4 << 20

  init(_ vocabulary: Vocabulary, _ pieces: PieceIndex, _ projected: [ProjectedVocabulary]) {
    self.pieces = pieces
    words = GuestWords(behind: vocabulary)
    self.projected = projected
  }

  /// Makes the guests of a text known to the networks.
  ///
  /// - Returns: The text's tokens with the book's numbers.
  /// - Complexity: O(tokens + pieces of the guests).
  func admit(_ text: EncodedText) -> [Int32] {
    guard let strangers = text.guests, strangers.count > 0 else { return text.tokens }
    let isFull =
      words.count > ProjectedVocabulary.mostGuests || composition.rows.count > Self.greatestSize
      || words.byteCount > Self.greatestSize
    if isFull {
      words.removeAll()
      composition.removeAll()
    }
    let known = words.count
    let numbers = (0..<strangers.count).map { index in strangers.withWord(index) { words.insert($0) } }
    if isFull || words.count > known {
      composition.append(words, from: composition.count, pieces)
      for own in projected { own.welcome(composition, isNew: isFull) }
    }
    let first = strangers.firstID
    return text.tokens.map { $0 < first ? $0 : numbers[Int($0 - first)] }
  }
}
