import ArgumentParser
import EmbeddingStorage

/// Which sets of a store are read.
struct SetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Sets of the store: a name, a+b for the numbers of both one behind the other, a/b for their mean. Default: the only one.",
      valueName: "sets"),
    transform: { try SetExpression($0) })
  var sets: SetExpression?
}

/// A store, and which of its sets are read.
struct StoreOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The store.", valueName: "store"), completion: .file())
  var store: String

  @OptionGroup var chosen: SetOptions

  /// Opens the store.
  func view() throws -> VectorView { try EmbeddingStore(path: store).view(chosen.sets) }
}
