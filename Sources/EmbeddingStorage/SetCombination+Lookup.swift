import Foundation
import GRDB

extension SetCombination {
  /// The vectors of some words, in their order.
  ///
  /// - Parameters:
  ///   - triesLowercase: Whether to look for a word that a set lacks in lower case too.
  ///   - key: The bytes of each word.
  func lookup(
    _ db: Database, path: String, count: Int, triesLowercase: Bool, key: (Int) -> Data
  ) throws -> EmbeddingStore.Lookup {
    var lookup = EmbeddingStore.Lookup(
      dimension: dimension, values: Array(repeating: 0, count: count * dimension),
      matches: Array(repeating: .missing, count: count))
    var offset = 0
    for term in terms {
      // How many sets of the term have each word.
      var votes = [Int](repeating: 0, count: count)
      for set in term {
        let reader = try SetReader(set, db, path: path)
        let found = try reader.find(count: count, triesLowercase: triesLowercase, key: key)
        for (word, match) in found.matches.enumerated() where match != .missing {
          votes[word] += 1
          lookup.matches[word] = min(lookup.matches[word], match)
        }
        let stride = dimension
        try reader.putRows(found, key: key, into: &lookup.values) { ($0 * stride + offset, votes[$0] > 1) }
      }
      if term.count > 1 {
        for (word, votes) in votes.enumerated() where votes > 1 {
          for index in word * dimension + offset..<word * dimension + offset + term[0].info.dimension {
            lookup.values[index] /= Float(votes)
          }
        }
      }
      offset += term[0].info.dimension
    }
    return lookup
  }
}

/// Where a set has the words that were asked for.
struct FoundWords {
  var matches: [EmbeddingStore.Match]
  /// Rows of whole words, sorted by position.
  var rows: [(position: Int, owner: Int)]
  /// Words that are put together from pieces.
  var composed: [Int]
}

extension SetReader {
  /// Looks for words: as asked for, then in lower case, then by their pieces.
  func find(count: Int, triesLowercase: Bool, key: (Int) -> Data) throws -> FoundWords {
    var found = FoundWords(matches: Array(repeating: .missing, count: count), rows: [], composed: [])
    for index in 0..<count {
      let word = key(index)
      // No word, though its marks alone could be a piece.
      guard !word.isEmpty else { continue }
      if let position = try position(of: word) {
        found.matches[index] = .exact
        found.rows.append((position, index))
        continue
      }
      // A set in lower case has no word with a capital, and its pieces are those of the word in lower case.
      if triesLowercase || set.info.isLowercased {
        let lowercased = WordKey(ArraySlice(word), lowercased: true).bytes
        if lowercased != word, let position = try position(of: lowercased) {
          found.matches[index] = .lowercased
          found.rows.append((position, index))
          continue
        }
      }
      if let subwords = set.info.record.subwords, !subwords.pieces(of: spelled(word)).isEmpty {
        found.matches[index] = .subwords
        found.composed.append(index)
      }
    }
    found.rows.sort { $0.position < $1.position }
    return found
  }

  /// Puts the rows of found words into `values`, each where `place` says: from which number on, and whether it is added to
  /// what stands there.
  func putRows(
    _ found: FoundWords, key: (Int) -> Data, into values: inout [Float],
    place: (Int) -> (start: Int, adding: Bool)
  ) throws {
    try values.withUnsafeMutableBufferPointer { values in
      try forEachRow(found.rows) { word, row in
        let (start, adding) = place(word)
        for index in row.indices {
          values[start + index] = adding ? values[start + index] + row[index] : row[index]
        }
      }
      var sum = [Float](repeating: 0, count: set.info.dimension)
      for word in found.composed {
        try compose(spelled(key(word)), into: &sum)
        let (start, adding) = place(word)
        for index in sum.indices {
          values[start + index] = adding ? values[start + index] + sum[index] : sum[index]
        }
      }
    }
  }

  /// A word as the pieces of this set were made of.
  private func spelled(_ word: Data) -> [UInt8] {
    Array(set.info.isLowercased ? WordKey(ArraySlice(word), lowercased: true).bytes : word)
  }

  /// The mean of the rows of a word's pieces, with fastText's bits: summed in the order of the pieces. Of length 1 where
  /// the words' vectors are.
  private func compose(_ word: [UInt8], into sum: inout [Float]) throws {
    let pieces = set.info.record.subwords?.pieces(of: word) ?? []
    for index in sum.indices { sum[index] = 0 }
    for piece in pieces {
      try forEachRow([(piece, 0)], kind: .subwords) { _, row in
        for index in row.indices { sum[index] += row[index] }
      }
    }
    let share = Float(1 / Double(pieces.count))
    for index in sum.indices { sum[index] *= share }
    if set.info.normalization == .unitLength { scaleToUnitLength(&sum) }
  }
}
