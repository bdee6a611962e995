import Experiments
import Foundation
import TextCorpus

/// Reads the corpora of a comparison: files, or folders with `train.tsv`, `test.tsv` and perhaps `dev.tsv`, or with `all.tsv`, or with
/// such parts in other formats, or with a folder for each label.
struct ComparedCorpora {
  let options: CorpusOptions
  /// Runs where there is a test corpus, and where documents are held out at random.
  let runs: Int
  /// Folds where there is none; nil: random splits.
  let folds: Int?
  let repeats: Int

  /// - Parameters:
  ///   - test, dev: Of the one corpus that is a file.
  func read(_ paths: [String], test: String?, dev: String?) throws -> [ExperimentCorpus] {
    try paths.map { path in
      guard let folder = CorpusFolder(path) else {
        // The folder often says more than the file: "trec/train.tsv".
        let name = URL(fileURLWithPath: path).pathComponents.suffix(path.contains("/") ? 2 : 1)
          .joined(separator: "/")
        return try corpus(name: name, training: path, test: test, dev: dev)
      }
      let name = URL(fileURLWithPath: path).lastPathComponent
      if let all = try folder.part("all") {
        return try corpus(name: name, training: all, test: test, dev: dev)
      }
      if let training = try folder.part("train") {
        return try corpus(
          name: name, training: training, test: test ?? folder.part("test"), dev: dev ?? folder.part("dev"))
      }
      guard folder.hasLabels else {
        throw CommandFailure(
          "\(path): has neither train.tsv nor all.tsv, nor such files of other formats; "
            + "name a file, or a folder with one of them")
      }
      return try corpus(name: name, training: folder.path, test: test, dev: dev)
    }
  }

  private func corpus(name: String, training: String, test: String?, dev: String?) throws -> ExperimentCorpus
  {
    let corpus = try options.readTraining(training)
    let labels = LabelSet(corpus)
    let test = try test.map { try options.readHeldOut($0, known: labels, owner: training) }
    return ExperimentCorpus(
      name: name, training: corpus, dev: try dev.map { try options.read($0) }, test: test,
      design: test != nil
        ? .givenTest(runs: runs)
        : folds.map { .folds(count: $0, repeats: repeats) } ?? .randomSplits(runs: runs, fraction: 0.1))
  }
}
