import ArgumentParser
import Foundation
import ModelSerialization
import TextClassification
import TextCorpus

/// `textcnn explain MODEL [TEXT]`.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show which phrases decide the label of a text.",
    discussion: """
      Example:
        textcnn explain questions.safetensors "How many legs has a spider ?"
        textcnn explain questions.safetensors --html why.html < questions.txt

      What a network says is a sum over its filters, each of which looks at the one
      window of words that excites it most; with other poolings than max, at several
      or all. Filters with the same words are a phrase.
      The table gives what each phrase adds to the logit of the label and of its
      rival, the most probable other label; with the bias they sum to the logits,
      exactly. The last line tells what the answer would be without the first phrase.
      Of an ensemble, logits and what phrases add to them are means over the members.
      A label has no rival where a document may have several labels.
      """)

  @Argument(help: "The model.", completion: .file())
  var model: String

  @Argument(help: "The text; without it, each line of standard input is one.")
  var text: [String] = []

  @OptionGroup var member: MemberOption

  @Option(help: ArgumentHelp("The label to explain. Default: the most probable one.", valueName: "label"))
  var label: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("How many phrases, the strongest first.", valueName: "count"))
  var top = 10

  @Flag(help: "Print a JSON object a text, with every phrase.")
  var json = false

  @Option(
    help: ArgumentHelp("Write a page to look at in a browser, instead.", valueName: "file"),
    completion: .file())
  var html: String?

  func validate() throws {
    if top < 1 { throw ValidationError("--top is \(top); use at least 1") }
    if json, html != nil {
      throw ValidationError("--json and --html are two forms of one result; choose one")
    }
  }

  func run() throws {
    let classifier = try member.select(from: try ModelFile.read(model), in: model)
    let labels = classifier.labels.labels
    if let label, !labels.contains(label) {
      throw CommandFailure(
        "\(model): has no label \"\(label)\"; its labels are \(labels.joined(separator: ", "))")
    }
    guard labels.count > 1 || classifier.multiLabel != nil else {
      throw CommandFailure("\(model): has one label only, which needs no explanation")
    }
    let predictor = Predictor(classifier)
    var page = html.map { _ in ExplanationPage(model: model) }
    func explain(_ text: String) throws {
      guard let explanation = predictor.explanation(of: text, label: label) else { return }
      let output = ExplanationOutput(explanation: explanation, top: top)
      if page != nil {
        page?.append(explanation, top: top)
      } else if json {
        try StandardOutput.json(output.contents, isPretty: false)
      } else {
        try StandardOutput.line(output.text)
      }
    }
    if text.isEmpty { try explainLines(explain) } else { try explain(text.joined(separator: " ")) }
    if let html, let page { try AtomicFile.write(to: html) { try $0.write(page.html) } }
  }

  private func explainLines(_ explain: (String) throws -> Void) throws {
    if isatty(0) == 1 { StandardError.line("type a text a line; Ctrl-D ends") }
    var lines = try LineReader(descriptor: 0, name: "standard input")
    var isFirst = true
    while try lines.advance() {
      if !json, html == nil, !isFirst { try StandardOutput.line("") }
      isFirst = false
      try explain(
        lines.withLine { span in span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } })
    }
  }
}
