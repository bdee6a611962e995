import Experiments

/// Tells a person how an experiment goes: a line a training.
struct ExperimentProgressPrinter {
  private let store: String
  private let corpora: Int
  private var clock = RunClock(total: 0)

  init(store: String, corpora: Int) {
    self.store = store
    self.corpora = corpora
  }

  mutating func report(_ event: ExperimentEvent) {
    switch event {
    case .planned(let trainings, let stored, let jobs):
      clock = RunClock(total: trainings - stored)
      if stored > 0 {
        StandardError.line("\(stored) of \(Numbers.count(trainings, "training")) are in \(store) already")
      }
      if jobs > 1 { StandardError.line("\(jobs) trainings at a time") }
    case .finished(let run):
      let corpus = corpora > 1 ? "\(run.corpus), " : ""
      let member = run.members > 1 ? ", member \(run.member) of \(run.members)" : ""
      StandardError.line(
        "\(corpus)run \(run.run) of \(run.runs), \(run.variant)\(member): \(Numbers.percent(run.accuracy)) % "
          + "after \(Numbers.duration(run.seconds))\(clock.tick())")
    }
  }
}
