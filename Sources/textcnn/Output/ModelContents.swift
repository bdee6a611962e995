import ConvolutionModel
import TextClassification
import TextCorpus

/// What is in a model, for people and for programs.
struct ModelContents: Encodable {
  struct Tensor: Encodable {
    let name: String
    let shape: [Int]
    /// The share of exact zeros; nil where there are none, and for tensors that no L1 penalizes.
    let zeros: Double?
  }

  /// What an ensemble has besides; `tensors` are then those of the first member, zeros the mean over all.
  struct Ensemble: Encodable {
    let members: Int
    let combination: Combination
    /// Whether all members have the first one's word vectors.
    let sharesVectors: Bool
    /// Of each, null where it is not calibrated; nothing where none is.
    let temperatures: [Double?]?
  }

  let labels: [String]
  /// Words of the vocabulary, the one that stands for all unknown words among them.
  let words: Int
  /// Which pieces unknown words are made of; nil where there are none.
  let subwords: SubwordConfiguration?
  let parameters: Int
  let ensemble: Ensemble?
  let configuration: TextCNNConfiguration
  let tokenizer: TokenizerConfiguration
  /// What the output layer is divided by; nil where the model is not calibrated.
  let temperature: Double?
  let multiLabel: MultiLabelRule?
  let tensors: [Tensor]
  let provenance: [String: JSONValue]

  init(_ classifier: TextClassifier) {
    labels = classifier.labels.labels
    words = classifier.vocabulary.count
    subwords = classifier.subwords
    parameters = classifier.parameterCount
    let isCalibrated = classifier.temperatures.contains { $0 != nil }
    ensemble =
      classifier.memberCount > 1
      ? .init(
        members: classifier.memberCount, combination: classifier.combination,
        sharesVectors: classifier.sharesVectors, temperatures: isCalibrated ? classifier.temperatures : nil)
      : nil
    configuration = classifier.configuration
    tokenizer = classifier.tokenizer
    temperature = classifier.temperature
    let zeros = Dictionary(uniqueKeysWithValues: classifier.zeroShares.map { ($0.name, $0.share) })
    tensors = classifier.network.tensorShapes.map { name, shape in
      Tensor(name: name, shape: shape, zeros: zeros[name].flatMap { $0 > 0 ? $0 : nil })
    }
    multiLabel = classifier.multiLabel
    provenance = classifier.provenance.mapValues { JSONValue(text: $0) }
  }

  func text(title: String) -> String {
    var table = TextTable([title, ""])
    table.leftColumns = [0, 1]
    table.rows = [
      ["labels", labelText],
      ["words", Numbers.count(words)],
      ["parameters", Numbers.count(parameters)],
      ["kernel", kernelText],
      ["windows", windowText],
      ["vectors", "\(Numbers.count(configuration.dimension, "number")) a word\(subwordText)"],
      ["activation", configuration.activation.rawValue],
      ["pooling", poolingText],
      ["depth", depthText],
      ["output", outputText],
      ["tokenizer", tokenizerText],
    ]
    if let temperature { table.rows.append(["temperature", String(temperature)]) }
    if let ensemble { table.rows += rows(of: ensemble) }
    table.rows += tensors.map { tensor in
      let zeros = tensor.zeros.map { ", \(Numbers.percent($0, digits: 1)) % zeros" } ?? ""
      return [tensor.name, "\(tensor.shape)\(zeros)"]
    }
    table.rows += provenance.sorted { $0.key < $1.key }.flatMap { name, value in
      value.leaves(under: name).filter { !isShownAbove($0.name) }.map { [$0.name, $0.text] }
    }
    return table.text
  }

  private func rows(of ensemble: Ensemble) -> [[String]] {
    let how =
      switch ensemble.combination {
      case .mean: "the mean of their probabilities"
      case .vote: "by vote"
      }
    let text =
      "\(ensemble.members) members, \(how); each has the tensors below"
      + (ensemble.sharesVectors ? ", all the same embedding" : "")
    let temperatures = ensemble.temperatures?.map { $0.map { String($0) } ?? "–" }
    return [["ensemble", text]]
      + (temperatures.map { [["temperatures", $0.joined(separator: ", ")]] } ?? [])
  }

  /// Training's configuration repeats what the model itself says, and so does the account of its calibration.
  private func isShownAbove(_ name: String) -> Bool {
    ["calibration.temperature", "members.temperature", "ensemble.members", "ensemble.combination"].contains(
      name)
      || name.hasPrefix("training.network.")
      || name.hasPrefix("training.tokenizer.")
      || name.hasPrefix("training.subwords.")
  }

  private var labelText: String {
    "\(labels.count): " + labels.prefix(12).joined(separator: ", ") + (labels.count > 12 ? ", …" : "")
  }

  private var kernelText: String {
    let kernel = configuration.kernel
    let offsets = "offsets \(kernel.offsets.rawValue)"
    let heads = Numbers.count(kernel.heads, "head")
    switch kernel.kind {
    case .local:
      return "local (\(Numbers.count(kernel.regions, "region"))), \(offsets)"
    case .attention:
      let generator = kernel.generator == .learned ? "" : ", \(kernel.generator.rawValue) generator"
      let context = kernel.reach > 0 ? ", context \(kernel.reach)" : ""
      let gates = kernel.hasGates ? ", gates" : ""
      return
        "attention (\(kernel.mode.rawValue), \(kernel.normalizer.rawValue), \(heads)\(context)\(gates)\(generator)), "
        + offsets
    case .static:
      return "static" + (kernel.hasGenerator ? " (\(kernel.normalizer.rawValue), \(heads)), " : ", ")
        + offsets
    }
  }

  private var subwordText: String {
    guard let subwords else { return "" }
    return ", unknown words of pieces of \(subwords.minimumLength) to \(subwords.maximumLength) letters in "
      + "\(Numbers.count(subwords.buckets)) buckets"
  }

  private var windowText: String {
    configuration.widths.map { String($0) }.joined(separator: ", ") + " words, "
      + "\(Numbers.count(configuration.filters, "filter")) each"
  }

  private var poolingText: String {
    configuration.pooling == .kMax
      ? "k-max (\(Numbers.count(configuration.keptWindows, "window")))" : configuration.pooling.rawValue
  }

  private var depthText: String {
    Numbers.count(configuration.depth, "convolution")
      + (configuration.depth > 1 && !configuration.isResidual ? ", without residuals" : "")
  }

  private var outputText: String {
    guard let multiLabel, let least = multiLabel.thresholds.min(), let greatest = multiLabel.thresholds.max()
    else { return "\(configuration.output.rawValue), one label a document" }
    let thresholds = [least, greatest].map { Numbers.percent(Double($0)) }
    return "\(configuration.output.rawValue), any number of labels a document, thresholds "
      + "\(thresholds[0]) to \(thresholds[1]) %, \(multiLabel.separator.debugDescription) between labels"
  }

  private var tokenizerText: String {
    tokenizer.kind.rawValue + tableText + (tokenizer.isLowercased ? ", lower case" : ", case kept")
      + (tokenizer.splitsContractions && tokenizer.kind.knowsContractions ? ", contractions split" : "")
      + (tokenizer.normalization.map { ", \($0.rawValue)" } ?? "")
      + (tokenizer.foldsAccents ? ", accents folded" : "")
  }

  private var tableText: String {
    switch tokenizer.table {
    case .words(let words): " of \(Numbers.count(words.count, "word"))"
    case .merges(let merges): " of \(tokenizer.base.rawValue), \(Numbers.count(merges.count, "piece"))"
    case nil: ""
    }
  }
}
