public struct ExperimentPage { public init(_ report: ExperimentReport) {}
  public var html: String { "" } }
