import ModelTraining

/// What help calls a default is read from the library, so that the two cannot differ.
enum Defaults {
  static let training = TrainingConfiguration()
  static let network = training.network
  static let ensemble = EnsembleConfiguration()

  /// "1 for adadelta, 0.001 for adam, 0.1 for sgd".
  static let learningRates = OptimizerConfiguration.Kind.allCases.map { kind in
    "\(number(OptimizerConfiguration.usualRate(of: kind))) for \(kind.rawValue)"
  }.joined(separator: ", ")

  static let widths = network.widths.map { String($0) }.joined(separator: ",")

  static func number(_ value: Float) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }

  static func flag(_ value: Bool, _ name: String) -> String { value ? "--\(name)" : "--no-\(name)" }
}
