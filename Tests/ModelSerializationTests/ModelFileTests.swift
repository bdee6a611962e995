import ConvolutionModel
import Foundation
import TensorMath
import Testing
import TextClassification
import TextCorpus

@testable import ModelSerialization

@Suite struct ModelFileTests {
  func vocabulary(_ words: [String]) throws -> Vocabulary {
    var offsets: [Int32] = [0, 0]
    for word in words { offsets.append(offsets[offsets.count - 1] + Int32(word.utf8.count)) }
    return try Vocabulary(utf8: words.flatMap { Array($0.utf8) }, offsets: offsets)
  }

  func classifier(
    _ kernel: KernelConfiguration = KernelConfiguration(kind: .attention, heads: 2), seed: UInt64 = 1,
    activation: Activation = .prelu, multiLabel: MultiLabelRule? = nil
  ) throws -> TextClassifier {
    let words = try vocabulary(["the", "game", "of", "thrones", "café", "我", "\"", "don't"])
    var configuration = TextCNNConfiguration(
      dimension: 5, widths: [1, 3], filters: 4, kernel: kernel, activation: activation)
    configuration.output = multiLabel == nil ? .softmax : .sigmoid
    var network = TextCNN(configuration, vocabularyCount: words.count, classes: 3)
    network.setTensors { name, shape in
      var generator = SeededGenerator(seed: seed, purpose: name)
      return (0..<shape.reduce(1, *)).map { _ in generator.uniform(within: 0.8) }
    }
    return TextClassifier(
      tokenizer: TokenizerConfiguration(kind: .words, isLowercased: false, splitsContractions: false),
      vocabulary: words, labels: LabelSet(["x \"y\"", "été", "\t"]), network: network,
      multiLabel: multiLabel, provenance: ["corpus": "reviews.tsv", "seed": "7", "quote": "\"\\\n/"])
  }

  /// What of a model file a test wants otherwise than it is.
  struct Parts {
    var tensors: [TensorFile.Tensor]
    var metadata: [String: String]

    init(_ path: String) throws {
      let file = try TensorFile(contentsOf: path)
      metadata = file.metadata
      tensors = try file.names.map { name in
        let entry = try file.entry(named: name)
        let elements: TensorFile.Tensor.Elements =
          switch entry.element {
          case .uint8: .bytes(try file.bytes(named: name))
          case .int32: .int32s(try file.int32s(named: name))
          default: .floats(try file.floats(named: name))
          }
        return TensorFile.Tensor(name: name, shape: entry.shape, elements: elements)
      }
    }

    mutating func replace(_ name: String, _ shape: [Int], _ elements: TensorFile.Tensor.Elements) {
      tensors.removeAll { $0.name == name }
      tensors.append(TensorFile.Tensor(name: name, shape: shape, elements: elements))
    }
  }

  /// Writes a good model, changes it, and returns what reading it throws, without the path. Its checksum is right.
  func error(
    in model: TextClassifier? = nil, _ change: (inout Parts) throws -> Void
  ) throws -> String {
    try withTemporaryDirectory { directory in
      let path = directory + "/m.safetensors"
      try ModelFile.write(try model ?? classifier(), to: path)
      var parts = try Parts(path)
      try change(&parts)
      try TensorFile.write(parts.tensors, metadata: parts.metadata, to: path)
      do {
        _ = try ModelFile.read(path)
        return "nothing"
      } catch let error as ModelFileError {
        let text = "\(error)"
        #expect(text.hasPrefix(path + ": "))
        return String(text.dropFirst(path.count + 2))
      }
    }
  }

  static let kernels: [KernelConfiguration] = [
    KernelConfiguration(), KernelConfiguration(offsets: .shared, heads: 3),
    KernelConfiguration(kind: .attention, mode: .position, heads: 1),
    KernelConfiguration(kind: .attention, mode: .center, normalizer: .sigmoid, heads: 3),
    KernelConfiguration(kind: .attention, mode: .window, offsets: .shared, normalizer: .linear, heads: 4),
  ]

  @Test(arguments: kernels, [Activation.relu, .prelu])
  func roundTrip(_ kernel: KernelConfiguration, activation: Activation) throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/m.safetensors"
      let written = try classifier(kernel, activation: activation)
      try ModelFile.write(written, to: path)
      let read = try ModelFile.read(path)
      // Bit for bit, padding included.
      #expect(read.network == written.network)
      #expect(read.vocabulary == written.vocabulary)
      #expect(read.labels == written.labels)
      #expect(read.tokenizer == written.tokenizer)
      #expect(read.provenance == written.provenance)
      let texts = ["the game of thrones", "", "café 我", "The don't zzz"]
      #expect(Predictor(read).predictions(for: texts) == Predictor(written).predictions(for: texts))
    }
  }

  /// The file of a classifier without a temperature says nothing of it, as those written before there was one.
  @Test func aTemperatureComesBack() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/m.safetensors"
      let plain = try classifier()
      try ModelFile.write(plain, to: path)
      #expect(try TensorFile(contentsOf: path).metadata["temperature"] == nil)
      #expect(try ModelFile.read(path).temperature == nil)
      let calibrated = plain.calibrated(temperature: 1.7342)
      try ModelFile.write(calibrated, to: path)
      let read = try ModelFile.read(path)
      #expect(read.temperature == 1.7342)
      #expect(read.network == calibrated.network)
    }
    for (text, reason) in [
      ("0", "its temperature is 0.0"), ("-1.5", "its temperature is -1.5"),
      ("warm", "its \"temperature\" cannot be understood"),
    ] {
      #expect(try error { $0.metadata["temperature"] = text } == bad(reason))
    }
  }

  @Test func dropoutComesBack() throws {
    let plain = try classifier()
    let dropping = TextClassifier(
      tokenizer: plain.tokenizer, vocabulary: plain.vocabulary, labels: plain.labels, network: plain.network,
      dropout: 0.25)
    for classifier in [plain, dropping, dropping.calibrated(temperature: 2), dropping.describing(["a": "b"])]
    {
      try withTemporaryDirectory { directory in
        let path = directory + "/m.safetensors"
        try ModelFile.write(classifier, to: path)
        #expect(try ModelFile.read(path).dropout == classifier.dropout)
      }
    }
    #expect(plain.dropout == nil && dropping.calibrated(temperature: 2).dropout == 0.25)
    for (text, reason) in [("1", "its dropout is 1.0"), ("-0.5", "its dropout is -0.5")] {
      #expect(try error { $0.metadata["dropout"] = text } == bad(reason))
    }
  }

  private var multiLabel: MultiLabelRule {
    var rule = MultiLabelRule(labelCount: 3, separator: "|")
    rule.thresholds = [0.1, 0.3333333, 1]
    return rule
  }

  @Test func severalLabelsADocumentSurvive() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/m.safetensors"
      let written = try classifier(multiLabel: multiLabel)
      try ModelFile.write(written, to: path)
      let read = try ModelFile.read(path)
      #expect(read.multiLabel == multiLabel)
      #expect(read.configuration.output == .sigmoid)
      #expect(read.network == written.network)
      #expect(
        Predictor(read).prediction(for: "the game") == Predictor(written).prediction(for: "the game"))
      #expect(try TensorFile(contentsOf: path).metadata["multiLabel"] != nil)
    }
  }

  @Test func aRuleOfLabelsThatIsNoneIsRefused() throws {
    func rule(_ text: String?) throws -> String {
      try error(in: classifier(multiLabel: multiLabel)) { $0.metadata["multiLabel"] = text }
    }
    #expect(
      try rule(#"{"separator":",","thresholds":[0.5,0.5]}"#)
        == bad("there are 2 thresholds for 3 labels"))
    #expect(
      try rule(#"{"separator":",","thresholds":[0.5,0.5,1.5]}"#) == bad("a threshold is not from 0 to 1"))
    #expect(
      try rule(#"{"separator":"","thresholds":[0.5,0.5,0.5]}"#) == bad("nothing can stand between labels"))
    #expect(try rule("{}") == bad("its \"multiLabel\" cannot be understood"))
    #expect(try rule(nil).hasPrefix("a safetensors file, but no TextCNN model (no \"multiLabel\""))
  }

  /// Files written before there was a choice of outputs say nothing of it.
  @Test func withoutAnOutputItIsSoftmax() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/m.safetensors"
      let written = try classifier()
      try ModelFile.write(written, to: path)
      var parts = try Parts(path)
      let configuration = try #require(parts.metadata["configuration"])
      let old = configuration.replacing(#","output":"softmax""#, with: "")
      #expect(old != configuration)
      parts.metadata["configuration"] = old
      try TensorFile.write(parts.tensors, metadata: parts.metadata, to: path)
      let read = try ModelFile.read(path)
      #expect(read.configuration == written.configuration)
      #expect(read.multiLabel == nil)
    }
  }

  @Test func numbersOfEveryKindSurvive() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/m.safetensors"
      let model = try classifier()
      var network = model.network
      network[vectorOf: 0] = [.nan, -0.0, .infinity, .leastNonzeroMagnitude, -.greatestFiniteMagnitude]
      let odd = TextClassifier(
        tokenizer: model.tokenizer, vocabulary: model.vocabulary, labels: model.labels, network: network)
      try ModelFile.write(odd, to: path)
      #expect(try ModelFile.read(path).network == network)
    }
  }

  @Test func equalClassifiersAreEqualFiles() throws {
    try withTemporaryDirectory { directory in
      let names = ["a", "b", "c", "d"].map { "\(directory)/\($0).safetensors" }
      try ModelFile.write(try classifier(), to: names[0])
      try ModelFile.write(try classifier(), to: names[1])
      try ModelFile.write(try ModelFile.read(names[0]), to: names[2])
      try ModelFile.write(try classifier(seed: 2), to: names[3])
      let first = try bytes(of: names[0])
      #expect(try bytes(of: names[1]) == first)
      #expect(try bytes(of: names[2]) == first)
      #expect(try bytes(of: names[3]) != first)
      // Over itself.
      try ModelFile.write(try ModelFile.read(names[0]), to: names[0])
      #expect(try bytes(of: names[0]) == first)
      #expect(try contents(of: directory).count == 4)
    }
  }

  @Test func tensorsHaveTheNamesAndShapesOfTheDesign() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/m.safetensors"
      try ModelFile.write(try classifier(), to: path)
      let file = try TensorFile(contentsOf: path)
      var shapes: [String: [Int]] = [:]
      for name in file.names { shapes[name] = try file.entry(named: name).shape }
      #expect(
        shapes == [
          "embedding": [9, 5], "conv1.weight": [4, 1, 5], "conv1.bias": [4], "conv1.slope": [4],
          "attention1.bias": [2, 1], "attention1.query": [2, 1, 1, 5], "conv3.weight": [4, 3, 5],
          "conv3.bias": [4],
          "conv3.slope": [4], "attention3.bias": [2, 3], "attention3.query": [2, 3, 3, 5],
          "output.weight": [3, 8],
          "output.bias": [3], "vocabulary.utf8": [30], "vocabulary.offsets": [10],
        ])
      #expect(
        Set(file.metadata.keys) == [
          "format", "version", "configuration", "tokenizer", "labels", "provenance",
        ])
      #expect(file.metadata["format"] == "textcnn" && file.metadata["version"] == "2")
    }
  }

  @Test func aTruncatedFileIsRefused() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/m.safetensors"
      try ModelFile.write(try classifier(), to: path)
      let whole = try bytes(of: path)
      for length in [0, 1, 7, 8, 9, 100, whole.count / 2, whole.count - 64, whole.count - 1] {
        try whole.prefix(length).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: ModelFileError.self, "\(length) bytes") { try ModelFile.read(path) }
        if length > 8 {
          guard case .truncated(_, let expected, length) = error else {
            Issue.record("\(length) bytes: \(String(describing: error))")
            continue
          }
          #expect(expected > length && expected <= whole.count)
        }
      }
      try (whole + [0]).write(to: URL(fileURLWithPath: path))
      #expect(throws: ModelFileError.self) { try ModelFile.read(path) }
      try whole.write(to: URL(fileURLWithPath: path))
      _ = try ModelFile.read(path)
    }
  }

  /// Every 7th byte, and all of the first 200, with one bit turned.
  @Test func anAlteredByteIsRefused() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/m.safetensors"
      try ModelFile.write(try classifier(), to: path)
      let whole = try bytes(of: path)
      for place in whole.indices where place < 200 || place % 7 == 0 || place == whole.count - 1 {
        var altered = whole
        altered[place] ^= 1 << UInt8(place % 8)
        try altered.write(to: URL(fileURLWithPath: path))
        #expect(throws: ModelFileError.self, "byte \(place)") { try ModelFile.read(path) }
      }
    }
  }

  @Test func anotherVersionIsRefused() throws {
    #expect(
      try error { $0.metadata["version"] = "1" }
        == "the format version is 1, this program reads 2, 3 and 4; train it again, or use the version that wrote it"
    )
  }

  @Test func foreignFilesAreRefused() throws {
    let mend = "; name a file that textcnn train wrote"
    #expect(try error { $0.metadata["format"] = "pt" } == "its format is \"pt\", not \"textcnn\"" + mend)
    for key in ["format", "version", "configuration", "tokenizer", "labels", "provenance"] {
      #expect(
        try error { $0.metadata[key] = nil }
          == "a safetensors file, but no TextCNN model (no \"\(key)\" in its metadata)" + mend)
    }
    try withTemporaryDirectory { directory in
      let path = directory + "/foreign.safetensors"
      try writtenByPython.write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: ModelFileError.self) { try ModelFile.read(path) }
      #expect(
        error?.description
          == path + ": a safetensors file, but no TextCNN model (its metadata has no checksum)" + mend)
      try Data("label\tsome text\n".utf8).write(to: URL(fileURLWithPath: path))
      #expect(throws: ModelFileError.self) { try ModelFile.read(path) }
    }
  }

  func bad(_ reason: String) -> String {
    "the configuration does not describe a model: \(reason); train it again"
  }

  @Test func aConfigurationThatIsNoneIsRefused() throws {
    func configuration(_ old: String, _ new: String) throws -> String {
      try error { parts in
        let text = try #require(parts.metadata["configuration"])
        #expect(text.contains(old))
        parts.metadata["configuration"] = text.replacingOccurrences(of: old, with: new)
      }
    }
    #expect(
      try configuration("\"filters\":4", "\"filters\":0")
        == bad("there are 0 filters; use 1 to 65536 for each width"))
    #expect(
      try configuration("\"heads\":2", "\"heads\":5")
        == bad("there are 5 heads for 4 filters; a head needs at least one filter"))
    for (old, new) in [("\"filters\":4", "\"filters\":4.5"), ("attention", "global"), ("prelu", "gelu")] {
      #expect(try configuration(old, new) == bad("its \"configuration\" cannot be understood"))
    }
    #expect(
      try error { $0.metadata["configuration"] = "" } == bad("its \"configuration\" cannot be understood"))
    #expect(try error { $0.metadata["tokenizer"] = "{}" } == bad("its \"tokenizer\" cannot be understood"))
    #expect(try error { $0.metadata["provenance"] = "[1]" } == bad("its \"provenance\" cannot be understood"))
  }

  /// No memory is taken for a network that the file does not hold.
  @Test func aConfigurationThatAsksForTooMuchIsRefused() throws {
    for (old, new) in [
      ("\"filters\":4", "\"filters\":65536"), ("\"dimension\":5", "\"dimension\":4096"),
      ("\"widths\":[1,3]", "\"widths\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]"),
    ] {
      let found = try error { $0.metadata["configuration"]?.replace(old, with: new) }
      #expect(found.hasPrefix("the configuration does not describe a model: it asks for "), "\(found)")
      #expect(found.hasSuffix(" parameters, more than the file holds; train it again"), "\(found)")
    }
  }

  @Test func labelsMustFit() throws {
    #expect(
      try error { $0.metadata["labels"] = "[\"b\",\"a\",\"c\"]" }
        == bad("its \"labels\" cannot be understood"))
    #expect(
      try error { $0.metadata["labels"] = "[\"a\",\"a\",\"c\"]" }
        == bad("its \"labels\" cannot be understood"))
    #expect(try error { $0.metadata["labels"] = "[\"a\"]" } == bad("there are 1 labels"))
    #expect(
      try error { $0.metadata["labels"] = "[\"a\",\"b\"]" }
        == "tensor \"output.weight\" is [3, 8], expected [2, 8]; train the model again")
  }

  @Test func tensorsMustFit() throws {
    #expect(
      try error { parts in parts.tensors.removeAll { $0.name == "conv3.slope" } }
        == "tensor \"conv3.slope\" is missing; train the model again")
    #expect(
      try error { $0.replace("conv3.weight", [3, 4, 5], .floats([Float](repeating: 0, count: 60))) }
        == "tensor \"conv3.weight\" is [3, 4, 5], expected [4, 3, 5]; train the model again")
    #expect(
      try error { $0.replace("conv3.weight", [60], .floats([Float](repeating: 0, count: 60))) }
        == "tensor \"conv3.weight\" is [60], expected [4, 3, 5]; train the model again")
    #expect(
      try error { $0.replace("output.bias", [3], .int32s([0, 0, 0])) }
        == "tensor \"output.bias\" holds I32, expected F32; train the model again")
    #expect(
      try error { $0.replace("embedding", [8, 5], .floats([Float](repeating: 0, count: 40))) }
        == "tensor \"embedding\" is [8, 5], expected [9, 5]; train the model again")
  }

  @Test func aBrokenVocabularyIsRefused() throws {
    func vocabulary(_ utf8: [UInt8], _ offsets: [Int32]) throws -> String {
      try error {
        $0.replace("vocabulary.utf8", [utf8.count], .bytes(utf8))
        $0.replace("vocabulary.offsets", [offsets.count], .int32s(offsets))
      }
    }
    let mend = "; take an undamaged copy; train it again"
    func broken(_ reason: String) -> String {
      "the configuration does not describe a model: vocabulary: \(reason)" + mend
    }
    let spans = broken("the offsets do not span the bytes")
    #expect(try vocabulary(Array("ab".utf8), []) == spans)
    #expect(try vocabulary(Array("ab".utf8), [0, 0, 1]) == spans)
    #expect(try vocabulary(Array("ab".utf8), [0, 1, 2]) == spans)
    #expect(try vocabulary(Array("ab".utf8), [0, 0, 3]) == spans)
    #expect(try vocabulary(Array("ab".utf8), [0, 0, 5, 2]) == broken("word 1 does not end after it begins"))
    #expect(try vocabulary(Array("ab".utf8), [0, 0, -1, 2]) == broken("word 1 does not end after it begins"))
    #expect(try vocabulary(Array("aa".utf8), [0, 0, 1, 2]) == broken("word 2 repeats word 1"))
    #expect(try vocabulary([0x61, 0xFF], [0, 0, 1, 2]) == broken("word 2 is not valid UTF-8"))
    #expect(
      try error { parts in parts.tensors.removeAll { $0.name == "vocabulary.utf8" } }
        == "tensor \"vocabulary.utf8\" is missing; train the model again")
    // A vocabulary of another size than the network's.
    #expect(
      try vocabulary(Array("ab".utf8), [0, 0, 1, 2])
        == "tensor \"embedding\" is [9, 5], expected [3, 5]; train the model again")
  }

  @Test func writingNeedsAPlace() throws {
    try withTemporaryDirectory { directory in
      #expect(throws: ModelFileError.self) { try ModelFile.checkWritable(directory + "/none/m.safetensors") }
      #expect(throws: ModelFileError.self) {
        try ModelFile.write(try classifier(), to: directory + "/none/m.safetensors")
      }
      try ModelFile.checkWritable(directory + "/m.safetensors")
      #expect(try contents(of: directory).isEmpty)
      #expect(throws: ModelFileError.self) { try ModelFile.read(directory + "/m.safetensors") }
      #expect(throws: ModelFileError.self) { try ModelFile.read(directory) }
    }
  }
}
