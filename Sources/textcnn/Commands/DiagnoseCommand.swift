import ArgumentParser
import Foundation
import ModelSerialization
import ModelTraining
import TextCorpus

/// `textcnn diagnose LOG`.
struct DiagnoseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "Say where gradients vanish or explode in a training, and draw it.",
    discussion: """
      Example:
        textcnn train reviews.tsv -o reviews.safetensors --diagnose steps.jsonl
        textcnn diagnose steps.jsonl --svg steps.svg

      For each layer: the size of its gradient, of its weights, and of a step compared
      with the weights (about 0.001 is usual); the gradient that arrives at each
      convolution from above; dead filters, whose activation is flat for every
      document of a step, and saturated activations. Medians over all steps; dead and
      saturated shares in the last tenth of them.
      """)

  @Argument(help: "What train --diagnose wrote.", completion: .file())
  var log: String

  @Option(
    help: ArgumentHelp("Draw gradients and steps over time.", valueName: "file"), completion: .file())
  var svg: String?

  @Flag(help: "Print a JSON object.")
  var json = false

  func run() throws {
    let steps = try read()
    let diagnosis = GradientDiagnosis(steps)
    if json {
      try StandardOutput.json(DiagnosisText.contents(diagnosis))
    } else {
      try StandardOutput.line(DiagnosisText.text(diagnosis))
    }
    if let svg {
      try FileIdentity.checkDistinct(written: [(option: "--svg", path: svg)], read: [log])
      let drawing = GradientDrawing(steps).svg
      try AtomicFile.write(to: svg) { try $0.write(drawing) }
    }
  }

  private func read() throws -> [StepRecord] {
    var lines = try LineReader(path: log)
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .words
    var steps: [StepRecord] = []
    while try lines.advance() {
      let data = lines.withLine { span in span.withUnsafeBufferPointer { Data($0) } }
      if data.allSatisfy({ $0 == 0x20 }) { continue }
      guard let step = try? decoder.decode(StepRecord.self, from: data) else {
        throw CommandFailure(
          "\(log):\(lines.lineNumber): is no step of a training; give a file that train --diagnose wrote")
      }
      if let first = steps.first, first.layers.map(\.name) != step.layers.map(\.name) {
        throw CommandFailure(
          "\(log):\(lines.lineNumber): has other layers than the lines before; give the log of one training")
      }
      steps.append(step)
    }
    guard steps.contains(where: { !$0.layers.isEmpty }) else {
      throw CommandFailure("\(log): has no steps; give a file that train --diagnose wrote")
    }
    return steps
  }
}
