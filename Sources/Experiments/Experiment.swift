import ConvolutionModel
import Foundation
import ModelTraining
import TextCorpus

/// Trains variants of a classifier on the same documents with the same seeds, keeps what is finished, and says which is
/// better, if that can be told.
///
/// Run r of every variant has the same division of the documents, and seeds that differ from its first run's by r: the same
/// first weights where tensors have the same shape, the same order of batches, the same features dropped. So runs are
/// paired, and what differs is the variant.
public struct Experiment: Sendable {
  /// What is compared, in the order of the report.
  public let variants: [Variant]
  public let corpora: [ExperimentCorpus]
  /// Decides the divisions of the documents.
  public let seed: UInt64

  /// - Throws: ``ExperimentError``; `ConfigurationError` for a variant that is no network.
  public init(_ variants: [Variant], on corpora: [ExperimentCorpus], seed: UInt64) throws {
    self.variants = variants
    self.corpora = corpora
    self.seed = seed
    guard variants.count > 1 else { throw ExperimentError.tooFewVariants }
    guard !corpora.isEmpty, corpora.allSatisfy({ $0.design.runs > 0 }) else { throw ExperimentError.noRuns }
    for (index, variant) in variants.enumerated() {
      if variants[..<index].contains(where: { $0.name == variant.name }) {
        throw ExperimentError.equalNames(variant.name)
      }
      try check(variant)
    }
  }

  private func check(_ variant: Variant) throws {
    try variant.configuration.validate()
    try variant.configuration.requireOneLabel("a comparison")
    try variant.ensemble.validate()
    guard variant.ensemble.members == 1 || variant.ensemble.variation == .seed else {
      throw ExperimentError.bagging(variant.name)
    }
    let isSingle = variant.ensemble.members == 1
    let kernel = variant.configuration.network.kernel
    if let name = variant.matchedVariant {
      guard variants.contains(where: { $0.name == name && $0.name != variant.name }) else {
        throw ExperimentError.unknownVariant(name, by: variant.name)
      }
      guard isSingle, kernel.kind == .static else { throw ExperimentError.notWidenable(variant.name) }
    }
    // The windows of convolutions above the first are not of words.
    let canBeShuffled = isSingle && kernel.kind == .attention && variant.configuration.network.depth == 1
    if variant.measure == .shuffledWeights, !canBeShuffled {
      throw ExperimentError.noAttentionToShuffle(variant.name)
    }
  }

  /// The configurations of all variants for a corpus of so many classes.
  func configurations(classes: Int) throws -> [TrainingConfiguration] {
    try variants.map { variant in
      var configuration = variant.configuration
      if let matched = variants.first(where: { $0.name == variant.matchedVariant }) {
        configuration.network = configuration.network.widened(
          toMatch: matched.configuration.network, classes: classes)
        try configuration.validate()
      }
      return configuration
    }
  }
}
