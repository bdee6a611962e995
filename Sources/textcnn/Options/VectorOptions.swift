import ArgumentParser
import EmbeddingStorage
import ModelTraining
import TextCorpus

extension TrainingConfiguration.Vectors: ExpressibleByArgument {}

/// Where word vectors come from.
struct VectorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Drawn at random and trained; pre-trained and kept; pre-trained and trained on; or a copy of either kind, summed. "
        + "Default: \(Defaults.training.vectors.rawValue), with --store tuned.",
      valueName: "vectors"))
  var vectors: TrainingConfiguration.Vectors?

  @Option(
    help: ArgumentHelp("A store of word vectors, made by textcnn vectors import.", valueName: "store"),
    completion: .file())
  var store: String?

  @OptionGroup var chosen: SetOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many of the store's most frequent words the model takes with it besides those of the corpus. Default: "
        + "\(Defaults.training.extraWords).",
      valueName: "count"))
  var extraWords: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Random vectors start within ± this; pre-trained ones are scaled to the same variance. Default: "
        + "\(Defaults.number(Defaults.training.vectorBound)).",
      valueName: "bound"))
  var vectorBound: Float?

  @Option(
    help: ArgumentHelp(
      "Make words of their pieces too, so that unknown ones have a vector: of letters in a row, so many, such as 3-6; none to "
        + "leave it. Default: none.",
      valueName: "lengths"),
    transform: SubwordLengths.init(parsing:))
  var subwords: SubwordLengths?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many vectors pieces share, with --subwords. Default: \(SubwordConfiguration().buckets).",
      valueName: "count"))
  var buckets: Int?

  /// Throws where vectors and store do not go together. No `validate`, as a variant of a comparison may give only some of
  /// the options.
  func check() throws {
    if store == nil, extraWords != nil {
      throw ValidationError("--extra-words come from a store of vectors; name it with --store")
    }
    if store == nil, chosen.sets != nil {
      throw ValidationError("--sets are sets of a store of vectors; name it with --store")
    }
    if store == nil, let vectors, vectors != .random {
      throw ValidationError("--vectors \(vectors.rawValue) needs a store of vectors; name it with --store")
    }
    if vectors == .frozen, subwords?.range != nil {
      throw ValidationError(TrainingConfiguration.frozenPieces)
    }
    if store != nil, vectors == .random {
      throw ValidationError("--vectors random uses no store; leave out --store, or use --vectors tuned")
    }
  }

  /// These options, where `others` do not say otherwise.
  func overridden(by others: VectorOptions) -> VectorOptions {
    var merged = self
    if let vectors = others.vectors { merged.vectors = vectors }
    if let store = others.store {
      merged.store = store
      // Sets are those of their store.
      merged.chosen = others.chosen
    } else if others.chosen.sets != nil {
      merged.chosen = others.chosen
    }
    if let extraWords = others.extraWords { merged.extraWords = extraWords }
    if let vectorBound = others.vectorBound { merged.vectorBound = vectorBound }
    if let subwords = others.subwords { merged.subwords = subwords }
    if let buckets = others.buckets { merged.buckets = buckets }
    if others.vectors == .random, others.store == nil {
      merged.store = nil
      merged.chosen = SetOptions()
      merged.extraWords = others.extraWords
    }
    return merged
  }

  func apply(to configuration: inout TrainingConfiguration) {
    if let extraWords { configuration.extraWords = extraWords }
    if let vectorBound { configuration.vectorBound = vectorBound }
    if let subwords {
      configuration.subwords = subwords.applied(to: configuration.subwords ?? SubwordConfiguration())
    }
    if let buckets { configuration.subwords?.buckets = buckets }
  }

  /// Opens the store, if one is named.
  func open() throws -> PretrainedVectors? {
    try store.map { try PretrainedVectors(path: $0, sets: chosen.sets, use: vectors ?? .tuned) }
  }
}

/// Sets of a store of word vectors, and what training does with them.
struct PretrainedVectors {
  let use: TrainingConfiguration.Vectors
  private let path: String
  private let view: VectorView
  private let variance: Float

  init(path: String, sets: SetExpression?, use: TrainingConfiguration.Vectors) throws {
    self.use = use
    self.path = path
    view = try EmbeddingStore(path: path).view(sets)
    variance = Float(try view.variance())
  }

  /// Gives a configuration the store's dimension.
  func fit(_ configuration: inout TrainingConfiguration, dimensionIsChosen: Bool) throws {
    let asked = configuration.network.dimension
    guard !dimensionIsChosen || asked == view.dimension else {
      throw CommandFailure(
        "\(path): its vectors have \(view.dimension) numbers, but --dimension is \(asked); "
          + "leave out --dimension, or use another store")
    }
    configuration.network.dimension = view.dimension
    configuration.vectors = use
  }

  /// Equal for equal vectors: what was imported, and what became of it.
  var fingerprint: String { view.fingerprint }

  /// What a model's file says of where its vectors come from.
  var provenance: [String: String] {
    let sets = view.sets
    var entries = [
      "vectors": sets.map(\.source).joined(separator: ", "),
      "vectorsSHA256": sets.map(\.sha256).joined(separator: ", "),
    ]
    if sets.count > 1 { entries["vectorSets"] = view.name }
    return entries
  }

  /// What a trainer asks for the words of its vocabulary.
  var source: VectorSource {
    let view = view
    let variance = variance
    return VectorSource(
      frequentWords: { try view.words(limit: $0) },
      vectors: { vocabulary in
        let words = (0..<vocabulary.count).map { vocabulary.word(at: $0) }
        // Word 0 stands for all unknown words; the store has no vector for it.
        let lookup = try view.vectors(for: words, triesLowercase: true)
        return EmbeddingMatrix(
          dimension: lookup.dimension, vectors: lookup.values, isKnown: lookup.matches.map { $0 != .missing },
          variance: variance)
      })
  }
}
