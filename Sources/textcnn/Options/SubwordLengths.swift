import ArgumentParser
import TextCorpus

/// How long pieces of words are, as people write it: "3-6", "4", or "none" for no pieces.
struct SubwordLengths: Equatable {
  /// Shortest and longest; nil: none.
  let range: (shortest: Int, longest: Int)?

  init(parsing text: String) throws {
    if text == "none" {
      range = nil
      return
    }
    let numbers = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(numbers.count), let shortest = numbers[0], let longest = numbers[numbers.count - 1]
    else {
      throw ValidationError(
        "\"\(text)\" is no range of lengths; give two numbers with - between, such as 3-6, or none")
    }
    range = (shortest, longest)
  }

  static func == (a: SubwordLengths, b: SubwordLengths) -> Bool {
    a.range?.shortest == b.range?.shortest && a.range?.longest == b.range?.longest
  }

  /// Pieces of these lengths, and otherwise as they were; nil for none.
  func applied(to configuration: SubwordConfiguration) -> SubwordConfiguration? {
    range.map { range in
      var result = configuration
      (result.minimumLength, result.maximumLength) = range
      return result
    }
  }
}
