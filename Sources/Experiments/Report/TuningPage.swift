import Drawings

/// A search as one HTML file that needs nothing else.
///
/// The best options come first, as a command to copy; then what was done, whether more trials would pay, the trials, what
/// each searched option did, and how the best learned. It reads as `ExperimentPage` does: in black and white, light and dark, on
/// paper and on a phone.
public struct TuningPage {
  private let report: TuningReport
  private let training: String
  private let circumstances: Experiment.Circumstances

  /// - Parameters:
  ///   - training: The command that trains the best trial again.
  ///   - circumstances: When and where the search was, and how the program was called.
  public init(_ report: TuningReport, training: String, in circumstances: Experiment.Circumstances) {
    self.report = report
    self.training = training
    self.circumstances = circumstances
  }

  /// One touch takes all of the command, whose options are not torn apart at their dashes.
  private static let style = """
    .copy { display: block; max-width: 44rem; margin: .75rem 0; padding: .6rem .8rem; border: 1px solid var(--rule);
      user-select: all; -webkit-user-select: all; }
    .copy span { white-space: nowrap; }
    .trials tbody th { min-width: 2.5rem; }
    figcaption .mark svg { display: inline; width: 12px; margin-right: 0; }
    """

  /// The whole file.
  public var html: String {
    PageFrame(
      title:
        "Search on \(Markup.isolated(report.corpus)): \(report.trials.count == 1 ? "1 trial" : "\(report.trials.count) trials")",
      style: Self.style,
      parts: [
        BestTrialSection(report: report, training: training).html,
        SearchSection(report: report).html,
        TrialsSection(report: report).html,
        OptionsSection(report: report).html,
        TrialLearningSection(report: report).html,
        circumstances.footer,
      ]
    ).html
  }
}

extension TuningReport.Trial {
  /// Whether the loss became infinite: then there is no accuracy, whatever number stands for it.
  var hasDiverged: Bool { devLogLoss == nil && curve.isEmpty }

  /// "87.16 %", or "diverged".
  var outcome: String { hasDiverged ? "diverged" : "\(Page.percent(devAccuracy)) %" }
}
