import ModelEvaluation
import ModelTraining
import TextClassification

/// What came of a training, for people.
enum TrainingSummary {
  /// Of a model, which may be an ensemble.
  static func lines(_ result: EnsembleResult, model: String) -> [String] {
    var lines: [String] = []
    let members = result.members
    if let coverage = members[0].coverage { lines.append(CoverageText.line(coverage)) }
    lines.append(
      "\(model): " + (members.count > 1 ? Numbers.count(members.count, "member") + ", " : "")
        + cost(result) + (members.count > 1 ? devScores(result) : bestEpoch(of: members[0])))
    if members[0].bestEpoch.zeroShares != nil {
      let shares = result.classifier.zeroShares.map {
        "\($0.name) \(Numbers.percent($0.share, digits: 1)) %"
      }
      lines.append("exact zeros: " + shares.joined(separator: ", "))
    }
    for (index, member) in members.enumerated() {
      guard let calibration = member.calibration else { continue }
      lines.append((members.count > 1 ? "member \(index + 1) " : "") + CalibrationText.line(calibration))
    }
    return lines
  }

  /// Of a member of an ensemble, counted from 1.
  static func line(_ member: Int, of members: Int, _ result: TrainingResult) -> String {
    "member \(member) of \(members): \(Numbers.count(result.epochs.count, "epoch")) in "
      + Numbers.duration(result.trainingSeconds) + bestEpoch(of: result)
  }

  private static func cost(_ result: EnsembleResult) -> String {
    "\(Numbers.count(result.classifier.labels.count, "label")), "
      + "\(Numbers.count(result.classifier.parameterCount, "parameter")), "
      + "\(Numbers.count(result.members.reduce(0) { $0 + $1.epochs.count }, "epoch")) in "
      + "\(Numbers.duration(result.trainingSeconds)) "
      + "(\(Numbers.count(Int(result.documentsPerSecond))) documents/s)"
  }

  /// Nothing where no documents chose the epochs.
  private static func devScores(_ result: EnsembleResult) -> String {
    guard let accuracy = result.devAccuracy else { return "" }
    let alone = ScoreSummary(scores: result.members.compactMap(\.bestEpoch.devAccuracy))
    return ", dev accuracy \(Numbers.percent(accuracy)) %, of a member alone "
      + "\(Numbers.percent(alone.mean)) ± \(Numbers.percent(alone.standardDeviation)) %"
  }

  private static func bestEpoch(of result: TrainingResult) -> String {
    let best = result.bestEpoch
    if let accuracy = best.devAccuracy {
      return ", best epoch \(best.epoch): dev accuracy \(Numbers.percent(accuracy)) %"
    }
    return best.devMicroF1.map { ", best epoch \(best.epoch): dev micro-F1 \(Numbers.percent($0)) %" } ?? ""
  }
}
