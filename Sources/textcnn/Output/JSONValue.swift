import Foundation

/// JSON that is looked into without knowing what it means: provenance is for people, and each version writes its own.
enum JSONValue: Codable {
  case object([String: JSONValue])
  case array([JSONValue])
  case string(String)
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case null

  /// What a text holds: an object or array where it is JSON of that kind, itself otherwise.
  init(text: String) {
    let isStructured = text.hasPrefix("{") || text.hasPrefix("[")
    let parsed = isStructured ? try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) : nil
    self = parsed ?? .string(text)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .object(let values): try container.encode(values)
    case .array(let values): try container.encode(values)
    case .string(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .boolean(let value): try container.encode(value)
    case .null: try container.encodeNil()
    }
  }

  /// The single values in it, each with the names that lead to it: `training.network.filters` and 100.
  func leaves(under name: String) -> [(name: String, text: String)] {
    switch self {
    case .object(let values):
      values.sorted { $0.key < $1.key }.flatMap { $0.value.leaves(under: "\(name).\($0.key)") }
    case .array(let values):
      [(name, values.flatMap { $0.leaves(under: "") }.map(\.text).joined(separator: ", "))]
    case .string(let value): [(name, value)]
    case .integer(let value): [(name, String(value))]
    case .number(let value): [(name, String(value))]
    case .boolean(let value): [(name, value ? "yes" : "no")]
    case .null: [(name, "–")]
    }
  }
}
