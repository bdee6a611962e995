import ConvolutionModel
import TextClassification

/// What the file of an ensemble says besides, in its metadata under `ensemble`.
struct EnsembleRecord: Codable {
  /// How many networks there are, M.
  let members: Int
  let combination: Combination
  /// Whether `embedding` serves all of them.
  let sharesVectors: Bool
  /// Of each, null where it is not calibrated; nothing where none is.
  let temperatures: [Double?]?

  /// The tensor that may be shared.
  static let vectors = "embedding"

  /// What a tensor of a member is called in the file: the first member's have the names of a single network's, those of
  /// member m, counted from 0, begin with "member{m+1}.".
  func name(of tensor: String, member: Int) -> String {
    member == 0 || sharesVectors && tensor == Self.vectors ? tensor : "member\(member + 1).\(tensor)"
  }

  /// Throws for what no ensemble has.
  func validate() throws(ConfigurationError) {
    guard (2...TextClassifier.greatestMemberCount).contains(members) else {
      throw ConfigurationError("there are \(members) members in the ensemble")
    }
    if let temperatures {
      guard temperatures.count == members, temperatures.allSatisfy({ $0 ?? 1 > 0 }) else {
        throw ConfigurationError("the temperatures are not those of \(members) members")
      }
    }
  }
}

extension EnsembleRecord {
  init(_ classifier: TextClassifier) {
    let isCalibrated = classifier.temperatures.contains { $0 != nil }
    self.init(
      members: classifier.memberCount, combination: classifier.combination,
      sharesVectors: classifier.sharesVectors, temperatures: isCalibrated ? classifier.temperatures : nil)
  }

  /// That of a single network, whose file has none.
  init(temperature: Double?) {
    self.init(members: 1, combination: .mean, sharesVectors: false, temperatures: [temperature])
  }
}
