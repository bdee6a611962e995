import ConvolutionModel

// An ensemble: several networks of one shape behind one tokenizer, vocabulary and label set.
extension TextClassifier {
  /// An ensemble has at most so many members.
  public static let greatestMemberCount = 100

  /// The ensemble of some classifiers.
  ///
  /// - Parameters:
  ///   - members: Each of one network. They agree in all but that.
  ///   - combination: How their answers become one.
  ///   - sharesVectors: Whether all have the word vectors of the first, which are then kept once in a file.
  /// - Precondition: There is a member; tokenizer, vocabulary, pieces, labels and shape are the same for all.
  package init(combining members: [TextClassifier], by combination: Combination, sharesVectors: Bool) {
    let first = members[0]
    precondition(
      members.allSatisfy {
        $0.memberCount == 1 && $0.tokenizer == first.tokenizer && $0.vocabulary == first.vocabulary
          && $0.pieces == first.pieces && $0.labels == first.labels
      }, "the members of an ensemble differ in more than their network")
    self.init(
      tokenizer: first.tokenizer, vocabulary: first.vocabulary, pieces: first.pieces, labels: first.labels,
      networks: members.map(\.network), temperatures: members.map(\.temperature), combination: combination,
      sharesVectors: sharesVectors, multiLabel: first.multiLabel, dropout: first.dropout,
      provenance: first.provenance)
  }

  /// How many networks answer together; 1 unless this is an ensemble.
  public var memberCount: Int { networks.count }

  /// One member as a classifier of its own.
  ///
  /// - Parameter index: Counted from 0.
  /// - Precondition: There is such a member.
  public func member(_ index: Int) -> TextClassifier {
    precondition(networks.indices.contains(index), "member \(index) of \(memberCount)")
    return TextClassifier(
      tokenizer: tokenizer, vocabulary: vocabulary, pieces: pieces, labels: labels, network: networks[index],
      multiLabel: multiLabel, dropout: dropout, provenance: provenance, temperature: temperatures[index])
  }

  /// The share of exact zeros in each tensor that an L1 penalty goes over; of an ensemble the mean over its members.
  package var zeroShares: [(name: String, share: Double)] {
    let members = networks.map(\.zeroShares)
    return members[0].indices.map { index in
      (
        members[0][index].name,
        members.reduce(0) { $0 + $1[index].share } / Double(members.count)
      )
    }
  }
}
