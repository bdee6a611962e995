import Foundation

/// A kind of files: makes mutated ones, and knows what is expected of whoever reads them.
protocol Subject {
  /// What came out of the files so far, as a proof that not all of them were refused.
  var count: Int { get }
  var unit: String { get }
  mutating func next() -> Input
  /// - Throws: `Finding`, and errors that should not have come.
  mutating func examine(_ bytes: [UInt8], at path: String) throws
}

/// One file.
struct Input {
  /// Names may tell of a format, and must not matter.
  var name: String
  var bytes: [UInt8]
  /// The options that it is read with.
  var manner: String
}

/// What is expected of every input; a finding stops the run.
struct Finding: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

enum Fixtures {
  /// The fixtures of a suite of tests.
  static func files(of suite: String) throws -> [[UInt8]] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../\(suite)/Fixtures")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { !$0.hasDirectoryPath && $0.pathExtension != "py" }.sorted { $0.path < $1.path }
    return try files.map { [UInt8](try Data(contentsOf: $0)) }
  }
}
