/// Everything that an experiment found: what `compare --json` prints and what `report.html` draws. Scores and differences are
/// parts of one; what is undefined is null.
public struct ExperimentReport: Codable, Sendable, Equatable {
  /// When it was written (ISO 8601), by which program, on which machine, with which command.
  public var date: String
  public var program: String
  public var machine: String
  public var command: String
  /// What was compared, in the order of the results.
  public var variants: [VariantDescription]
  public var corpora: [CorpusResult]
  /// All corpora together, where there are several.
  public var league: League?

  public init(
    date: String, program: String, machine: String, command: String, variants: [VariantDescription],
    corpora: [CorpusResult], league: League? = nil
  ) {
    self.date = date
    self.program = program
    self.machine = machine
    self.command = command
    self.variants = variants
    self.corpora = corpora
    self.league = league
  }
}

/// One of the things compared.
public struct VariantDescription: Codable, Sendable, Equatable {
  public var name: String
  /// Its options beyond those that all variants share, as one would type them.
  public var options: String
  /// What it is there to rule out, if it is a control; nil: a contender.
  public var control: String?

  public init(name: String, options: String, control: String? = nil) {
    self.name = name
    self.options = options
    self.control = control
  }
}

/// What the variants reached on one corpus.
public struct CorpusResult: Codable, Sendable, Equatable {
  public var name: String
  public var labels: [String]
  /// Documents of a run: learned from (the dev part included where it is taken from them), choosing the epoch, judged on.
  public var trainDocuments: Int
  public var devDocuments: Int
  public var testDocuments: Int
  /// How runs differ, in a sentence.
  public var design: String
  /// The smallest difference that the design finds as a rule, in a sentence said before anything was trained.
  public var detectable: String
  /// In the order of `ExperimentReport.variants`.
  public var variants: [VariantResult]
  /// Every variant against each one before it.
  public var pairs: [PairResult]

  public init(
    name: String, labels: [String], trainDocuments: Int, devDocuments: Int, testDocuments: Int,
    design: String,
    detectable: String, variants: [VariantResult], pairs: [PairResult]
  ) {
    self.name = name
    self.labels = labels
    self.trainDocuments = trainDocuments
    self.devDocuments = devDocuments
    self.testDocuments = testDocuments
    self.design = design
    self.detectable = detectable
    self.variants = variants
    self.pairs = pairs
  }
}

/// What one variant reached on one corpus, and what it cost.
public struct VariantResult: Codable, Sendable, Equatable {
  public var name: String
  public var accuracy: Estimate
  public var macroF1: Estimate
  public var logLoss: Estimate
  public var cost: Cost
  public var runs: [RunResult]
  /// All runs' test documents together.
  public var reliability: [ReliabilityBin]
  public var calibrationError: Double?
  /// Documents by true and predicted label, `[C][C]`, summed over runs. Documents whose label training lacks are not in it.
  public var confusion: [[Int]]
  /// Where attention's weight goes, in the first run; nil where there is none.
  public var attention: AttentionSummary?

  public init(
    name: String, accuracy: Estimate, macroF1: Estimate, logLoss: Estimate, cost: Cost, runs: [RunResult],
    reliability: [ReliabilityBin], calibrationError: Double?, confusion: [[Int]],
    attention: AttentionSummary? = nil
  ) {
    self.name = name
    self.accuracy = accuracy
    self.macroF1 = macroF1
    self.logLoss = logLoss
    self.cost = cost
    self.runs = runs
    self.reliability = reliability
    self.calibrationError = calibrationError
    self.confusion = confusion
    self.attention = attention
  }
}

/// A mean over runs.
public struct Estimate: Codable, Sendable, Equatable {
  public var mean: Double
  /// Of the runs; nil for one.
  public var sd: Double?
  /// The ends of the 95 % interval of the mean; nil for one run.
  public var low: Double?
  public var high: Double?

  public init(mean: Double, sd: Double? = nil, low: Double? = nil, high: Double? = nil) {
    self.mean = mean
    self.sd = sd
    self.low = low
    self.high = high
  }
}

/// What a variant costs: medians over runs.
public struct Cost: Codable, Sendable, Equatable {
  public var filters: Int
  /// Numbers in the network, the word vectors included; and without them.
  public var parameters: Int
  public var parametersWithoutVectors: Int
  public var trainingSeconds: Double
  public var trainingDocumentsPerSecond: Double
  /// Text to label.
  public var predictionDocumentsPerSecond: Double
  /// Weights, gradients, the optimizer's state and the best epoch's copy: what training keeps in memory for the network.
  public var trainingBytes: Int
  /// Size of the model file.
  public var fileBytes: Int

  public init(
    filters: Int, parameters: Int, parametersWithoutVectors: Int, trainingSeconds: Double,
    trainingDocumentsPerSecond: Double, predictionDocumentsPerSecond: Double, trainingBytes: Int,
    fileBytes: Int
  ) {
    self.filters = filters
    self.parameters = parameters
    self.parametersWithoutVectors = parametersWithoutVectors
    self.trainingSeconds = trainingSeconds
    self.trainingDocumentsPerSecond = trainingDocumentsPerSecond
    self.predictionDocumentsPerSecond = predictionDocumentsPerSecond
    self.trainingBytes = trainingBytes
    self.fileBytes = fileBytes
  }
}

/// One run of one variant.
public struct RunResult: Codable, Sendable, Equatable {
  /// Counted from 1.
  public var run: Int
  public var seed: UInt64
  public var accuracy: Double
  public var macroF1: Double
  public var logLoss: Double
  /// The epoch whose model was kept.
  public var bestEpoch: Int
  public var trainingSeconds: Double
  /// Whether it had been trained before, and was only read.
  public var wasStored: Bool
  public var epochs: [EpochPoint]

  public init(
    run: Int, seed: UInt64, accuracy: Double, macroF1: Double, logLoss: Double, bestEpoch: Int,
    trainingSeconds: Double, wasStored: Bool, epochs: [EpochPoint]
  ) {
    self.run = run
    self.seed = seed
    self.accuracy = accuracy
    self.macroF1 = macroF1
    self.logLoss = logLoss
    self.bestEpoch = bestEpoch
    self.trainingSeconds = trainingSeconds
    self.wasStored = wasStored
    self.epochs = epochs
  }
}

/// A point of the learning curve.
public struct EpochPoint: Codable, Sendable, Equatable {
  public var epoch: Int
  public var trainLoss: Double
  public var devAccuracy: Double?
  public var devLogLoss: Double?

  public init(epoch: Int, trainLoss: Double, devAccuracy: Double?, devLogLoss: Double?) {
    self.epoch = epoch
    self.trainLoss = trainLoss
    self.devAccuracy = devAccuracy
    self.devLogLoss = devLogLoss
  }
}

/// Documents whose most probable label has a probability in one range.
public struct ReliabilityBin: Codable, Sendable, Equatable {
  public var low: Double
  public var high: Double
  public var documents: Int
  /// The mean probability, and the share that was right; nil for no documents.
  public var confidence: Double?
  public var accuracy: Double?

  public init(low: Double, high: Double, documents: Int, confidence: Double?, accuracy: Double?) {
    self.low = low
    self.high = high
    self.documents = documents
    self.confidence = confidence
    self.accuracy = accuracy
  }
}

/// One variant against another, run by run.
public struct PairResult: Codable, Sendable, Equatable {
  /// What the runs allow to say.
  public enum Verdict: String, Codable, Sendable {
    case firstBetter, secondBetter, cannotTell
  }

  public struct Interval: Codable, Sendable, Equatable {
    /// "two-level bootstrap", "corrected t (Nadeau and Bengio)", …
    public var method: String
    public var level: Double
    public var low: Double
    public var high: Double
    /// Whether the verdict follows it.
    public var decides: Bool

    public init(method: String, level: Double, low: Double, high: Double, decides: Bool) {
      self.method = method
      self.level = level
      self.low = low
      self.high = high
      self.decides = decides
    }
  }

  public struct Test: Codable, Sendable, Equatable {
    /// "sign-flip", "McNemar, exact", …
    public var name: String
    public var pValue: Double

    public init(name: String, pValue: Double) {
      self.name = name
      self.pValue = pValue
    }
  }

  public var first: String
  public var second: String
  /// Accuracy of the first minus that of the second, run by run; and their mean.
  public var differences: [Double]
  public var mean: Double
  public var intervals: [Interval]
  public var tests: [Test]
  public var wins: Int
  public var ties: Int
  public var losses: Int
  public var verdict: Verdict
  public var sentence: String
  /// Points of accuracy that the first gains for each per cent of parameters, and of training time, that it adds to the
  /// second; nil where it adds none.
  public var pointsPerPercentOfParameters: Double?
  public var pointsPerPercentOfTrainingTime: Double?

  public init(
    first: String, second: String, differences: [Double], mean: Double, intervals: [Interval], tests: [Test],
    wins: Int, ties: Int, losses: Int, verdict: Verdict, sentence: String,
    pointsPerPercentOfParameters: Double?, pointsPerPercentOfTrainingTime: Double?
  ) {
    self.first = first
    self.second = second
    self.differences = differences
    self.mean = mean
    self.intervals = intervals
    self.tests = tests
    self.wins = wins
    self.ties = ties
    self.losses = losses
    self.verdict = verdict
    self.sentence = sentence
    self.pointsPerPercentOfParameters = pointsPerPercentOfParameters
    self.pointsPerPercentOfTrainingTime = pointsPerPercentOfTrainingTime
  }
}

/// Where attention's weight goes.
public struct AttentionSummary: Codable, Sendable, Equatable {
  /// One width of window, over all windows of the test documents that padding does not touch.
  public struct Width: Codable, Sendable, Equatable {
    public var width: Int
    public var windows: Int
    /// Mean weight and standard deviation of each place, `[heads][n]`; a static kernel has 1 and 0.
    public var meanWeights: [[Double]]
    public var deviations: [[Double]]

    public init(width: Int, windows: Int, meanWeights: [[Double]], deviations: [[Double]]) {
      self.width = width
      self.windows = windows
      self.meanWeights = meanWeights
      self.deviations = deviations
    }
  }

  /// A frequent word, over all windows, places and heads that it stands in.
  public struct Word: Codable, Sendable, Equatable {
    public var word: String
    public var count: Int
    public var meanWeight: Double
    public var deviation: Double

    public init(word: String, count: Int, meanWeight: Double, deviation: Double) {
      self.word = word
      self.count = count
      self.meanWeight = meanWeight
      self.deviation = deviation
    }
  }

  /// A window of a test document, with the weights of one head.
  public struct Window: Codable, Sendable, Equatable {
    public var words: [String]
    public var weights: [Double]
    /// The head, counted from 1, and the document's true and predicted label.
    public var head: Int
    public var truth: String
    public var predicted: String

    public init(words: [String], weights: [Double], head: Int, truth: String, predicted: String) {
      self.words = words
      self.weights = weights
      self.head = head
      self.truth = truth
      self.predicted = predicted
    }
  }

  public var widths: [Width]
  /// The most frequent words first.
  public var words: [Word]
  /// Windows that decide: winners of many filters.
  public var windows: [Window]

  public init(widths: [Width], words: [Word], windows: [Window]) {
    self.widths = widths
    self.words = words
    self.windows = windows
  }
}

/// Several corpora together.
public struct League: Codable, Sendable, Equatable {
  public struct Pair: Codable, Sendable, Equatable {
    public var first: String
    public var second: String
    /// Corpora on which the first has the higher mean accuracy; the same; the lower.
    public var wins: Int
    public var ties: Int
    public var losses: Int
    /// Mean over corpora of the difference, and its 95 % interval; nil for one corpus.
    public var mean: Double
    public var low: Double?
    public var high: Double?
    /// Wilcoxon's signed-rank test over corpora, alone and with Holm's correction for all pairs of the table.
    public var wilcoxonPValue: Double?
    public var holmPValue: Double?
    public var sentence: String

    public init(
      first: String, second: String, wins: Int, ties: Int, losses: Int, mean: Double, low: Double?,
      high: Double?,
      wilcoxonPValue: Double?, holmPValue: Double?, sentence: String
    ) {
      self.first = first
      self.second = second
      self.wins = wins
      self.ties = ties
      self.losses = losses
      self.mean = mean
      self.low = low
      self.high = high
      self.wilcoxonPValue = wilcoxonPValue
      self.holmPValue = holmPValue
      self.sentence = sentence
    }
  }

  public var corpora: [String]
  public var variants: [String]
  /// Mean accuracies, `[corpora][variants]`.
  public var accuracies: [[Double]]
  /// Of each variant over corpora; 1 is the best.
  public var meanRanks: [Double]
  public var pairs: [Pair]

  public init(
    corpora: [String], variants: [String], accuracies: [[Double]], meanRanks: [Double], pairs: [Pair]
  ) {
    self.corpora = corpora
    self.variants = variants
    self.accuracies = accuracies
    self.meanRanks = meanRanks
    self.pairs = pairs
  }
}
