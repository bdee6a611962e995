/// What can be wrong with the table of a tokenizer. Each prints as one sentence: the culprit, what is wrong, the mend.
public enum TokenizerError: Error, Equatable, Sendable {
  /// A line of a word list is no entry.
  case badLine(file: String, line: Int, fault: WordListFault)
  /// A word list without a word.
  case noWords(file: String)
  /// A stored table contradicts itself; the reason says where.
  case brokenTable(reason: String)
  /// The pieces asked for are no more than the characters there are.
  case tooFewPieces(asked: Int, characters: Int)
}

/// Why a line of a word list is no entry.
public enum WordListFault: Sendable, Equatable {
  /// Not `word count` or `word count tag`.
  case fields(Int)
  /// The second field is no whole number from 0 to 2,147,483,647.
  case notACount(String)
  case notUTF8
  /// The first field has white space in it, or nothing that is left by the tokenizer's normalization.
  case notAWord(pieces: Int)
  /// A word of more bytes than any is long.
  case tooLong(bytes: Int)
}

extension TokenizerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badLine(let file, let line, let fault): "\(file):\(line): \(fault)"
    case .noWords(let file): "\(file): no words; write one on a line, \"word count\""
    case .brokenTable(let reason): "the table of the tokenizer: \(reason); take an undamaged copy"
    case .tooFewPieces(let asked, let characters):
      "\(asked) pieces are asked for, but the text has \(characters) characters at the beginning of words and inside; "
        + "ask for more"
    }
  }
}

extension WordListFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .fields(let count): "\(count) fields; write \"word count\" or \"word count tag\" with blanks between"
    case .notACount(let field):
      "\"\(field.prefix(40))\" is no count; write a whole number from 0 to 2147483647 behind the word"
    case .notUTF8: "the word is not UTF-8; save the file as UTF-8"
    case .notAWord(let pieces):
      "the word is \(pieces) to the tokenizer; leave out its white space, or the line"
    case .tooLong(let bytes):
      "the word has \(bytes) bytes; leave it out, or use at most \(WordFrequencies.longestWord)"
    }
  }
}
