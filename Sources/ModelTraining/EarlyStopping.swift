/// Remembers the best dev score and says when to give up.
///
/// Better is a higher score, an accuracy or an F1; of equal ones, the lower log loss, since on a small dev part scores tie
/// often.
struct EarlyStopping {
  /// Epochs without a better score after which training ends; 0: never.
  let patience: Int
  private var best: (score: Double, logLoss: Double)?
  private var epochsSince = 0

  init(patience: Int) { self.patience = patience }

  /// Takes the scores of an epoch; says whether they are the best so far.
  mutating func isBest(score: Double, logLoss: Double) -> Bool {
    if let best, (score, -logLoss) <= (best.score, -best.logLoss) {
      epochsSince += 1
      return false
    }
    best = (score, logLoss)
    epochsSince = 0
    return true
  }

  var isOver: Bool { patience > 0 && epochsSince >= patience }
}
