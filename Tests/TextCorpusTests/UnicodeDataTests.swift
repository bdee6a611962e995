import Foundation
import Testing

@testable import TextCorpus

/// A file of the Unicode Character Database, which Debian and Ubuntu have: apt-get install unicode-data.
private func unicodeData(_ path: String) -> URL { URL(fileURLWithPath: "/usr/share/unicode/\(path)") }
private let hasUnicodeData = FileManager.default.fileExists(
  atPath: unicodeData("auxiliary/WordBreakTest.txt").path)

/// The conformance tests that Unicode publishes with its annexes.
@Suite(
  .enabled(
    if: hasUnicodeData, "no /usr/share/unicode: apt-get install unicode-data to run Unicode's own tests"))
struct UnicodeDataTests {
  /// Every line: scalars in hexadecimal, with ÷ where a boundary is and × where none is.
  @Test func wordBreaks() throws {
    let lines = try String(contentsOf: unicodeData("auxiliary/WordBreakTest.txt"), encoding: .utf8)
      .split(separator: "\n")
    #expect(lines[0] == "# WordBreakTest-15.0.0.txt", "the tables are of 15.0.0")
    var checked = 0
    for line in lines where !line.hasPrefix("#") {
      let fields = line.split(separator: "#")[0].split(whereSeparator: \.isWhitespace)
      var text = ""
      var expected: [Int] = []
      for field in fields {
        switch field {
        case "÷": expected.append(text.utf8.count)
        case "×": break
        default: text.unicodeScalars.append(Unicode.Scalar(try #require(UInt32(field, radix: 16)))!)
        }
      }
      #expect(boundaries(of: text) == expected, "\(line)")
      checked += 1
    }
    #expect(checked == 1823)
  }

  /// The five columns of each line: source, NFC, NFD, NFKC, NFKD.
  @Test func normalization() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["bzcat", unicodeData("NormalizationTest.txt.bz2").path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try #require(try output.fileHandleForReading.readToEnd())
    let nfc = try #require(TextNormalizer(TokenizerConfiguration(normalization: .nfc)))
    let nfkc = try #require(TextNormalizer(TokenizerConfiguration(normalization: .nfkc)))
    var checked = 0
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      guard let first = line.first, first.isHexDigit else { continue }
      let columns = line.split(separator: ";").prefix(5).map { column in
        String(
          String.UnicodeScalarView(
            column.split(separator: " ").map { Unicode.Scalar(UInt32($0, radix: 16)!)! }))
      }
      for column in 0..<5 {
        let composed = columns[column < 3 ? 1 : 3]
        #expect(
          Array(normalized(columns[column], nfc)) == Array(composed.utf8),
          "NFC of column \(column + 1): \(line)")
        #expect(
          Array(normalized(columns[column], nfkc)) == Array(columns[3].utf8),
          "NFKC of column \(column + 1): \(line)")
      }
      checked += 1
    }
    #expect(checked == 19_074)
  }
}

/// Where the segments of a text begin and end.
func boundaries(of text: String) -> [Int] {
  let bytes = Array(text.utf8)
  var result = [0]
  let rules = WordBoundaries()
  while let start = result.last, start < bytes.count {
    result.append(rules.end(ofSegmentAt: start, in: bytes.span))
  }
  return result
}

/// What a normalizer makes of a text, the text itself where it changes nothing.
func normalized(_ text: String, _ normalizer: TextNormalizer) -> [UInt8] {
  let bytes = Array(text.utf8)
  var result: [UInt8] = []
  var replaced = 0
  return normalizer.normalize(bytes.span, into: &result, replacedSequenceCount: &replaced) ? result : bytes
}
