import ArgumentParser
import EmbeddingStorage
import ModelTraining
import TextCorpus

extension TrainingConfiguration.Vectors: ExpressibleByArgument {}

/// Where word vectors come from.
struct VectorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Trained from random, kept as pre-trained, or pre-trained and trained on; tuned where a store is named.",
      valueName: "random|frozen|tuned"))
  var vectors: TrainingConfiguration.Vectors?

  @Option(help: "A store of word vectors, made by textcnn vectors import.")
  var store: String?

  func validate() throws {
    if store == nil, let vectors, vectors != .random {
      throw ValidationError("--vectors \(vectors.rawValue) needs a store of vectors; name it with --store")
    }
    if store != nil, vectors == .random {
      throw ValidationError("--vectors random uses no store; leave out --store, or use --vectors tuned")
    }
  }

  /// Fits the configuration to the store, and opens it.
  func apply(to configuration: inout TrainingConfiguration, dimensionIsChosen: Bool) throws -> VectorSource? {
    guard let store else { return nil }
    configuration.vectors = vectors ?? .tuned
    let opened = try EmbeddingStore(path: store)
    let info = try opened.info()
    if dimensionIsChosen, configuration.network.dimension != info.dimension {
      throw TrainingError.dimensionMismatch(store: info.dimension, network: configuration.network.dimension)
    }
    configuration.network.dimension = info.dimension
    let variance = Float(info.variance)
    return { vocabulary in
      let words = (0..<vocabulary.count).map { vocabulary.word(at: $0) }
      // Word 0 stands for all unknown words; the store has no vector for it.
      let lookup = try opened.vectors(for: words, triesLowercase: true)
      return EmbeddingMatrix(
        dimension: lookup.dimension, vectors: lookup.values, isKnown: lookup.matches.map { $0 != .missing },
        variance: variance)
    }
  }
}
