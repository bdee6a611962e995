import ArgumentParser
import TextCorpus

/// How corpora are read.
struct CorpusOptions: ParsableArguments {
  @Flag(help: "Count and report lines that cannot be read, instead of stopping at the first.")
  var skipBadLines = false

  /// Reads a corpus and says what was odd about it.
  func read(_ path: String) throws -> Corpus {
    let corpus = try CorpusReader(skippingBadLines: skipBadLines).read(path)
    let report = corpus.report
    if report.skippedLineCount > 0 {
      StandardError.line("\(path): skipped \(report.skippedLineCount) bad lines, the first at line \(report.skippedLines[0].line): \(report.skippedLines[0].fault)")
    }
    if report.replacedSequenceCount > 0 {
      StandardError.line("\(path): replaced \(report.replacedSequenceCount) sequences that are not UTF-8")
    }
    return corpus
  }
}
