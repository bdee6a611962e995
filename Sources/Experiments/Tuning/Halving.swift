/// Successive halving (Jamieson & Talwalkar 2016, <https://arxiv.org/abs/1502.07943>) in brackets of nine trials, as Hyperband
/// repeats them (Li et al. 2018, <https://arxiv.org/abs/1603.06560>): all nine with few epochs, the best three with three times as
/// many, the best one with all.
///
///     rung r of R ≤ 3:  epochs  round(E / 3^(R−1−r)), at least 2      trials of a bracket of n  ⌈n / 3^r⌉
///
/// Brackets of a fixed size end one by one, so that a search whose time is up has finished something, and one with more
/// trials begins with the same brackets. A trial that goes on is trained anew from its seed, and so passes through the very epochs
/// that it had: what that costs (59 epochs a bracket of nine for 46, where E is 20) buys trials that can be stored,
/// repeated and resumed one by one.
struct Halving: Equatable {
  /// At most so many epochs in each rung, ascending.
  let epochs: [Int]

  private static let share = 3
  private static let greatestBracket = 9

  /// - Parameter epochs: E, what the best are given at most.
  init(epochs: Int) {
    var rungs = [epochs]
    while rungs.count < 3, rungs[0] >= 2 * Self.share { rungs.insert((rungs[0] + 1) / Self.share, at: 0) }
    self.epochs = rungs
  }

  /// The trials of each bracket. Without halving there is one of all.
  func brackets(of trials: Int) -> [Range<Int>] {
    let size = epochs.count > 1 ? Self.greatestBracket : trials
    return stride(from: 0, to: trials, by: size).map { $0..<min($0 + size, trials) }
  }

  /// How many trials of a bracket of so many are in each rung. One that is alone needs no rung to prove itself.
  func trials(inBracketOf count: Int) -> [Int] {
    var left = count
    return epochs.indices.map { rung in
      defer { left = (left + Self.share - 1) / Self.share }
      return left == 1 && rung < epochs.count - 1 ? 0 : left
    }
  }
}
