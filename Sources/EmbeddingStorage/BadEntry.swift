extension EmbeddingStore {
  /// A line or entry of a file of word vectors that is wrong, and where it stands.
  public struct BadEntry: Equatable, Sendable {
    /// Where it stands in the file.
    public let position: Position
    /// What is wrong with it.
    public let problem: Problem

    public init(position: Position, problem: Problem) {
      self.position = position
      self.problem = problem
    }

    /// The place in the file and what is wrong there: `glove.txt:41: 299 numbers, expected 300`.
    public func description(in path: String) -> String {
      "\(position.description(in: path)): \(problem.finding)"
    }
  }

  /// A place in a file of word vectors.
  public enum Position: Equatable, Sendable {
    /// A line of a text file, from 1.
    case line(Int)
    /// An entry of a binary file, from 1, and the byte it begins at, from 0.
    case entry(Int, byte: Int)
    /// A row of a matrix, from 1.
    case row(Int)

    /// The place behind its file: `glove.txt:41` or `vectors.bin: entry 7 at byte 8412`.
    public func description(in path: String) -> String {
      switch self {
      case .line(let number): "\(path):\(number)"
      case .entry(let number, let byte): "\(path): entry \(number) at byte \(byte)"
      case .row(let number): "\(path): row \(number)"
      }
    }
  }

  /// What can be wrong with a line or an entry.
  public enum Problem: Equatable, Sendable {
    /// A text line with too few or too many numbers.
    case wrongCount(found: Int, expected: Int)
    /// A field that should be a number; `component` counts from 1.
    case notANumber(component: Int, text: String)
    /// NaN, an infinity, or a number beyond the range of a Float; `component` counts from 1.
    case notFinite(component: Int, text: String)
    /// Numbers without a word before them.
    case noWord
    /// No blank ends the word of a binary entry.
    case endlessWord
    /// The file ends within a binary entry.
    case truncated
    /// The header names another number of vectors than the file has.
    case wrongHeaderCount(announced: Int, found: Int)
    /// A binary file goes on behind the last vector that its header announces.
    case bytesBehindLast(announced: Int)
    /// A number that is too large for what the set's numbers are kept as; `component` counts from 1.
    case beyondElement(component: Int, text: String, element: VectorElement)
    /// The list of words has another number of them than the matrix has rows.
    case wrongWordCount(words: Int, rows: Int)

    /// What is wrong.
    var finding: String {
      switch self {
      case .wrongCount(let found, let expected):
        "\(found) number\(found == 1 ? "" : "s"), expected \(expected)"
      case .notANumber(let component, let text): "number \(component) is \"\(text)\", which is no number"
      case .notFinite(let component, let text): "number \(component) is \(text), which is not finite"
      case .noWord: "no word before the numbers"
      case .endlessWord: "no blank after the word"
      case .truncated: "the file ends in the middle of a vector"
      case .wrongHeaderCount(let announced, let found):
        "the header announces \(announced) vectors, the file has \(found)"
      case .bytesBehindLast(let announced):
        "the file goes on after the \(announced) vectors its header announces"
      case .beyondElement(let component, let text, let element):
        "number \(component) is \(text), which is too large for \(element.rawValue)"
      case .wrongWordCount(let words, let rows):
        "the list of words has \(words) of them, the matrix \(rows) rows"
      }
    }

    /// What to do about it.
    var mend: String {
      switch self {
      case .wrongCount, .notANumber, .notFinite, .noWord: "correct it or skip bad lines"
      case .endlessWord, .truncated: "get the file anew"
      case .beyondElement: "keep the numbers as float32, or skip bad lines"
      case .wrongWordCount: "give the list that belongs to the matrix"
      case .wrongHeaderCount, .bytesBehindLast: "correct the header or get the file anew"
      }
    }
  }
}
