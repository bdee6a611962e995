/// How the members of an ensemble come to one answer.
public enum Combination: String, Codable, Sendable, CaseIterable {
  /// The mean of their probabilities, as in deep ensembles (Lakshminarayanan et al. 2017,
  /// <https://arxiv.org/abs/1612.01474>):
  ///
  ///     p[c] = Σ_m p_m[c] / M
  case mean
  /// The majority of their labels, as in bagging (Breiman 1996, <https://doi.org/10.1007/BF00058655>); the mean decides
  /// between equal numbers of votes. As a probability each class gets its share of the votes, with the mean as one voter
  /// more, who splits its vote:
  ///
  ///     p[c] = (votes[c] + Σ_m p_m[c] / M) / (M + 1)
  ///
  /// So the most probable class is always the one that the vote elects, and none has probability 0.
  case vote
}

extension Combination {
  /// One answer for each document.
  ///
  /// - Parameter members: The probabilities that each member gives, `[M]` of `[documents, C]`.
  /// - Returns: `[documents, C]`; those of a single member as they are.
  /// - Complexity: O(M · documents · C).
  ///
  /// Sums go in the order of the members, so the same documents always get the same bits.
  package func combine(_ members: [[Float]], classes: Int) -> [Float] {
    guard members.count > 1 else { return members[0] }
    var result = members[0]
    for own in members.dropFirst() {
      for index in result.indices { result[index] += own[index] }
    }
    let count = Float(members.count)
    for index in result.indices { result[index] /= count }
    guard self == .vote else { return result }
    for first in stride(from: 0, to: result.count, by: classes) {
      for own in members { result[first + mostProbable(own[first..<first + classes])] += 1 }
    }
    for index in result.indices { result[index] /= count + 1 }
    return result
  }
}
