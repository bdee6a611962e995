/// What a trial was drawn with, by option, from its options as one would type them: "--widths 2,3 --dropout 0.4".
struct TrialOptions: Equatable {
  /// With their dashes, in the order of the text.
  private(set) var names: [String] = []
  private var values: [String: String] = [:]

  init(parsing text: String) {
    for word in text.split(separator: " ").map(String.init) {
      if word.hasPrefix("--") {
        names.append(word)
      } else if let name = names.last {
        values[name] = values[name].map { "\($0) \(word)" } ?? word
      }
    }
  }

  /// The text after the option; nil where the trial has no such option.
  subscript(name: String) -> String? { values[name] }

  /// All options that some trials have. A trial lacks those that mean nothing beside its others.
  static func names(in trials: [TrialOptions]) -> [String] {
    // The longest list has the usual order.
    var names = trials.max { $0.names.count < $1.names.count }?.names ?? []
    var known = Set(names)
    for name in trials.flatMap(\.names) where known.insert(name).inserted { names.append(name) }
    return names
  }

  /// "--learning-rate" as a heading: "learning rate".
  static func heading(_ name: String) -> String {
    String(name.drop { $0 == "-" }).replacing("-", with: " ")
  }

  /// In the order in which values stand side by side: numbers, and lists of numbers, by size, before words by letter.
  static func areInOrder(_ first: String, _ second: String) -> Bool {
    switch (numbers(first), numbers(second)) {
    case (let a?, let b?): a == b ? first < second : a.lexicographicallyPrecedes(b)
    case (.some, nil): true
    case (nil, .some): false
    case (nil, nil): first < second
    }
  }

  private static func numbers(_ text: String) -> [Double]? {
    let numbers = text.split(separator: ",").map { Double($0) }
    return numbers.contains(nil) || numbers.isEmpty ? nil : numbers.compactMap { $0 }
  }
}
