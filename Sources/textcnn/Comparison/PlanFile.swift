import ArgumentParser
import Foundation
import TOMLKit

/// A comparison in a TOML file:
///
///     corpora = ["trec", "reviews.tsv"]     # files or folders, relative to this file
///     options = "--dimension 100"           # of all variants
///     runs = 5
///     folds = 10
///
///     [[variant]]
///     name = "wide"
///     options = "--kernel static --filters 200"
///     control = "whether …"                 # if it is one
///
/// What stands on the command line goes before what stands here.
struct PlanFile {
  let path: String
  var corpora: [String] = []
  var test: String?
  var dev: String?
  var options: [String] = []
  var runs: Int?
  var folds: Int?
  var repeats: Int?
  var variants: [VariantSpecification] = []

  private struct Contents: Decodable {
    var corpora: [String]?
    var test: String?
    var dev: String?
    var options: String?
    var runs: Int?
    var folds: Int?
    var repeats: Int?
    var variant: [Entry]?

    struct Entry: Decodable {
      var name: String
      var options: String?
      var control: String?
    }
  }

  private static let names: Set = [
    "corpora", "test", "dev", "options", "runs", "folds", "repeats", "variant",
  ]
  private static let variantNames: Set = ["name", "options", "control"]

  /// - Throws: `CommandFailure`, which names the file and the line where it is known.
  init(path: String) throws {
    self.path = path
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure("\(path): cannot be read; check the path")
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: String(decoding: data, as: UTF8.self))
    } catch let error as TOMLParseError {
      throw CommandFailure(
        "\(path):\(error.source.begin.line): is no TOML (\(error.description)); mend the line")
    }
    try Self.check(table, path: path)
    let contents: Contents
    do {
      contents = try TOMLDecoder().decode(Contents.self, from: table)
    } catch {
      throw CommandFailure("\(path): \(Self.reason(error))")
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().relativePath
    func resolved(_ file: String) -> String {
      file.hasPrefix("/") || folder == "." || folder.isEmpty ? file : folder + "/" + file
    }
    corpora = (contents.corpora ?? []).map(resolved)
    test = contents.test.map(resolved)
    dev = contents.dev.map(resolved)
    runs = contents.runs
    folds = contents.folds
    repeats = contents.repeats
    do {
      options = try VariantSpecification.words(of: Substring(contents.options ?? ""))
      variants = try (contents.variant ?? []).map { entry in
        let arguments = try VariantSpecification.words(of: Substring(entry.options ?? ""))
        return VariantSpecification(name: entry.name, arguments: arguments, control: entry.control)
      }
    } catch let error as ValidationError {
      throw CommandFailure("\(path): \(error.message)")
    }
  }

  /// The options of all variants.
  func sharedOptions() throws -> TrainingOptions {
    do {
      return try TrainingOptions.parse(options)
    } catch {
      throw CommandFailure("\(path): options: \(TrainingOptions.message(for: error))")
    }
  }

  /// A misspelt name would be passed over in silence.
  private static func check(_ table: TOMLTable, path: String) throws {
    func refuse(_ keys: [String], allowed: Set<String>) throws {
      if let key = keys.first(where: { !allowed.contains($0) }) {
        throw CommandFailure(
          "\(path): \"\(key)\" means nothing here; use \(allowed.sorted().joined(separator: ", "))")
      }
    }
    try refuse(table.keys, allowed: names)
    guard let variants = table["variant"]?.array else { return }
    for entry in variants {
      guard let entry = entry.table else {
        throw CommandFailure("\(path): variants are tables; begin each with [[variant]]")
      }
      try refuse(entry.keys, allowed: variantNames)
    }
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    func place(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
    return switch error {
    case .keyNotFound(let key, _) where key.stringValue == "name": "a variant has no name; give it one"
    // The decoder says so of a value of another kind as well.
    case .keyNotFound(let key, let context):
      "\(place(context.codingPath + [key])) has a value of another kind than expected; see textcnn help compare"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      "\(place(context.codingPath)) has a value of another kind than expected; see textcnn help compare"
    @unknown default: "\(error)"
    }
  }
}
