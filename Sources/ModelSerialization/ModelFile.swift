import ConvolutionModel
import Foundation
import TextClassification
import TextCorpus

/// A classifier as one safetensors file.
///
/// Tensors: those of the network under their names, `vocabulary.utf8` [bytes] and `vocabulary.offsets` [V + 1], and those
/// of the tokenizer's table, if it has one (`TokenizerTable+Tensors.swift`).
/// Metadata: `format` "textcnn", `version`, and as JSON `configuration`, `tokenizer`, `labels` and `provenance`. So
/// parts cannot be mixed up, and Python's `safetensors` reads all of it. A calibrated classifier has its `temperature`
/// there too, which its output layer is divided by already; one of several labels a document has `multiLabel`; one
/// that was trained with dropout says so in `dropout`.
///
/// An ensemble has a version of its own, so that no program that knows nothing of ensembles takes the first member for the
/// whole. Metadata `ensemble` says how many members there are, how their answers become one, and their temperatures; the
/// tensors of the first have the names that a single network's have, those of the others "member2.conv3.weight" and so on.
/// Where all have the same word vectors, `embedding` is there once.
///
/// A classifier that makes unknown words of pieces, alone or an ensemble, has a version of its own too, as one that knows nothing
/// of pieces would take all unknown words for one. Metadata `subwords` says which pieces those are; tensor `pieces` [P, d] has
/// their vectors, and `pieces.buckets` [P] the bucket of each, ascending. The words of the vocabulary are folded: `embedding`
/// has for each what it and its pieces have come to.
public enum ModelFile {
  /// The version of a single network.
  static let version = "2"
  /// The version of an ensemble.
  static let ensembleVersion = "3"
  /// The version of either where unknown words are made of pieces.
  static let subwordsVersion = "4"

  private static let utf8Name = "vocabulary.utf8"
  private static let offsetsName = "vocabulary.offsets"
  private static let bucketsName = "pieces.buckets"

  /// Writes a classifier beside `path` and renames it.
  ///
  /// - Throws: ``ModelFileError/unwritable(file:reason:)``; what was at `path` is then as before.
  /// - Complexity: O(parameters).
  public static func write(_ classifier: TextClassifier, to path: String) throws {
    let contents = try contents(of: classifier)
    try TensorFile.write(contents.tensors, metadata: contents.metadata, to: path)
  }

  /// How many bytes `write` would write.
  ///
  /// - Complexity: O(parameters).
  public static func byteCount(of classifier: TextClassifier) throws -> Int {
    let contents = try contents(of: classifier)
    return TensorFile.byteCount(contents.tensors, metadata: contents.metadata)
  }

  private static func contents(
    of classifier: TextClassifier
  ) throws -> (tensors: [TensorFile.Tensor], metadata: [String: String]) {
    let record = EnsembleRecord(classifier)
    var tensors: [TensorFile.Tensor] = []
    for (member, network) in classifier.networks.enumerated() {
      let isShared = record.sharesVectors && member > 0
      tensors += (isShared ? network.denseTensors : network.tensors).map {
        .init(name: record.name(of: $0.name, member: member), shape: $0.shape, elements: .floats($0.values))
      }
    }
    let utf8 = classifier.vocabulary.utf8
    let offsets = classifier.vocabulary.offsets
    tensors.append(.init(name: utf8Name, shape: [utf8.count], elements: .bytes(utf8)))
    tensors.append(.init(name: offsetsName, shape: [offsets.count], elements: .int32s(offsets)))
    tensors += classifier.tokenizer.table?.tensors ?? []
    var metadata = [
      "format": "textcnn",
      "version": version,
      "configuration": try json(classifier.configuration),
      "tokenizer": try json(classifier.tokenizer),
      "labels": try json(classifier.labels),
      "provenance": try json(classifier.provenance),
    ]
    if let temperature = classifier.temperature { metadata["temperature"] = try json(temperature) }
    if record.members > 1 {
      metadata["version"] = ensembleVersion
      metadata["ensemble"] = try json(record)
    }
    if let pieces = classifier.pieces {
      tensors.append(.init(name: bucketsName, shape: [pieces.count], elements: .int32s(pieces.buckets)))
      metadata["version"] = subwordsVersion
      metadata["subwords"] = try json(pieces.configuration)
    }
    if let dropout = classifier.dropout { metadata["dropout"] = try json(dropout) }
    if let rule = classifier.multiLabel { metadata["multiLabel"] = try json(rule) }
    return (tensors, metadata)
  }

  /// Reads a classifier, and checks that every part fits the others.
  ///
  /// - Throws: `ModelFileError`.
  /// - Complexity: O(bytes).
  public static func read(_ path: String) throws -> TextClassifier {
    let file = try TensorFile(contentsOf: path)
    let format = try file.requireMetadata("format")
    guard format == "textcnn" else {
      throw ModelFileError.notAModel(file: path, reason: "its format is \(quoted(format)), not \"textcnn\"")
    }
    let found = try file.requireMetadata("version")
    guard [version, ensembleVersion, subwordsVersion].contains(found) else {
      throw ModelFileError.unsupportedVersion(
        file: path, found: found, supported: "\(version), \(ensembleVersion) and \(subwordsVersion)")
    }
    let hasPieces = found == subwordsVersion
    let isEnsemble = found == ensembleVersion || hasPieces && file.metadata["ensemble"] != nil
    let record =
      try isEnsemble
      ? value(EnsembleRecord.self, "ensemble", of: file) : EnsembleRecord(temperature: temperature(of: file))
    let configuration = try value(TextCNNConfiguration.self, "configuration", of: file)
    let labels = try value(LabelSet.self, "labels", of: file)
    let rule = try configuration.output == .sigmoid ? value(MultiLabelRule.self, "multiLabel", of: file) : nil
    do {
      try configuration.validate()
      guard labels.count >= (rule == nil ? 2 : 1) else {
        throw ConfigurationError("there are \(labels.count) labels")
      }
      try rule?.check(labels)
      if isEnsemble { try record.validate() }
    } catch {
      throw ModelFileError.badConfiguration(file: path, reason: "\(error)")
    }
    let vocabulary: Vocabulary
    do {
      vocabulary = try Vocabulary(
        utf8: file.bytes(named: utf8Name), offsets: file.int32s(named: offsetsName))
    } catch let error as CorpusError {
      throw ModelFileError.badConfiguration(file: path, reason: "\(error)")
    }
    let pieces = try hasPieces ? pieces(of: file) : nil
    let rowCount = vocabulary.count + (pieces?.count ?? 0)
    try checkShapes(configuration, rowCount: rowCount, classes: labels.count, record, in: file)
    let networks = try (0..<record.members).map { member in
      func name(_ tensor: String) -> String { record.name(of: tensor, member: member) }
      let vectors = try file.rows(
        named: name(EnsembleRecord.vectors), shape: [vocabulary.count, configuration.dimension])
      var copyRow = vectors
      if let pieces, pieces.count > 0 {
        let count = vocabulary.count
        let others = try file.rows(
          named: name(TextCNN.piecesName), shape: [pieces.count, configuration.dimension])
        copyRow = { row, target in row < count ? vectors(row, target) : others(row - count, target) }
      }
      var network = TextCNN(
        configuration, vocabularyCount: vocabulary.count, pieceCount: pieces?.count ?? 0,
        classes: labels.count, copyRow: copyRow)
      try network.setDenseTensors { tensor, shape, take in
        try file.withFloats(named: name(tensor), shape: shape, take)
      }
      return network
    }
    return TextClassifier(
      tokenizer: try tokenizer(of: file), vocabulary: vocabulary, pieces: pieces, labels: labels,
      networks: networks,
      temperatures: record.temperatures ?? [Double?](repeating: nil, count: record.members),
      combination: record.combination, sharesVectors: record.sharesVectors, multiLabel: rule,
      dropout: try dropout(of: file),
      provenance: try value([String: String].self, "provenance", of: file))
  }

  /// The pieces that have a vector.
  private static func pieces(of file: TensorFile) throws -> PieceIndex {
    let configuration = try value(SubwordConfiguration.self, "subwords", of: file)
    if let problem = configuration.problem {
      throw ModelFileError.badConfiguration(file: file.file, reason: problem)
    }
    guard let pieces = PieceIndex(configuration, buckets: try file.int32s(named: bucketsName)) else {
      throw ModelFileError.badConfiguration(
        file: file.file, reason: "the buckets of its pieces do not ascend below \(configuration.buckets)")
    }
    return pieces
  }

  /// The configuration, with the table that lies beside it.
  static func tokenizer(of file: TensorFile) throws -> TokenizerConfiguration {
    let configuration = try value(TokenizerConfiguration.self, "tokenizer", of: file)
    guard configuration.kind.needsTable else { return configuration }
    do {
      return try configuration.adding(TokenizerTable(configuration.kind, of: file))
    } catch let error as TokenizerError {
      throw ModelFileError.badConfiguration(file: file.file, reason: "\(error)")
    }
  }

  /// Nil in the file of a classifier that was trained without it.
  private static func dropout(of file: TensorFile) throws -> Float? {
    guard file.metadata["dropout"] != nil else { return nil }
    let dropout = try value(Float.self, "dropout", of: file)
    guard (0..<1).contains(dropout) else {
      throw ModelFileError.badConfiguration(file: file.file, reason: "its dropout is \(dropout)")
    }
    return dropout
  }

  /// Nil in the file of a classifier that is not calibrated.
  private static func temperature(of file: TensorFile) throws -> Double? {
    guard file.metadata["temperature"] != nil else { return nil }
    let temperature = try value(Double.self, "temperature", of: file)
    guard temperature > 0 else {
      throw ModelFileError.badConfiguration(file: file.file, reason: "its temperature is \(temperature)")
    }
    return temperature
  }

  /// Says now, rather than after training, that `path` cannot be written.
  public static func checkWritable(_ path: String) throws { try AtomicFile.check(path) }

  /// Compares every shape before memory is taken for a network: a configuration may ask for more than there is.
  private static func checkShapes(
    _ configuration: TextCNNConfiguration, rowCount: Int, classes: Int, _ record: EnsembleRecord,
    in file: TensorFile
  ) throws {
    let vectors = rowCount * configuration.dimension
    let wanted =
      record.members * configuration.parameterCount(classes: classes)
      + (record.sharesVectors ? 1 : record.members) * vectors
    guard wanted <= file.header.dataLength / MemoryLayout<Float>.size else {
      throw ModelFileError.badConfiguration(
        file: file.file, reason: "it asks for \(wanted) parameters, more than the file holds")
    }
  }

  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    // Sorted, so that equal models are equal files.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func value<T: Decodable>(_ type: T.Type, _ key: String, of file: TensorFile) throws -> T {
    do {
      return try JSONDecoder().decode(type, from: Data(try file.requireMetadata(key).utf8))
    } catch let error as ModelFileError {
      throw error
    } catch {
      throw ModelFileError.badConfiguration(
        file: file.file, reason: "its \(quoted(key)) cannot be understood")
    }
  }
}

extension MultiLabelRule {
  /// Throws where the rule cannot be one for these labels.
  fileprivate func check(_ labels: LabelSet) throws(ConfigurationError) {
    guard thresholds.count == labels.count else {
      throw ConfigurationError("there are \(thresholds.count) thresholds for \(labels.count) labels")
    }
    guard thresholds.allSatisfy({ (0...1).contains($0) }) else {
      throw ConfigurationError("a threshold is not from 0 to 1")
    }
    guard CorpusReader.canSeparate(separator) else {
      throw ConfigurationError("nothing can stand between labels")
    }
  }
}
