/// Successive halving (Jamieson & Talwalkar 2016, <https://arxiv.org/abs/1502.07943>): many trials with few epochs, and the
/// better third of them with three times as many, until the best have all.
///
///     rung r of R:  epochs  max(1, round(E / 3^(R−1−r)))      trials  ⌈N / 3^r⌉
///
/// A trial that goes on is trained anew from its seed, and so passes through the very epochs that it had: what that costs, a
/// third of the last rung and less of those before, buys trials that can be stored, repeated and resumed one by one.
struct Halving: Equatable {
  struct Rung: Equatable {
    var epochs: Int
    var trials: Int
  }

  let rungs: [Rung]
  static let share = 3

  /// - Parameters:
  ///   - trials: N.
  ///   - epochs: E, what the best are given at most.
  init(trials: Int, epochs: Int) {
    var count = 1
    // As many rungs as leave one trial, and epochs enough for the first to tell anything.
    var (left, first) = (trials, epochs)
    while left > 1, first >= 2 * Self.share {
      left = (left + Self.share - 1) / Self.share
      first /= Self.share
      count += 1
    }
    var rungs: [Rung] = []
    var (survivors, divisor) = (trials, 1)
    for _ in 1..<count { divisor *= Self.share }
    for _ in 0..<count {
      rungs.append(Rung(epochs: max(1, (epochs + divisor / 2) / divisor), trials: survivors))
      survivors = (survivors + Self.share - 1) / Self.share
      divisor = max(1, divisor / Self.share)
    }
    self.rungs = rungs
  }
}
