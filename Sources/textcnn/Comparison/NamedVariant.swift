import ArgumentParser

/// The variants that have a name of their own: kernels, and the controls of attention.
enum NamedVariant: String, CaseIterable {
  case `static`
  case staticWide = "static-wide"
  case attention
  case attentionRandom = "attention-random"
  case attentionShuffled = "attention-shuffled"
  case local

  var specification: VariantSpecification {
    VariantSpecification(name: rawValue, arguments: arguments, control: control)
  }

  private var arguments: [String] {
    switch self {
    case .static: ["--kernel", "static"]
    case .staticWide: ["--kernel", "static", "--match-parameters-of", Self.attention.rawValue]
    case .attention: ["--kernel", "attention"]
    case .attentionRandom: ["--kernel", "attention", "--generator", "random"]
    case .attentionShuffled: ["--shuffled-weights-of", Self.attention.rawValue]
    case .local: ["--kernel", "local"]
    }
  }

  private var control: String? {
    switch self {
    case .static, .attention, .local: nil
    case .staticWide: "whether attention gains by its parameters: static kernels with as many"
    case .attentionRandom:
      "whether attention has to be learned: weights generated at random, and never trained"
    case .attentionShuffled:
      "whether it matters where attention looks: the trained model, at test time every window with the weights of another"
    }
  }

  /// Names between commas: "static,attention".
  static func list(parsing argument: String) throws -> [NamedVariant] {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false)
    let choices = allCases.map(\.rawValue).joined(separator: ", ")
    return try names.map { name in
      guard let variant = NamedVariant(rawValue: String(name)) else {
        throw ValidationError("\"\(name)\" is no kernel; choose from \(choices), with commas between")
      }
      return variant
    }
  }

  static let usual: [NamedVariant] = [.static, .attention]
}
