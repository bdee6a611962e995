import CTensorMath
import Foundation

extension VectorView {
  /// The words closest to `word`, closest first, itself left out; ties in the order of rank.
  ///
  ///     cosine = ⟨x, y⟩ / (‖x‖ · ‖y‖)      0 where a vector is zero
  ///
  /// Reads all vectors once. Who asks more than once makes a `VectorIndex`, which gives the same answers.
  ///
  /// - Throws: `EmbeddingStoreError.unknownWord` when the view has no vector for it.
  /// - Complexity: O(words · d); the rows stream by and only `count` neighbours are kept.
  public func neighbors(of word: String, count: Int = 10) throws -> [EmbeddingStore.Neighbor] {
    try neighbors(of: vector(of: word), count: count, leavingOut: [word])
  }

  /// The words closest to a vector of d numbers, closest first; ties in the order of rank.
  ///
  /// - Parameter words: Words that are no neighbours.
  public func neighbors(
    of vector: [Float], count: Int = 10, leavingOut words: Set<String> = []
  ) throws -> [EmbeddingStore.Neighbor] {
    precondition(count >= 0, "count \(count), expected at least 0")
    precondition(vector.count == dimension, "a vector of \(vector.count) numbers, expected \(dimension)")
    let length = tcm_dot_wide(vector, vector, dimension).squareRoot()
    // UTF-8 tells words apart that String takes for equal.
    let left = Set(words.map { Data($0.utf8) })
    return try read { db in
      let set = combination.onlySet
      let reader = try set.map { try SetReader($0, db, path: store.path) }
      let leftPlaces =
        try reader.map { reader in Set(try left.compactMap { try reader.position(of: $0) }) } ?? []
      var nearest = NearestList(count: count)
      var names: [Int: Data] = [:]
      try combination.forEachRun(db, path: store.path, withWords: false) { run in
        guard let base = run.rows.baseAddress else { return }
        for index in 0..<run.rows.count / dimension {
          let place = run.first + index
          guard reader == nil ? !left.contains(run.words[index]) : !leftPlaces.contains(place) else {
            continue
          }
          nearest.add(place, Self.cosine(vector, length, base + index * dimension))
        }
        // Several sets have no table that tells a word by its place.
        if reader == nil {
          let kept = Set(nearest.sorted.map(\.place))
          names = names.filter { kept.contains($0.key) }
          for place in kept where place >= run.first { names[place] = run.words[place - run.first] }
        }
      }
      return try nearest.sorted.map { place, cosine in
        let word = try reader?.word(at: place) ?? names[place] ?? Data()
        return EmbeddingStore.Neighbor(word: String(decoding: word, as: UTF8.self), cosine: cosine)
      }
    }
  }

  /// The vector of a word that must have one.
  func vector(of word: String) throws -> [Float] {
    let lookup = try vectors(for: [word])
    guard lookup.foundCount == 1 else { throw EmbeddingStoreError.unknownWord(word, store: store.path) }
    return lookup.values
  }

  /// The cosine of a vector of a known length and a row of as many numbers.
  static func cosine(_ vector: [Float], _ length: Double, _ row: UnsafePointer<Float>) -> Double {
    let lengths = length * tcm_dot_wide(row, row, vector.count).squareRoot()
    guard lengths > 0 else { return 0 }
    return min(1, max(-1, tcm_dot_wide(vector, row, vector.count) / lengths))
  }
}

extension EmbeddingStore {
  /// As `VectorView.neighbors(of:count:)`, of the store's only set.
  public func neighbors(of word: String, count: Int = 10) throws -> [Neighbor] {
    try view().neighbors(of: word, count: count)
  }
}
