import ArgumentParser
import Experiments
import ModelTraining

/// Makes variants of what was typed: the defaults or a preset, then the options of all variants, layer upon layer, then a
/// variant's own.
struct VariantResolver {
  let shared: [TrainingOptions]
  let hasDev: Bool
  /// Stores that are open, by path and use.
  private var stores: [String: PretrainedVectors] = [:]

  init(shared: [TrainingOptions], hasDev: Bool) {
    self.shared = shared
    self.hasDev = hasDev
  }

  /// - Throws: `ValidationError` for options that make no sense, and what opening a store throws.
  mutating func variants(_ specifications: [VariantSpecification]) throws -> [Variant] {
    let options = try specifications.map(VariantOptions.parse)
    var variants: [Variant] = []
    for (specification, own) in zip(specifications, options) {
      var source = own
      if let name = own.shuffledWeightsOf {
        guard let index = specifications.firstIndex(where: { $0.name == name }) else {
          throw ExperimentError.unknownVariant(name, by: specification.name)
        }
        source = options[index]
      }
      var variant = try self.variant(specification, source)
      if own.shuffledWeightsOf != nil { variant.measure = .shuffledWeights }
      variants.append(variant)
    }
    return variants
  }

  /// Throws for what can be told without any file.
  func check(_ specifications: [VariantSpecification]) throws {
    for specification in specifications {
      let own = try VariantOptions.parse(specification)
      for name in [own.matchParametersOf, own.shuffledWeightsOf].compactMap({ $0 })
      where !specifications.contains(where: { $0.name == name && $0.name != specification.name }) {
        throw ValidationError(ExperimentError.unknownVariant(name, by: specification.name).description)
      }
      _ = try configuration(specification, own)
    }
  }

  /// Everything but what a store decides.
  private func configuration(
    _ specification: VariantSpecification, _ own: VariantOptions
  ) throws -> (training: TrainingConfiguration, vectors: VectorOptions) {
    let layers = shared + [own.training]
    var configuration = layers.lazy.compactMap(\.preset).last?.configuration ?? Defaults.training
    for layer in layers { layer.apply(to: &configuration) }
    if let kernel = own.kernel.kernel { configuration.network.kernel.kind = kernel }
    let vectors = layers.dropFirst().reduce(layers[0].vectors) { $0.overridden(by: $1.vectors) }
    // What goes together may have been typed apart, such as lengths and buckets of pieces.
    vectors.apply(to: &configuration)
    do {
      try vectors.check()
      for layer in layers { try layer.text.tokens.check() }
      try TrainingOptions.check(configuration, hasDev: hasDev)
    } catch let error as ValidationError {
      throw ValidationError("variant \"\(specification.name)\": \(error.message)")
    }
    return (configuration, vectors)
  }

  private mutating func variant(
    _ specification: VariantSpecification, _ own: VariantOptions
  ) throws -> Variant {
    var (configuration, vectorOptions) = try configuration(specification, own)
    for layer in shared + [own.training] { try layer.text.tokens.reload(into: &configuration.tokenizer) }
    let vectors = try open(vectorOptions)
    let dimensionIsChosen = (shared + [own.training]).contains { $0.network.dimension != nil }
    try vectors?.fit(&configuration, dimensionIsChosen: dimensionIsChosen)
    return Variant(
      name: specification.name, options: specification.text, configuration: configuration,
      ensemble: own.ensemble.configuration,
      vectors: vectors.map { VariantVectors(source: $0.source, fingerprint: $0.fingerprint) },
      control: specification.control, matchedVariant: own.matchParametersOf)
  }

  private mutating func open(_ options: VectorOptions) throws -> PretrainedVectors? {
    guard let store = options.store else { return nil }
    let key = "\(options.vectors?.rawValue ?? "") \(options.chosen.sets?.description ?? "") \(store)"
    if let known = stores[key] { return known }
    let vectors = try options.open()
    stores[key] = vectors
    return vectors
  }
}
