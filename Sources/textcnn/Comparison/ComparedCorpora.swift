import Experiments
import Foundation
import TextCorpus

/// Reads the corpora of a comparison: files, or folders with `train.tsv`, `test.tsv` and perhaps `dev.tsv`, or with `all.tsv`.
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
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
        // The folder often says more than the file: "trec/train.tsv".
        let name = URL(fileURLWithPath: path).pathComponents.suffix(path.contains("/") ? 2 : 1)
          .joined(separator: "/")
        return try corpus(name: name, training: path, test: test, dev: dev)
      }
      func file(_ name: String) -> String? {
        let file = path + (path.hasSuffix("/") ? "" : "/") + name
        return FileManager.default.fileExists(atPath: file) ? file : nil
      }
      let name = URL(fileURLWithPath: path).lastPathComponent
      if let all = file("all.tsv") { return try corpus(name: name, training: all, test: test, dev: dev) }
      guard let training = file("train.tsv") else {
        throw CommandFailure(
          "\(path): has neither train.tsv nor all.tsv; name a file, or a folder with one of them")
      }
      return try corpus(
        name: name, training: training, test: test ?? file("test.tsv"), dev: dev ?? file("dev.tsv"))
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
