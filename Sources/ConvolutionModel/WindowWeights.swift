import CTensorMath
import TensorMath

/// The weights a that the words of one document have in its windows of one width.
package struct WindowWeights: Sendable, Equatable {
  /// n: places of a window.
  package let width: Int
  /// H: sets of weights.
  package let heads: Int
  /// T: words of the document.
  package let tokenCount: Int
  /// `[heads, n, padded windows]`, as the row loops read them; the weight of a place without a word is 0.
  private var values: [Float]

  /// Weights of 0.
  package init(width: Int, heads: Int, tokenCount: Int) {
    self.width = width
    self.heads = heads
    self.tokenCount = tokenCount
    values = [Float](repeating: 0, count: heads * width * tcm_window_stride(tokenCount, width))
  }

  /// How many windows the document has.
  package var count: Int { windowCount(tokens: tokenCount, width: width) }

  /// The places of window `window` that have a word.
  package func places(_ window: Int) -> Range<Int> {
    // Place k has word window + k − (n − 1).
    let first = max(0, width - 1 - window)
    return first..<max(first, min(width, tokenCount + width - 1 - window))
  }

  /// The words of window `window`, by their number in the document.
  package func words(_ window: Int) -> Range<Int> {
    let places = places(window)
    let first = window - (width - 1)
    return places.isEmpty ? 0..<0 : first + places.lowerBound..<first + places.upperBound
  }

  /// The weight of place `place` of window `window` in head `head`.
  package subscript(window: Int, head: Int, place: Int) -> Float {
    get { values[index(window, head, place)] }
    set { values[index(window, head, place)] = newValue }
  }

  private func index(_ window: Int, _ head: Int, _ place: Int) -> Int {
    (head * width + place) * tcm_window_stride(tokenCount, width) + window
  }

  /// Gives window `window` the weights that window `source` of another document has, in every head.
  ///
  /// - Precondition: Width and heads are the same.
  package mutating func copy(_ window: Int, from source: Int, of other: WindowWeights) {
    precondition(other.width == width && other.heads == heads, "weights of another shape")
    for head in 0..<heads {
      for place in 0..<width { self[window, head, place] = other[source, head, place] }
    }
  }

  /// All of one head, `[n, padded windows]`.
  subscript(head head: Int) -> ArraySlice<Float> {
    let size = width * tcm_window_stride(tokenCount, width)
    return values[head * size..<(head + 1) * size]
  }

  /// Has the row loops write all weights, and the gates change them.
  mutating func fill(
    _ weighting: tcm_weighting, _ tokens: [Int32], _ scores: ScoreColumns, _ dense: UnsafePointer<Float>
  ) {
    var weighting = weighting
    values.withUnsafeMutableBufferPointer { values in
      guard let values = values.baseAddress else { return }
      tcm_weigh_windows(&weighting, tokens, tokenCount, values)
      scores.applyGate(dense, to: values, tokens: tokenCount)
    }
  }
}

extension TextCNN {
  /// The weights of a document's windows in the first convolution, width by width, with the bits that prediction has; none
  /// where all are 1 whatever the words: the kernel has no generator.
  ///
  /// - Complexity: O(U · S · d + windows · H · n²), U distinct words, S score columns.
  package func windowWeights(of document: [Int32]) -> [WindowWeights] {
    layout.scores.isEmpty ? [] : windowWeights(DistinctWords(document, of: self))
  }

  func windowWeights(_ words: DistinctWords) -> [WindowWeights] {
    guard !layout.scores.isEmpty else { return [] }
    let d = layout.rowStride
    let vectors = Scratch<Float>()
    vectors.reserve(layout.scoreColumns * d)
    let projection = Scratch<Float>()
    projection.reserve(words.count * layout.scoreStride)
    return dense.withUnsafePointer { dense in
      for scores in layout.scores { scores.gather(dense, into: vectors.base, stride: d) }
      tcm_project_rows(
        words.vectors.base, d, words.count, vectors.base, layout.scoreColumns, d, projection.base,
        layout.scoreStride)
      return layout.scores.map { scores in
        var weights = WindowWeights(width: scores.width, heads: scores.heads, tokenCount: words.tokenCount)
        weights.fill(
          scores.weighting(
            configuration.kernel, dense, scores: projection.base, stride: layout.scoreStride),
          words.tokens, scores, dense)
        return weights
      }
    }
  }
}

/// The words of a document, each once, with their vectors.
struct DistinctWords {
  /// Numbers of the document's words among the distinct ones; and one more, so that a document without words has an
  /// address.
  let tokens: [Int32]
  let tokenCount: Int
  /// U.
  let count: Int
  /// `[U, rowStride]`
  let vectors = Scratch<Float>()

  init(_ document: [Int32], of model: TextCNN) {
    let words = Array(Set(document)).sorted()
    let rows = Dictionary(uniqueKeysWithValues: zip(words, 0...).map { ($0, Int32($1)) })
    tokens = document.map { rows[$0]! } + [0]
    tokenCount = document.count
    count = words.count
    vectors.reserve(count * model.layout.rowStride)
    model.copyVectors(of: words[...], into: vectors.base)
  }
}
