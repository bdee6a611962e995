import TensorMath

extension TextCNN {
  /// Draws the queries of a random generator; its biases c are zero.
  ///
  ///     q uniform within 3 / (v·√(m·d))
  ///
  /// where v is the bound of the word vectors, uniform as well, and m how many words move a score: n with mode `window`,
  /// otherwise 1. A number that is uniform within b has the variance b²/3, and a score is the sum of m·d products of two
  /// such numbers, so that its variance is m·d · (9 / (v²·m·d)) / 3 · v²/3 = 1: softmax over three words then
  /// gives weights of a standard deviation of 0.67.
  ///
  /// - Parameter vectorBound: v; of vectors that are not uniform, √3 times their standard deviation.
  /// - Precondition: The generator is random, and the only one: of a network of depth 1.
  package mutating func drawQueries(seed: UInt64, vectorBound: Float) {
    precondition(
      configuration.kernel.hasFrozenGenerator && configuration.depth == 1,
      "random queries for \(configuration.kernel), depth \(configuration.depth)")
    for (width, scores) in zip(configuration.widths, layout.scores) {
      let name = "attention\(width).query"
      let words = Float(configuration.kernel.wordsPerScore(width: width) * configuration.dimension)
      let bound = 3 / (vectorBound * words.squareRoot())
      var generator = SeededGenerator(seed: seed, purpose: name)
      let values = (0..<scores.rows * configuration.dimension).map { _ in generator.uniform(within: bound) }
      values.withUnsafeBufferPointer {
        layout.store($0, at: layout.places.first { $0.name == name }!, in: &dense)
      }
    }
  }
}
