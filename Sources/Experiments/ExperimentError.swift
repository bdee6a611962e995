/// Why there is nothing to compare. `description` is one sentence with the mend.
public enum ExperimentError: Error, Equatable, Sendable, CustomStringConvertible {
  case tooFewVariants
  case noRuns
  case equalNames(String)
  /// A variant that refers to another that is not there, or not of the kind that it needs.
  case unknownVariant(String, by: String)
  case notWidenable(String)
  case noAttentionToShuffle(String)
  /// The members of an ensemble are runs of their own, on the documents of the run.
  case bagging(String)
  /// A corpus with too few documents for what is to be held out.
  case notDivisible(file: String, reason: String)
  /// A training that came to nothing.
  case failed(variant: String, run: Int, reason: String)
  /// A report of runs that are not all finished.
  case unfinished

  public var description: String {
    switch self {
    case .tooFewVariants: "there is nothing to compare; give at least two variants"
    case .noRuns: "there is nothing to compare; give at least one run"
    case .equalNames(let name): "two variants are called \"\(name)\"; give each a name of its own"
    case .unknownVariant(let name, let variant):
      "variant \"\(variant)\" refers to \"\(name)\", which is none of the variants; check its spelling"
    case .notWidenable(let name):
      "variant \"\(name)\" cannot be widened to another's parameters; that is for single static networks"
    case .noAttentionToShuffle(let name):
      "variant \"\(name)\" shuffles the weights of attention; that is for single networks with --kernel attention and depth 1"
    case .bagging(let name):
      "variant \"\(name)\": members of an ensemble are runs of their own here, and differ by seed; leave out --ensemble-by bagging"
    case .notDivisible(let file, let reason): "\(file): \(reason)"
    case .failed(let variant, let run, let reason): "variant \"\(variant)\", run \(run): \(reason)"
    case .unfinished: "not all runs are finished; run the experiment first"
    }
  }
}
