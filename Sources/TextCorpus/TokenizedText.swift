/// A corpus cut into tokens once, so that counting, encoding and every fold work on numbers.
///
/// Each distinct word of the corpus has a provisional number, in the order of appearance; a vocabulary maps those to
/// its own. `tokens[starts[i]..<starts[i + 1]]` are the words of document `i`.
package struct TokenizedText: Sendable {
  let words: WordTable
  let tokens: [Int32]
  let starts: [Int]

  /// Invalid UTF-8 sequences that became U+FFFD while tokenizing; the corpus reader has replaced its own before.
  package let replacedSequenceCount: Int

  /// Takes what has been collected.
  init(words: WordTable, tokens: [Int32], starts: [Int], replacedSequenceCount: Int) {
    self.words = words
    self.tokens = tokens
    self.starts = starts
    self.replacedSequenceCount = replacedSequenceCount
  }

  /// - Throws: `tooManyWords`.
  /// - Complexity: O(bytes) on average.
  package init(_ corpus: Corpus, tokenizer: Tokenizer) throws(CorpusError) {
    var words = WordTable()
    var tokens: [Int32] = []
    var starts = [0]
    starts.reserveCapacity(corpus.documents.count + 1)
    var replaced = 0
    var buffer = TokenBuffer()
    for document in corpus.documents {
      tokenizer.tokenize(document.text, into: &buffer)
      for index in 0..<buffer.count {
        guard let id = buffer.withToken(index, { words.insert($0) }) else {
          throw .tooManyWords(file: corpus.name)
        }
        tokens.append(id)
      }
      starts.append(tokens.count)
      replaced += buffer.replacedSequenceCount
    }
    self.words = words
    self.tokens = tokens
    self.starts = starts
    replacedSequenceCount = replaced
  }

  /// How many documents there are.
  package var count: Int { starts.count - 1 }

  /// How many tokens there are in all documents.
  package var tokenCount: Int { tokens.count }

  /// How many distinct words there are.
  package var distinctWordCount: Int { words.count }

  /// The vocabulary of all documents, or of some.
  ///
  /// - Parameters:
  ///   - documents: Those that count, such as the training part; nil for all.
  ///   - minimumCount: Words counted less often are unknown.
  ///   - maximumSize: At most so many words besides the unknown one.
  package func vocabulary(
    of documents: [Int]? = nil, minimumCount: Int = 1, maximumSize: Int? = nil
  ) -> CountedVocabulary {
    var counter = VocabularyCounter(self)
    if let documents { counter.add(documents: documents) } else { counter.add(documents: 0..<count) }
    return counter.vocabulary(minimumCount: minimumCount, maximumSize: maximumSize)
  }

  /// All documents in the numbers of a vocabulary; unknown words become 0.
  ///
  /// - Parameters:
  ///   - labels: The class of each document, `[count]`, or none.
  ///   - keepsGuests: Whether unknown words are kept apart instead.
  /// - Precondition: `labels` is empty or has one entry a document.
  /// - Complexity: O(tokens + bytes of the distinct words).
  package func encoded(
    with vocabulary: Vocabulary, labels: [Int32] = [], keepsGuests: Bool = false
  ) -> EncodedText {
    var guests = keepsGuests ? GuestWords(behind: vocabulary) : nil
    let numbers = vocabulary.numbers(of: words, guests: &guests)
    return EncodedText(
      tokens: tokens.map { numbers[Int($0)] }, starts: starts, labels: labels, guests: guests)
  }
}
