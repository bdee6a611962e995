import ArgumentParser
import TextClassification

/// Which member of an ensemble a command looks at.
struct MemberOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Take one member of an ensemble, counted from 1.", valueName: "number"))
  var member: Int?

  func validate() throws {
    if let member, member < 1 { throw ValidationError("--member is \(member); members count from 1") }
  }

  /// The member asked for; the classifier as it is where none is.
  func select(from classifier: TextClassifier, in model: String) throws -> TextClassifier {
    guard let member else { return classifier }
    guard classifier.memberCount > 1 else {
      throw CommandFailure("\(model): is a single network, no ensemble; leave out --member")
    }
    guard member <= classifier.memberCount else {
      throw CommandFailure(
        "\(model): has \(classifier.memberCount) members, but --member is \(member); use 1 to "
          + "\(classifier.memberCount)")
    }
    return classifier.member(member - 1)
  }
}
