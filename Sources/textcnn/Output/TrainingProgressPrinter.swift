import ModelTraining

/// Tells a person how training goes: a line that rewrites itself, and a line an epoch. Silent where nobody looks.
struct TrainingProgressPrinter {
  private let clock = ContinuousClock()
  private let epochs: Int
  private let members: Int
  private var member = 1
  private var start: ContinuousClock.Instant
  private var lastUpdate: ContinuousClock.Instant

  /// - Parameter members: How many networks are trained, one after the other.
  init(epochs: Int, members: Int = 1) {
    self.epochs = epochs
    self.members = members
    start = clock.now
    lastUpdate = start
  }

  mutating func report(_ event: TrainingEvent, member: Int = 1) {
    guard StandardError.isTerminal else { return }
    if member != self.member {
      self.member = member
      start = clock.now
    }
    let name = members > 1 ? "member \(member)/\(members)  " : ""
    switch event {
    case .step, .text: break
    case .batch(let epoch, let documents, let total):
      guard clock.now - lastUpdate > .milliseconds(200) else { return }
      lastUpdate = clock.now
      let share = (Double(epoch - 1) + Double(documents) / Double(total)) / Double(epochs)
      let remaining = (clock.now - start) / .seconds(1) * (1 - share) / max(share, 1e-9)
      StandardError.progress(
        "\(name)epoch \(epoch)/\(epochs)  \(Numbers.count(documents)) of \(Numbers.count(total)) documents, "
          + "at most \(Numbers.duration(remaining)) left")
    case .epoch(let record):
      var line = "\(name)epoch \(record.epoch)  loss \(Numbers.decimal(record.trainLoss))"
      if let accuracy = record.devAccuracy {
        line += "  dev \(Numbers.percent(accuracy)) %, log loss \(Numbers.decimal(record.devLogLoss))"
      } else if let score = record.devMicroF1 {
        line += "  dev micro-F1 \(Numbers.percent(score)) %, log loss \(Numbers.decimal(record.devLogLoss))"
      }
      line += "  \(Numbers.count(Int(record.documentsPerSecond))) documents/s"
      StandardError.line(line + (record.isBest && record.devLogLoss != nil ? "  best" : ""))
    }
  }
}

/// Says, of trainings one after the other, how long the rest will take.
struct RunClock {
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private let total: Int
  private var done = 0

  init(total: Int) {
    self.total = total
    start = clock.now
  }

  /// Counts one more as done: ", about 3 min 20 s left", and nothing after the last.
  mutating func tick() -> String {
    done += 1
    guard done < total else { return "" }
    let remaining = (clock.now - start) / .seconds(1) * Double(total - done) / Double(done)
    return ", about \(Numbers.duration(remaining)) left"
  }
}
