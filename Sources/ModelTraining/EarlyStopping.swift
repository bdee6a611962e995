/// Remembers the best dev score and says when to give up.
///
/// Better is a higher accuracy; of equal ones, the lower log loss, since on a small dev part accuracy ties often.
struct EarlyStopping {
  /// Epochs without a better score after which training ends; 0: never.
  let patience: Int
  private var best: (accuracy: Double, logLoss: Double)?
  private var epochsSince = 0

  init(patience: Int) { self.patience = patience }

  /// Takes the scores of an epoch; says whether they are the best so far.
  mutating func isBest(accuracy: Double, logLoss: Double) -> Bool {
    if let best, (accuracy, -logLoss) <= (best.accuracy, -best.logLoss) {
      epochsSince += 1
      return false
    }
    best = (accuracy, logLoss)
    epochsSince = 0
    return true
  }

  var isOver: Bool { patience > 0 && epochsSince >= patience }
}
