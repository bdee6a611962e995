import CTensorMath
import TensorMath

/// Words whose vectors are means of rows: of their own, if they have one, and of those of their pieces.
///
///     x_w = 1 / |R_w| · Σ_{r ∈ R_w} row_r          ∂L/∂row_r = Σ_w (how often r is in R_w) / |R_w| · ∂L/∂x_w
///
/// R_w may have a row twice. Sums go in the order of the rows as they were given. Source: Bojanowski et al. 2017, section 3.2,
/// <https://arxiv.org/abs/1607.04606>, who have the sum, and fastText's `FastText::getWordVector`, which has the mean.
package struct WordComposition: Sendable, Equatable {
  /// The rows of all words, one behind the other; those of word w are `rows[starts[w] ..< starts[w + 1]]`.
  package private(set) var rows: [Int32] = []
  package private(set) var starts: [Int] = [0]
  /// 1 / |R_w| at each entry of `rows`.
  private(set) var shares: [Float] = []

  /// No words.
  package init() {}

  /// How many words there are.
  package var count: Int { starts.count - 1 }

  /// Adds a word.
  ///
  /// - Precondition: It has a row.
  package mutating func append(_ newRows: [Int32]) {
    precondition(!newRows.isEmpty, "a word without a row")
    rows += newRows
    shares += repeatElement(1 / Float(newRows.count), count: newRows.count)
    starts.append(rows.count)
  }

  /// R_w.
  package subscript(word: Int) -> ArraySlice<Int32> { rows[starts[word]..<starts[word + 1]] }

  /// Forgets all words.
  package mutating func removeAll() { self = WordComposition() }

  /// Writes the vector of a word. O(|R_w| · d)
  ///
  /// - Parameter table: Rows of `stride` numbers.
  func compose(
    _ word: Int, from table: UnsafePointer<Float>, stride: Int, into x: UnsafeMutablePointer<Float>
  ) {
    let range = starts[word]..<starts[word + 1]
    rows.withUnsafeBufferPointer { rows in
      shares.withUnsafeBufferPointer { shares in
        tcm_sum_weighted_rows(
          x, false, table, stride, rows.baseAddress! + range.lowerBound,
          shares.baseAddress! + range.lowerBound,
          range.count)
      }
    }
  }

  /// Writes the vector of a word whose rows are copied one by one; the same bits. O(|R_w| · d)
  func compose(
    _ word: Int, stride: Int, into x: UnsafeMutablePointer<Float>,
    copyRow: (_ row: Int, _ target: UnsafeMutablePointer<Float>) -> Void
  ) {
    let own = self[word]
    withUnsafeTemporaryAllocation(byteCount: own.count * stride * 4, alignment: 64) { raw in
      raw.initializeMemory(as: UInt8.self, repeating: 0)
      let table = raw.bindMemory(to: Float.self).baseAddress!
      for (i, row) in own.enumerated() { copyRow(Int(row), table + i * stride) }
      let numbers = (0..<Int32(own.count)).map { $0 }
      let share = [Float](repeating: 1 / Float(own.count), count: own.count)
      tcm_sum_weighted_rows(x, false, table, stride, numbers, share, own.count)
    }
  }
}

extension TextCNN {
  /// Whether a word has anything to go by: a vector, or pieces that have one.
  package func knows(_ word: Int32) -> Bool {
    let guest = Int(word) - vocabularyCount
    return guest < 0 ? word != 0 : guests[guest].first != 0
  }

  /// The network at rest: every word of the vocabulary has the vector that its rows come to, and pieces are asked for guests
  /// alone. So words that are known cost at rest what they cost without pieces. O(V · pieces · d)
  ///
  /// - Precondition: The composition has the vocabulary's words first.
  package func folding(_ composition: WordComposition) -> TextCNN {
    var folded = self
    let stride = layout.rowStride
    let count = vocabularyCount
    embedding.withUnsafePointer { table in
      folded.embedding.withUnsafeMutablePointer { rows in
        for word in 0..<count {
          composition.compose(word, from: table, stride: stride, into: rows + word * stride)
        }
      }
    }
    return folded
  }
}
