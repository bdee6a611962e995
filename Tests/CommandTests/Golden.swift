import Foundation
import Testing

/// Compares a text with the one that is kept in `Golden/<name>.txt`.
///
/// With `RECORD` set in the environment the kept text is replaced, and the test fails so that nobody takes a recording
/// for a test.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name).txt")
  if ProcessInfo.processInfo.environment["RECORD"] != nil {
    try Data(text.utf8).write(to: file)
    Issue.record(
      "recorded \(name).txt; look at the difference, then test without RECORD", sourceLocation: sourceLocation
    )
    return
  }
  let kept = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  guard text != kept else { return }
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  let keptLines = kept.split(separator: "\n", omittingEmptySubsequences: false)
  let first = zip(lines, keptLines).prefix { $0 == $1 }.count
  let found = first < lines.count ? String(lines[first]) : "nothing"
  let expected = first < keptLines.count ? String(keptLines[first]) : "nothing"
  Issue.record(
    "\(name).txt:\(first + 1): found \"\(found)\", expected \"\(expected)\"; if that is right, record it with RECORD=1",
    sourceLocation: sourceLocation)
}

extension String {
  /// With times and rates, which differ from run to run, as "#".
  var withoutTimes: String {
    replacing(/[0-9.,]+ s\b/) { _ in "# s" }.replacing(/[0-9,]+ documents\/s/) { _ in "# documents/s" }
  }
}
