import ArgumentParser
import TextClassification
import TextCorpus

/// How many labels the documents of a training corpus have.
struct LabelOptions: ParsableArguments {
  @Flag(
    help:
      "A document has any number of labels: a list of them before the tab, or nothing; or several __label__ words."
  )
  var multiLabel = false

  @Option(
    help: ArgumentHelp(
      "With --multi-label: what stands between labels before the tab. Default: \"\(MultiLabelRule.usualSeparator)\".",
      valueName: "text"))
  var labelSeparator: String?

  /// What the corpora are read with; nil: a document has one label.
  var separator: String? { multiLabel ? labelSeparator ?? MultiLabelRule.usualSeparator : nil }

  func validate() throws { try Self.check(labelSeparator) }

  /// Throws where a text cannot stand between labels.
  static func check(_ separator: String?) throws {
    guard let separator, !CorpusReader.canSeparate(separator) else { return }
    throw ValidationError(
      "--label-separator is \(separator.debugDescription); use one character or more, but no tab or line end")
  }

  /// Says which of the given options change nothing.
  func tellIdleOptions() {
    if labelSeparator != nil, !multiLabel {
      StandardError.line("note: --label-separator changes nothing but with --multi-label")
    }
  }
}

/// For commands that judge by accuracy, which is of documents with one label: they say so, rather than that there is no
/// such option.
struct OneLabelOptions: ParsableArguments {
  @Flag(help: .hidden) var multiLabel = false

  func validate() throws {
    if multiLabel {
      throw ValidationError(
        "--multi-label goes with train; train and evaluate a model of several labels a document instead")
    }
  }
}
