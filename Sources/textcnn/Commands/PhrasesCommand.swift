import ArgumentParser
import Foundation
import ModelSerialization
import TextClassification
import TextCorpus

/// `textcnn phrases MODEL CORPUS`.
struct PhrasesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phrases",
    abstract: "Show which phrases each filter has learned to look for.",
    discussion: """
      Example:
        textcnn phrases questions.safetensors questions.tsv
        textcnn phrases questions.safetensors questions.tsv --filters 50 --json

      A filter is told by the windows of the corpus that excite it most, the label
      that its output weights argue for, and how strongly: that label's weight less
      the mean of the others'. It decides a document where it adds more than any other
      filter to the lead of the predicted label over the next. Filters that decide
      most often come first. Of an ensemble one member is shown, by default the
      first. Where a document may have several labels, each is for itself: strength
      is the label's weight alone, and the logit stands for the lead.
      """)

  @Argument(help: "The model.", completion: .file())
  var model: String

  @Argument(help: "The corpus to look for phrases in; its labels do not matter.", completion: .file())
  var corpus: String

  @OptionGroup var member: MemberOption

  @Option(
    parsing: .unconditional, help: ArgumentHelp("How many phrases for each filter.", valueName: "count"))
  var top = 4

  @Option(parsing: .unconditional, help: ArgumentHelp("How many filters.", valueName: "count"))
  var filters = 20

  @Flag(help: "Print JSON: every one of the --filters on a line of its own.")
  var json = false

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var corpora: CorpusOptions

  private struct Line: Encodable {
    struct Phrase: Encodable {
      let text: String
      let activation: Float
    }
    let width: Int
    let number: Int
    let place: Int
    let label: String
    let strength: Float
    let active: Int
    let decided: Int
    let phrases: [Phrase]
  }

  func validate() throws {
    if top < 1 { throw ValidationError("--top is \(top); use at least 1") }
    if filters < 1 { throw ValidationError("--filters is \(filters); use at least 1") }
  }

  func run() throws {
    let classifier = try member.select(from: try ModelFile.read(model), in: model)
    if classifier.memberCount > 1 {
      StandardError.line(
        "note: these are the filters of member 1 of \(classifier.memberCount); --member chooses another")
    }
    let predictor = Predictor(classifier.member(0), threads: threads.count)
    let documents = try corpora.read(corpus, labelSeparator: classifier.multiLabel?.separator).documents
    let found = predictor.filterPhrases(in: documents.map(\.text), top: top).sorted {
      (-$0.decidedCount, -$0.activeCount, $0.width, $0.number, $0.place) < (
        -$1.decidedCount, -$1.activeCount, $1.width, $1.number, $1.place
      )
    }
    let labels = predictor.classifier.labels
    guard !json else {
      for filter in found.prefix(filters) {
        try StandardOutput.json(
          Line(
            width: filter.width, number: filter.number, place: filter.place + 1,
            label: labels[filter.classIndex],
            strength: filter.strength,
            active: filter.activeCount, decided: filter.decidedCount,
            phrases: filter.phrases.map { .init(text: $0.text, activation: $0.activation) }), isPretty: false)
      }
      return
    }
    var table = TextTable(["filter", "label", "strength", "decides", "active", "phrases"])
    table.leftColumns = [0, 1, 5]
    func share(_ count: Int) -> String {
      Numbers.percent(documents.isEmpty ? nil : Double(count) / Double(documents.count), digits: 1) + " %"
    }
    // With k-max pooling a filter has several features, told apart by their place.
    let keepsSeveral = found.contains { $0.place > 0 }
    table.rows = found.prefix(filters).map { filter in
      [
        "\(filter.width)-\(filter.number)" + (keepsSeveral ? "-\(filter.place + 1)" : ""),
        labels[filter.classIndex],
        String(format: "%+.3f", filter.strength),
        share(filter.decidedCount), share(filter.activeCount),
        filter.phrases.map {
          "\($0.text.isEmpty ? "(no word)" : $0.text) \(String(format: "%.2f", $0.activation))"
        }
        .joined(separator: " · "),
      ]
    }
    try StandardOutput.line(table.text)
    let silent = found.count { $0.activeCount == 0 }
    if silent > 0 {
      try StandardOutput.line(
        "\n\(Numbers.count(silent)) of \(Numbers.count(found.count, "filter")) are silent in every document")
    }
  }
}
