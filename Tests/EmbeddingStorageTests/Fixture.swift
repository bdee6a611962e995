import Foundation
import Testing

@testable import EmbeddingStorage

/// Files that other programs wrote (Fixtures/make-fixtures.py).
enum Fixture {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  static func path(_ name: String) -> String { folder.appending(path: name).path }

  /// What those programs say is in a file.
  static func expected(_ name: String) throws -> [String: [Double]] {
    try #require(try object()[name] as? [String: [Double]])
  }

  /// Words and cosines that gensim gives for a question.
  static func answers(_ name: String) throws -> [String: [(word: String, cosine: Double)]] {
    let entry = try #require(try object()[name])
    let single = entry as? [[Any]]
    let lists = try #require(entry as? [String: [[Any]]] ?? single.map { ["": $0] })
    return try lists.mapValues { list in
      try list.map { (try #require($0[0] as? String), try #require($0[1] as? Double)) }
    }
  }

  private static func object() throws -> [String: Any] {
    let data = try Data(contentsOf: folder.appending(path: "expected.json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// Imports a file into a store in memory.
  static func imported(
    _ name: String, _ options: EmbeddingStore.ImportOptions = .init()
  ) throws -> (EmbeddingStore, EmbeddingStore.ImportReport) {
    let store = try EmbeddingStore(inMemoryNamed: "memory")
    return (store, try store.importVectors(from: path(name), options: options))
  }

  /// Compares the vectors of words with what is expected, up to a share of the greatest number.
  static func expect(
    _ store: EmbeddingStore, has expected: [String: [Double]], within tolerance: Double,
    _ match: EmbeddingStore.Match? = nil
  ) throws {
    let words = expected.keys.sorted()
    let lookup = try store.vectors(for: words)
    for (index, word) in words.enumerated() {
      let numbers = expected[word] ?? []
      let found = lookup.values[index * lookup.dimension..<(index + 1) * lookup.dimension]
      #expect(numbers.count == lookup.dimension)
      let greatest = numbers.map(abs).max() ?? 0
      for (number, value) in zip(numbers, found) {
        #expect(abs(number - Double(value)) <= tolerance * greatest, "\(word)")
      }
      if let match { #expect(lookup.matches[index] == match, "\(word)") }
    }
  }
}
