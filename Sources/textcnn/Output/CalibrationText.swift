import ModelTraining

/// What a calibration did, in one line.
enum CalibrationText {
  static func line(_ calibration: Calibration) -> String {
    let documents = Numbers.count(calibration.documents, "dev document")
    guard let temperature = calibration.temperature else {
      return
        "not calibrated: on \(documents) no temperature from 0.1 to 10 is best, as where all of them are right, "
        + "or almost none; use more of them"
    }
    let (before, after) = (calibration.before, calibration.after)
    return "calibrated on \(documents), temperature \(temperature): "
      + "log loss \(Numbers.decimal(before.logLoss)) to \(Numbers.decimal(after.logLoss)), "
      + "ECE \(Numbers.percent(before.expectedCalibrationError)) to "
      + "\(Numbers.percent(after.expectedCalibrationError)) %"
  }
}
