import ArgumentParser
import ModelSerialization
import TextCorpus

/// `textcnn corpus convert CORPUS --output FILE`.
struct CorpusConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write a corpus in another format, as UTF-8.",
    discussion: """
      Example:
        textcnn corpus convert reviews.csv.gz --output reviews.tsv
        textcnn corpus convert aclImdb/train --output imdb.jsonl

      csv and jsonl hold every text as it is. In tsv and fasttext a document is a line,
      so line ends within a text become blanks, and how many texts changed is said.
      A label that the format cannot hold stops the conversion.
      """)

  @Argument(help: "The corpus: a file, or a folder of folders.", completion: .file())
  var corpus: String

  @Option(
    name: [.short, .long], help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file())
  var output: String

  @OptionGroup var written: WrittenFormatOptions
  @OptionGroup var labels: LabelOptions

  func run() throws {
    try FileIdentity.checkDistinct(written: [(option: "--output", path: output)], read: [corpus])
    labels.tellIdleOptions()
    let format = try written.format(of: output)
    try AtomicFile.write(to: output) { file in
      var target = CorpusOutput(file, format: format, labelSeparator: labels.separator)
      try written.stream(corpus, labelSeparator: labels.separator).read { try target.append($0) }
      try target.flush()
      StandardError.line(
        "\(output): \(Numbers.count(target.documentCount, "document")) as \(format.rawValue)")
      if let changes = target.changes { StandardError.line("\(output): \(changes)") }
    }
  }
}
