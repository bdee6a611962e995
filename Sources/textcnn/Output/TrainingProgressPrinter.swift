import Foundation
import ModelTraining

/// Tells a person how training goes: a line that rewrites itself on a terminal, a line an epoch for all.
struct TrainingProgressPrinter {
  private let clock = ContinuousClock()
  private let epochs: Int
  private var lastUpdate: ContinuousClock.Instant
  private let start: ContinuousClock.Instant

  init(epochs: Int) {
    self.epochs = epochs
    start = clock.now
    lastUpdate = clock.now
  }

  mutating func report(_ event: TrainingEvent) {
    switch event {
    case .batch(let epoch, let documents, let total):
      guard StandardError.isTerminal, clock.now - lastUpdate > .milliseconds(200) else { return }
      lastUpdate = clock.now
      let share = (Double(epoch - 1) + Double(documents) / Double(total)) / Double(epochs)
      let remaining = (clock.now - start) / .seconds(1) * (1 - share) / max(share, 1e-9)
      StandardError.write(
        "\r\u{1B}[Kepoch \(epoch)/\(epochs)  \(Numbers.count(documents)) of \(Numbers.count(total)) documents, "
          + "at most \(Numbers.duration(remaining)) left")
    case .epoch(let record):
      guard StandardError.isTerminal else { return }
      var line = "\r\u{1B}[Kepoch \(record.epoch)  loss \(Numbers.decimal(record.trainLoss))"
      if let accuracy = record.devAccuracy {
        line += "  dev \(Numbers.percent(accuracy)) %, log loss \(Numbers.decimal(record.devLogLoss))"
      }
      line += "  \(Numbers.count(Int(record.documentsPerSecond))) documents/s"
      StandardError.line(line + (record.isBest && record.devAccuracy != nil ? "  best" : ""))
    }
  }
}
