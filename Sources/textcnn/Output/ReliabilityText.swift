import ModelEvaluation

/// How far probabilities are to be believed, for people.
enum ReliabilityText {
  /// "log loss 0.3124, ECE 2.15 %, Brier score 0.1432".
  static func scores(_ logLoss: Double?, _ reliability: Reliability?) -> String {
    var text = "log loss \(Numbers.decimal(logLoss))"
    if let reliability {
      text +=
        ", ECE \(Numbers.percent(reliability.expectedCalibrationError)) %, "
        + "Brier score \(Numbers.decimal(reliability.brierScore))"
    }
    return text
  }

  /// A row for each bin that has documents.
  static func table(of reliability: Reliability) -> String {
    var table = TextTable(["probability", "documents", "mean", "right", "difference"])
    for bin in reliability.bins where bin.documents > 0 {
      let difference = (bin.accuracy ?? 0) - (bin.confidence ?? 0)
      table.rows.append([
        "\(Numbers.percent(bin.lower, digits: 0))–\(Numbers.percent(bin.upper, digits: 0)) %",
        Numbers.count(bin.documents), Numbers.percent(bin.confidence), Numbers.percent(bin.accuracy),
        (difference < 0 ? "-" : "+") + Numbers.percent(abs(difference)),
      ])
    }
    return table.text + "\nmaximum calibration error "
      + "\(Numbers.percent(reliability.maximumCalibrationError)) %"
  }
}
