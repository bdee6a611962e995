import ArgumentParser
import EmbeddingStorage
import ModelTraining
import TextCorpus

extension TrainingConfiguration.Vectors: ExpressibleByArgument {}

/// Where word vectors come from.
struct VectorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Drawn at random and trained; pre-trained and kept; or pre-trained and trained on. "
        + "Default: \(Defaults.training.vectors.rawValue), with --store tuned.",
      valueName: "vectors"))
  var vectors: TrainingConfiguration.Vectors?

  @Option(
    help: ArgumentHelp("A store of word vectors, made by textcnn vectors import.", valueName: "store"),
    completion: .file())
  var store: String?

  func validate() throws {
    if store == nil, let vectors, vectors != .random {
      throw ValidationError("--vectors \(vectors.rawValue) needs a store of vectors; name it with --store")
    }
    if store != nil, vectors == .random {
      throw ValidationError("--vectors random uses no store; leave out --store, or use --vectors tuned")
    }
  }

  /// Opens the store, if one is named.
  func open() throws -> PretrainedVectors? {
    try store.map { try PretrainedVectors(path: $0, use: vectors ?? .tuned) }
  }
}

/// A store of word vectors, and what training does with them.
struct PretrainedVectors {
  let use: TrainingConfiguration.Vectors
  let info: EmbeddingStore.Info
  private let store: EmbeddingStore

  init(path: String, use: TrainingConfiguration.Vectors) throws {
    self.use = use
    store = try EmbeddingStore(path: path)
    info = try store.info()
  }

  /// Gives a configuration the store's dimension.
  func fit(_ configuration: inout TrainingConfiguration, dimensionIsChosen: Bool) throws {
    let asked = configuration.network.dimension
    guard !dimensionIsChosen || asked == info.dimension else {
      throw CommandFailure(
        "\(store.path): its vectors have \(info.dimension) numbers, but --dimension is \(asked); "
          + "leave out --dimension, or use another store")
    }
    configuration.network.dimension = info.dimension
    configuration.vectors = use
  }

  /// What a trainer asks for the words of its vocabulary.
  var source: VectorSource {
    let store = store
    let variance = Float(info.variance)
    return { vocabulary in
      let words = (0..<vocabulary.count).map { vocabulary.word(at: $0) }
      // Word 0 stands for all unknown words; the store has no vector for it.
      let lookup = try store.vectors(for: words, triesLowercase: true)
      return EmbeddingMatrix(
        dimension: lookup.dimension, vectors: lookup.values, isKnown: lookup.matches.map { $0 != .missing },
        variance: variance)
    }
  }
}
