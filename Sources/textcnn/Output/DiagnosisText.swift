import Foundation
import ModelTraining

/// A diagnosis for people and for programs.
enum DiagnosisText {
  static func text(_ diagnosis: GradientDiagnosis) -> String {
    var table = TextTable([
      "layer", "gradient", "weights", "step / weights", "arrives from above", "dead", "saturated",
    ])
    table.rows = diagnosis.layers.map { layer in
      [
        layer.name, short(layer.gradientNorm), short(layer.weightNorm), short(layer.updateRatio),
        layer.signalNorm.map(short) ?? "", share(layer.deadShare), share(layer.saturatedShare),
      ]
    }
    var lines = [Numbers.count(diagnosis.stepCount, "step"), "", table.text, ""]
    lines +=
      diagnosis.findings.isEmpty
      ? ["nothing vanishes, explodes or stands still"] : diagnosis.findings.map(sentence)
    return lines.joined(separator: "\n")
  }

  static func sentence(_ finding: GradientDiagnosis.Finding) -> String {
    switch finding {
    case .vanishes(let from, let to, let factor, let total):
      "\(to): the gradient vanishes: of what arrives at \(from), \(short(total)) is left, \(short(factor)) a layer (a sigmoid "
        + "lets through at most 0.25); use --residual, relu or prelu"
    case .explodes(let from, let to, let factor, let total):
      "\(to): the gradient explodes: it is \(short(total)) times what arrives at \(from), \(short(factor)) times a layer; use "
        + "--residual or a lower --learning-rate"
    case .grows(let layer, let factor):
      factor.isFinite
        ? "\(layer): its gradient is \(short(factor)) times as large in the end as in the beginning; use a lower --learning-rate"
        : "\(layer): its gradient is not finite in the end; use a lower --learning-rate"
    case .silent(let layer): "\(layer): no gradient reaches it in the end; it does not learn any more"
    case .dead(let layer, let dead):
      "\(layer): \(share(dead)) of its filters are dead in the end, silent in every document of a step; use a lower "
        + "--learning-rate, or prelu"
    case .saturated(let layer, let saturated):
      "\(layer): \(share(saturated)) of its activations are at the end of their range, where they learn little; use a lower "
        + "--learning-rate, --l2, or relu"
    case .movesTooMuch(let layer, let ratio):
      "\(layer): a step moves its weights by \(short(ratio)) of their size; use a lower --learning-rate"
    case .hardlyMoves(let layer, let ratio):
      "\(layer): a step moves its weights by only \(short(ratio)) of their size; use a higher --learning-rate"
    }
  }

  private static func short(_ value: Double) -> String { String(format: "%.2g", value) }
  private static func share(_ value: Double?) -> String {
    value.map { Numbers.percent($0, digits: 1) + " %" } ?? ""
  }

  struct Contents: Encodable {
    struct Layer: Encodable {
      let name: String
      /// Null where it is not finite.
      let gradientNorm: Double?
      let weightNorm: Double?
      let updateRatio: Double?
      let signalNorm: Double?
      let deadShare: Double?
      let saturatedShare: Double?
    }
    let steps: Int
    let layers: [Layer]
    let findings: [String]
  }

  private static func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }

  static func contents(_ diagnosis: GradientDiagnosis) -> Contents {
    Contents(
      steps: diagnosis.stepCount,
      layers: diagnosis.layers.map {
        .init(
          name: $0.name, gradientNorm: finite($0.gradientNorm), weightNorm: finite($0.weightNorm),
          updateRatio: finite($0.updateRatio), signalNorm: finite($0.signalNorm), deadShare: $0.deadShare,
          saturatedShare: $0.saturatedShare)
      }, findings: diagnosis.findings.map(sentence))
  }
}
