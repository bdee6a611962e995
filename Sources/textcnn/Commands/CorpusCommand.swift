import ArgumentParser

/// `textcnn corpus …`: what a corpus is like, and making another one of it.
struct CorpusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus",
    abstract: "Check a corpus, split it, convert it, and show what is in it.",
    discussion: """
      Example:
        textcnn corpus check reviews.csv
        textcnn corpus split reviews.csv --into reviews
        textcnn corpus convert reviews.csv --output reviews.tsv
        textcnn corpus stats reviews.csv --svg reviews.svg

      A corpus is lines of label, tab, text; fastText's lines; a table with a header
      (CSV); a JSON object a line; or a folder of texts for each label. It may be
      compressed. docs/corpora.md tells how each is recognised.
      """,
    subcommands: [
      CorpusCheckCommand.self, CorpusSplitCommand.self, CorpusConvertCommand.self, CorpusStatsCommand.self,
    ])
}
