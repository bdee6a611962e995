import ArgumentParser
import ModelTraining
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

  func apply(to configuration: inout TrainingConfiguration) {
    guard let range else {
      configuration.subwords = nil
      return
    }
    var subwords = configuration.subwords ?? SubwordConfiguration()
    subwords.minimumLength = range.shortest
    subwords.maximumLength = range.longest
    configuration.subwords = subwords
  }
}
