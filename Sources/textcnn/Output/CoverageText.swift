import TextCorpus

/// How much of a training text has a pre-trained vector, in words.
enum CoverageText {
  static func line(_ coverage: VectorCoverage) -> String {
    "vectors cover \(share(coverage.knownTypes, coverage.types)) of the words "
      + "and \(share(coverage.knownTokens, coverage.tokens)) of the running text"
  }

  private static func share(_ part: Int, _ whole: Int) -> String {
    "\(Numbers.count(part)) of \(Numbers.count(whole)) (\(Numbers.percent(part, of: whole)) %)"
  }
}
