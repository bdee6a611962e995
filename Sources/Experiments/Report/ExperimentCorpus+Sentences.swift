import ModelEvaluation
import TextCorpus

extension ExperimentCorpus {
  private func fileName(_ corpus: Corpus?) -> String {
    corpus.map { String($0.name.split(separator: "/").last ?? "") } ?? ""
  }

  /// How runs differ, such as "10 runs with other seeds, trained on 5452 documents, all judged on the 500 of test.tsv".
  func designSentence(train: Int, test: Int) -> String {
    let dev = dev.map { ", the epoch chosen by the \($0.documents.count) of \(fileName($0))" } ?? ""
    return switch design {
    case .givenTest(let runs):
      "\(runs) runs with other seeds, trained on \(train) documents, all judged on the \(test) of \(fileName(self.test))\(dev)"
    case .randomSplits(let runs, _):
      "\(runs) runs with other seeds, each trained on \(train) documents and judged on another \(test) held out at random\(dev)"
    case .folds(let count, let repeats):
      (repeats == 1 ? "\(count) runs" : "\(repeats) times \(count) runs")
        + " with other seeds, one a fold: trained on \(train) documents and judged on the other \(test)\(dev)"
    }
  }
}

extension ExperimentCorpus {
  /// The smallest difference that is found as a rule, and what that assumes.
  func detectableSentence(train: Int, test: Int) -> String {
    let assumptions = DisagreementAssumptions()
    guard
      let detectable = DetectableDifference(
        documents: test, runs: design.runs, design: design.statistics(train: train, test: test),
        assumptions: assumptions)
    else { return "one run, or one test document, gives no verdict, whatever the difference" }
    return "\(detectable.sentence); \(assumptions.sentence)"
  }
}
