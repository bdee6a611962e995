import ArgumentParser

/// A variant of a comparison as it was typed: a name, and the options of `train` that it has beyond those of all.
struct VariantSpecification: Equatable {
  var name: String
  var arguments: [String]
  /// What it is there to rule out; nil: a contender.
  var control: String?

  var text: String { arguments.map { $0.contains(" ") ? "\"\($0)\"" : $0 }.joined(separator: " ") }

  init(name: String, arguments: [String], control: String? = nil) {
    self.name = name
    self.arguments = arguments
    self.control = control
  }

  /// "wide: --kernel static --filters 200".
  init(parsing text: String) throws {
    guard let colon = text.firstIndex(of: ":") else {
      throw ValidationError(
        "\"\(text)\" has no colon; give a name, a colon and options of train, such as \"wide: --filters 200\""
      )
    }
    let name = text[..<colon].trimmed
    guard !name.isEmpty else { throw ValidationError("\"\(text)\" has no name before the colon") }
    self.init(name: name, arguments: try Self.words(of: text[text.index(after: colon)...]))
  }

  /// Cuts at blanks, but not between quotes, as a shell does.
  static func words(of text: Substring) throws -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let own = word { words.append(own) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil else { throw ValidationError("\"\(text)\" has a quote that does not end") }
    if let own = word { words.append(own) }
    return words
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = self
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
