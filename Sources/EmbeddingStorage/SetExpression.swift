/// Which sets of a store to read, and how they become one: `glove`, `glove+news`, `glove/wiki`, `glove/wiki+news`.
///
///     a+b    the numbers of a, then those of b: [d_a + d_b]. Zeros stand for a set that lacks the word.
///     a/b    the mean of a and b, which must have equally many numbers: [d]. A set that lacks the word has no say.
///
/// `/` binds more closely than `+`. A word has a vector where any of the sets has one. Source of both: Coates and Bollegala
/// 2018, "Frustratingly easy meta-embedding", <https://arxiv.org/abs/1804.05262>.
public struct SetExpression: Equatable, Sendable, CustomStringConvertible {
  /// Names of sets: the inner ones averaged, the outer ones concatenated. None is empty.
  public let terms: [[String]]

  /// The set of that name alone.
  ///
  /// - Precondition: `isName(name)`.
  public init(set name: String) {
    precondition(Self.isName(name), "\"\(name)\" is no name of a set")
    terms = [[name]]
  }

  /// Reads an expression.
  ///
  /// - Throws: `EmbeddingStoreError.badExpression`.
  public init(_ text: String) throws {
    terms = try text.split(separator: "+", omittingEmptySubsequences: false).map { term in
      try term.split(separator: "/", omittingEmptySubsequences: false).map { part in
        let name = String(part.trimmingPrefix { $0 == " " })
        guard Self.isName(name) else { throw EmbeddingStoreError.badExpression(text, part: name) }
        return name
      }
    }
  }

  /// Whether a set may be called so: 1 to 100 bytes without blanks, control characters, `+`, `/` and `:`.
  public static func isName(_ text: String) -> Bool {
    (1...100).contains(text.utf8.count)
      && text.unicodeScalars.allSatisfy {
        !$0.properties.isWhitespace && $0.properties.generalCategory != .control
          && !"+/:".unicodeScalars.contains($0)
      }
  }

  public var description: String { terms.map { $0.joined(separator: "/") }.joined(separator: "+") }
}
