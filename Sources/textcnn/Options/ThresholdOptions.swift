import ArgumentParser
import TextClassification

/// From which probability on a document is given a label, where it may have several.
struct ThresholdOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With several labels a document: give each label from this probability on, such as 0.5, instead of its own threshold.",
      valueName: "probability"))
  var threshold: Float?

  func validate() throws {
    if let threshold, !(0...1).contains(threshold) {
      throw ValidationError("--threshold is \(threshold); it must be from 0 to 1")
    }
  }

  /// The classifier with the threshold that was asked for.
  func apply(to classifier: TextClassifier) -> TextClassifier {
    guard let threshold else { return classifier }
    guard var rule = classifier.multiLabel else {
      StandardError.line("note: --threshold changes nothing but with a model of several labels a document")
      return classifier
    }
    for label in rule.thresholds.indices { rule.thresholds[label] = threshold }
    return classifier.deciding(by: rule)
  }
}
