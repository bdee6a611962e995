/// Gates of attention: `a' = 1 + g·(a − 1)`, one learned g a head, so that a head may keep as much of the static kernel as it
/// likes: with g = 0 it is static, with g = 1 it is attention as it was generated, and g may pass beyond either.
///
/// A head, not a filter, has a gate: the filters of a head share their windows' weights, so a gate for each of them would cost
/// the loops over windows a table for each. Gates start at 1, where attention without gates is. At 0 neither g nor the
/// generator would ever move: ∂L/∂g = Σ ∂L/∂a'·(a − 1) is zero while all a = 1, as at the start, and so is
/// ∂L/∂a = g·∂L/∂a'.
extension ScoreColumns {
  /// a → a' of one document, in place, for the words that are there; padding stays 0. O(heads · n · windows).
  ///
  /// - Parameter a: `[heads, n, padded windows]`, as `tcm_weigh_windows` leaves them.
  func applyGate(_ dense: UnsafePointer<Float>, to a: UnsafeMutablePointer<Float>, tokens: Int) {
    guard let gate else { return }
    forEachRun(tokens: tokens) { head, run in
      let g = dense[gate + head]
      for i in run { a[i] = 1 + g * (a[i] - 1) }
    }
  }

  /// The way back: ∂L/∂a' → ∂L/∂a of one document, in place, and ∂L/∂g `[heads]`.
  ///
  /// - Parameter a: As it was before the gates.
  func differentiateGate(
    _ dense: UnsafePointer<Float>, _ a: UnsafePointer<Float>, _ change: UnsafeMutablePointer<Float>,
    tokens: Int, into gateGradient: UnsafeMutablePointer<Float>
  ) {
    guard let gate else { return }
    gateGradient.update(repeating: 0, count: heads)
    forEachRun(tokens: tokens) { head, run in
      let g = dense[gate + head]
      var sum: Float = 0
      for i in run {
        sum += change[i] * (a[i] - 1)
        change[i] *= g
      }
      gateGradient[head] += sum
    }
  }

  /// Place k of window i holds word i + k − (n − 1), so the windows in which it holds a word are neighbours.
  private func forEachRun(tokens: Int, _ body: (_ head: Int, _ run: Range<Int>) -> Void) {
    let stride = weightCount(tokens: tokens) / (heads * width)
    for head in 0..<heads {
      for k in 0..<width {
        let first = (head * width + k) * stride + width - 1 - k
        body(head, first..<first + tokens)
      }
    }
  }
}
