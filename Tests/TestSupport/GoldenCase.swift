import ConvolutionModel
import Foundation
import Testing

/// One file of golden cases: what the design's formulas give, from an independent float64 autograd.
package struct GoldenCase: Decodable, CustomTestStringConvertible, Sendable {
  package struct Configuration: Decodable, Sendable {
    package var dimension: Int
    package var filters: Int
    package var sizes: [Int]
    package var classes: Int
    package var vocabulary: Int
    package var heads: Int
    package var regions: Int?
    package var maxNorm: Float
    package var kernel: String
    package var offsets: String
    package var mode: String
    package var normalizer: String
    package var activation: String
    package var dropout: Float?
  }

  package var name = ""
  package var config: Configuration
  package var documents: [[Int32]]
  package var labels: [Int32]
  // A single case.
  package var parameters: [String: NestedNumbers]?
  package var features: NestedNumbers?
  package var logits: NestedNumbers?
  package var probabilities: NestedNumbers?
  package var loss: Double?
  package var gradients: [String: NestedNumbers]?
  package var dropoutMasks: NestedNumbers?
  // A trajectory.
  package var optimizer: String?
  package var steps: Int?
  package var batch: Int?
  package var start: [String: NestedNumbers]?
  package var losses: [Double]?
  package var end: [String: NestedNumbers]?

  enum CodingKeys: CodingKey {
    case config, documents, labels, parameters, features, logits, probabilities, loss, gradients, dropoutMasks
    case optimizer, steps, batch, start, losses, end
  }

  package var testDescription: String { name }

  package func configuration() throws -> TextCNNConfiguration {
    func choice<T: RawRepresentable<String>>(_ value: String, _: T.Type) throws -> T {
      guard let choice = T(rawValue: value) else {
        throw GoldenError("\(name): unknown \(T.self) \"\(value)\"")
      }
      return choice
    }
    return TextCNNConfiguration(
      dimension: config.dimension, widths: config.sizes, filters: config.filters,
      kernel: KernelConfiguration(
        kind: try choice(config.kernel, KernelConfiguration.Kind.self),
        mode: try choice(config.mode, KernelConfiguration.Mode.self),
        offsets: try choice(config.offsets, KernelConfiguration.Offsets.self),
        normalizer: try choice(config.normalizer, KernelConfiguration.Normalizer.self), heads: config.heads,
        regions: config.regions ?? 1),
      activation: try choice(config.activation, Activation.self))
  }

  /// The network of the case with the given parameters, every one of which must be there.
  package func network(_ parameters: [String: NestedNumbers]) throws -> TextCNN {
    var model = TextCNN(try configuration(), vocabularyCount: config.vocabulary, classes: config.classes)
    let wanted = Set(model.tensorShapes.map(\.name))
    guard wanted == Set(parameters.keys) else {
      throw GoldenError("\(name): parameters \(parameters.keys.sorted()), expected \(wanted.sorted())")
    }
    try model.setTensors { tensor, shape in
      let numbers = parameters[tensor]!
      guard numbers.shape == shape else {
        throw GoldenError("\(name): \(tensor) is \(numbers.shape), expected \(shape)")
      }
      return numbers.floats
    }
    return model
  }

  /// The cases of the folder in TEXTCNN_GOLDEN; without it those beside the project, or else those in the clone.
  package static func all() throws -> [GoldenCase] {
    let clone = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Golden")
    let beside = clone.appending(path: "../../../shared/golden").standardized
    let folder: URL
    if let chosen = ProcessInfo.processInfo.environment["TEXTCNN_GOLDEN"] {
      folder = URL(filePath: chosen)
    } else {
      folder = FileManager.default.fileExists(atPath: beside.path) ? beside : clone
    }
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
    guard !files.isEmpty else { throw GoldenError("\(folder.path): no golden case (*.json) in this folder") }
    return try files.map { file in
      var found = try JSONDecoder().decode(GoldenCase.self, from: Data(contentsOf: file))
      found.name = file.deletingPathExtension().lastPathComponent
      return found
    }
  }
}

package struct GoldenError: Error, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}

/// Arrays of arrays of numbers, flattened, with their shape.
package struct NestedNumbers: Decodable, Sendable {
  package var shape: [Int]
  package var values: [Double]

  package var floats: [Float] { values.map { Float($0) } }

  package init(from decoder: any Decoder) throws {
    if let number = try? decoder.singleValueContainer().decode(Double.self) {
      shape = []
      values = [number]
      return
    }
    var container = try decoder.unkeyedContainer()
    var rows: [NestedNumbers] = []
    while !container.isAtEnd { rows.append(try container.decode(NestedNumbers.self)) }
    shape = [rows.count] + (rows.first?.shape ?? [])
    values = rows.flatMap(\.values)
  }
}
