import VectorTraining

/// Tells how the learning of vectors goes: what it learns from, a line an epoch, and for a person one that rewrites
/// itself.
struct VectorTrainingProgressPrinter {
  private let clock = ContinuousClock()
  private let epochs: Int
  private var start: ContinuousClock.Instant
  private var epochStart: ContinuousClock.Instant

  init(epochs: Int) {
    self.epochs = epochs
    start = clock.now
    epochStart = start
  }

  mutating func report(_ event: VectorTrainingEvent) {
    switch event {
    case .counted(let words, let tokens):
      StandardError.line("\(Numbers.count(tokens, "token")), \(Numbers.count(words, "word")) with a vector")
      start = clock.now
      epochStart = start
    case .progress(let epoch, let tokens, let total):
      let share = Double(tokens) / Double(max(total, 1))
      let remaining = (clock.now - start) / .seconds(1) * (1 - share) / max(share, 1e-9)
      StandardError.progress("epoch \(epoch)/\(epochs)  \(Numbers.duration(remaining)) left")
    case .epoch(let record):
      let seconds = (clock.now - epochStart) / .seconds(1)
      epochStart = clock.now
      guard StandardError.isTerminal else { return }
      StandardError.line(
        "epoch \(record.epoch)  loss \(Numbers.decimal(record.loss))  "
          + "\(Numbers.count(Int(Double(record.tokens) / max(seconds, 1e-9)))) words/s")
    }
  }
}
