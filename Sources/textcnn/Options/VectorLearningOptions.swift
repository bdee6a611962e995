import ArgumentParser
import VectorTraining

/// How word vectors are learned.
struct VectorLearningOptions: ParsableArguments {
  private static let usual = VectorTrainingConfiguration()

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Numbers a vector. Default: \(usual.dimension).", valueName: "count"))
  var dimension: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Words to either side that a word is told from, at most; each place draws its own. Default: \(usual.window).",
      valueName: "words"))
  var window: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Words drawn against each word. Default: \(usual.negatives).", valueName: "count"))
  var negatives: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Passes over the text. Default: \(usual.epochs).", valueName: "count"))
  var epochs: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Words that occur less often get no vector. Default: \(usual.minimumCount).", valueName: "count"))
  var minCount: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("At most so many words, the most frequent. Default: all.", valueName: "count"))
  var maxWords: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Words of a greater share of the text than this are left out at times; 0: never. Default: \(usual.sample).",
      valueName: "share"))
  var sample: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Step size at the start; it falls to \(usual.finalLearningRate). Default: \(usual.learningRate).",
      valueName: "rate"))
  var learningRate: Float?

  @Option(
    help: ArgumentHelp(
      "Learn pieces of words, too: character n-grams of so many characters, such as 3-6. Words that the text lacks get "
        + "vectors from them. Default: none.", valueName: "lengths"),
    transform: SubwordLengths.init(parsing:))
  var subwords: SubwordLengths?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Pieces are told apart by a hash into so many buckets, of which the store keeps each. "
        + "Default: \(VectorTrainingConfiguration.usualSubwords.buckets).", valueName: "count"))
  var buckets: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Of all random numbers. Default: \(usual.seed).", valueName: "number"))
  var seed: UInt64?

  func validate() throws {
    if buckets != nil, subwords?.range == nil {
      throw ValidationError("--buckets are of pieces; add --subwords")
    }
    // The library names the settings by words; the command's names are theirs with dashes.
    do { try configuration.validate() } catch { throw ValidationError("\(error)") }
  }

  var configuration: VectorTrainingConfiguration {
    var result = Self.usual
    if let dimension { result.dimension = dimension }
    if let window { result.window = window }
    if let negatives { result.negatives = negatives }
    if let epochs { result.epochs = epochs }
    if let minCount { result.minimumCount = minCount }
    if let maxWords { result.maximumSize = maxWords }
    if let sample { result.sample = sample }
    if let learningRate {
      result.learningRate = learningRate
      result.finalLearningRate = min(result.finalLearningRate, learningRate)
    }
    result.subwords = subwords?.applied(to: VectorTrainingConfiguration.usualSubwords)
    if let buckets { result.subwords?.buckets = buckets }
    if let seed { result.seed = seed }
    return result
  }
}
