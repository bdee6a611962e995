import Foundation
import Testing

@testable import TextCorpus

@Suite struct JSONTests {
  private func read(_ text: String, _ options: ReadingOptions = ReadingOptions()) throws -> Corpus {
    try withFile(Array(text.utf8)) { try CorpusReader(options: options).read($0) }
  }

  private func isObject(_ bytes: [UInt8]) -> Bool { JSONScanner.isObject(bytes.span) }

  @Test func fieldsAreChosenOrFound() throws {
    let line = "{\"b\": \"B\", \"sentiment\": \"pos\", \"review\": \"R\", \"z\": {\"review\": \"no\"}}\n"
    #expect(try read(line).documents == [LabeledText(label: "pos", text: "R")])
    let options = ReadingOptions(labelColumn: "b", textColumns: ["review", "sentiment"])
    #expect(try read(line, options).documents == [LabeledText(label: "B", text: "R pos")])
    #expect(try read(line, options).report.columns?.isGuessed == false)
  }

  @Test func theLastOfRepeatedKeysCounts() throws {
    let corpus = try read("{\"label\":\"a\",\"text\":\"x\",\"l\\u0061bel\":\"b\",\"text\":\"y\"}\n")
    #expect(corpus.documents == [LabeledText(label: "b", text: "y")])
  }

  @Test(arguments: [
    ("{\"label\":1,\"text\":\"x\"", LineFault.notAnObject), ("nothing", .notAnObject), ("[1]", .notAnObject),
    ("{\"text\":\"x\"}", .fieldWithoutLabel), ("{\"label\":null,\"text\":\"x\"}", .fieldWithoutLabel),
    ("{\"label\":{},\"text\":\"x\"}", .fieldWithoutLabel),
    ("{\"label\":[[1]],\"text\":\"x\"}", .fieldWithoutLabel),
    ("{\"label\":[],\"text\":\"x\"}", .fieldWithoutLabel),
    ("{\"label\":[1,2],\"text\":\"x\"}", .severalLabelsInList),
    ("{\"label\":\" \",\"text\":\"x\"}", .emptyLabel),
    ("{\"label\":1}", .fieldWithoutText), ("{\"label\":1,\"text\":null}", .fieldWithoutText),
    ("{\"label\":1,\"text\":7}", .fieldWithoutText),
    ("{\"label\":\"\(String(repeating: "x", count: 1025))\",\"text\":\"x\"}", .labelTooLong),
    ("{\"label\":[\"\(String(repeating: "x", count: 1025))\"],\"text\":\"x\"}", .labelTooLong),
  ])
  func badObjects(line: String, fault: LineFault) throws {
    let text = "{\"label\":1,\"text\":\"x\"}\n\n\(line)\n"
    try withFile(Array(text.utf8)) { path in
      _ = #expect(throws: CorpusError.badLine(file: path, line: 3, fault: fault)) {
        try CorpusReader().read(path)
      }
    }
  }

  @Test func severalLabels() throws {
    let text = """
      {"label":["a","b","a"],"text":"x"}
      {"label":"a, c","text":"x"}
      {"label":null,"text":"x"}
      {"label":[],"text":"x"}
      {"label":[1,true],"text":"x"}
      """
    let corpus = try read(text, ReadingOptions(labelSeparator: ","))
    #expect(corpus.documents.map(\.labels) == [["a", "b"], ["a", "c"], [], [], ["1", "true"]])
  }

  /// What Foundation takes for an object, and what it finds in it, so does the scanner; on texts made of JSON's pieces.
  @Test func agreesWithFoundation() throws {
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"a\"", "\"text\"", "\"é\\n\\u0041\"", "\"\\ud83d\\ude00\"", "1",
      "-0.5e+3", "01", "true",
      "false", "null", " ", "\"", "\\", "{\"a\":1}", "[1,2]", "tru", "-", "1.", "\"\\x\"",
    ]
    var generator = SplitMix(state: 7)
    var objects = 0
    for _ in 0..<60_000 {
      var text = "{\"k\":"
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        text += pieces.randomElement(using: &generator)!
      }
      if Bool.random(using: &generator) { text += "}" }
      let bytes = Array(text.utf8)
      // Foundation takes a comma before the end, which RFC 8259 and Python do not.
      let dense = text.replacing(" ", with: "")
      if dense.contains(",}") || dense.contains(",]") {
        #expect(!isObject(bytes), "\(text)")
        continue
      }
      let expected = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
      #expect(isObject(bytes) == (expected != nil), "\(text)")
      guard let expected else { continue }
      objects += 1
      var value: String?
      var scanner = JSONScanner()
      _ = scanner.members(of: bytes.span) { key, _, found in
        guard Array(bytes[key]) == Array("k".utf8), case .string(let range, _) = found else { return }
        var lone = 0
        value = String(
          decoding: JSONString.unescaped(bytes.span.extracting(range), loneSurrogateCount: &lone),
          as: UTF8.self)
      }
      if let text = expected["k"] as? String { #expect(value == text) }
    }
    #expect(objects > 500)
  }

  @Test(.timeLimit(.minutes(2))) func nestingWithoutEndIsNoRecursion() throws {
    let deep = String(repeating: "[", count: 1_000_000)
    let open = Array("{\"a\":\(deep)}".utf8)
    #expect(!isObject(open))
    let closed = Array("{\"a\":\(deep)\(String(repeating: "]", count: 1_000_000))}".utf8)
    #expect(isObject(closed))
  }

  /// The same bytes are one label in a list and several in a string, whichever comes first.
  @Test func listsAreNotCut() throws {
    let (string, list) = ("{\"label\":\"a,b\",\"text\":\"x\"}\n", "{\"label\":[\"a,b\"],\"text\":\"x\"}\n")
    let options = ReadingOptions(labelSeparator: ",")
    #expect(try read(string + list, options).documents.map(\.labels) == [["a", "b"], ["a,b"]])
    #expect(try read(list + string, options).documents.map(\.labels) == [["a,b"], ["a", "b"]])
  }

  @Test func groupsAreNamesOrNone() throws {
    let values = ["\"s\"", "null", "\"\"", "7"]
    let text =
      values.map { "{\"label\":1,\"text\":\"x\",\"who\":\($0)}\n" }.joined()
      + "{\"label\":1,\"text\":\"x\"}\n"
    let options = ReadingOptions(groupColumn: "who")
    let groups = try withFile(Array(text.utf8)) { path in
      var reader = try DocumentReader(path: path, options: options)
      var groups: [String?] = []
      while try reader.next() != nil { groups.append(reader.group) }
      return groups
    }
    #expect(groups == ["s", nil, nil, "7", nil])
    #expect(throws: CorpusError.self) { try read("{\"label\":1,\"text\":\"x\",\"who\":[1]}\n", options) }
  }

  /// Told from a beginning that has no line end.
  @Test func aFirstObjectOfManyBlocks() throws {
    let long = String(repeating: "word ", count: 20_000)
    let corpus = try read("{\"label\":\"a\",\t\"text\":\"\(long)\"}\n{\"label\":\"b\",\"text\":\"x\"}\n")
    #expect(corpus.report.format == .jsonLines)
    #expect(corpus.documents.map(\.label) == ["a", "b"])
  }
}
