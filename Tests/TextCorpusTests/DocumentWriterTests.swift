import Testing

@testable import TextCorpus

@Suite struct DocumentWriterTests {
  private func written(
    _ documents: [LabeledText], _ format: CorpusFormat, separator: String? = nil
  ) throws -> (bytes: [UInt8], changed: Int) {
    var writer = DocumentWriter(format: format, labelSeparator: separator)
    var bytes = writer.header
    for document in documents { try writer.append(document, to: &bytes) }
    return (bytes, writer.changedTextCount)
  }

  private func readBack(
    _ documents: [LabeledText], _ format: CorpusFormat, separator: String? = nil
  ) throws -> [LabeledText] {
    let bytes = try written(documents, format, separator: separator).bytes
    return try withFile(bytes) {
      try CorpusReader(options: ReadingOptions(labelSeparator: separator, format: format)).read($0).documents
    }
  }

  private let documents = [
    LabeledText(label: "a b", text: "x, \"y\"; z"), LabeledText(label: "b,c", text: "two\r\nlines\n"),
    LabeledText(label: "é\"", text: " 😀\ttab \\ "), LabeledText(label: "__label__", text: ""),
  ]

  @Test(arguments: [CorpusFormat.table, .jsonLines])
  func tablesAndObjectsKeepEverything(format: CorpusFormat) throws {
    #expect(try readBack(documents, format) == documents)
    #expect(try written(documents, format).changed == 0)
  }

  @Test func aByteOrderMarkThatIsPartOfALabelStays() throws {
    let marked = LabeledText(label: "\u{FEFF}a", text: "x")
    for format in [CorpusFormat.tabSeparated, .fastText, .table, .jsonLines] {
      #expect(try readBack([marked, marked], format) == [marked, marked], "\(format)")
    }
    let unlabelled = LabeledText(labels: [], text: "\u{FEFF}x")
    #expect(try readBack([unlabelled], .fastText, separator: ",") == [unlabelled])
  }

  @Test func linesLoseLineEnds() throws {
    let some = [documents[0], documents[1], documents[2]]
    let back = try readBack(some, .tabSeparated)
    #expect(back.map(\.text) == ["x, \"y\"; z", "two  lines ", " 😀\ttab \\ "])
    #expect(back.map(\.label) == some.map(\.label))
    #expect(try written(some, .tabSeparated).changed == 1)
  }

  @Test(arguments: [CorpusFormat.tabSeparated, .fastText, .table, .jsonLines])
  func severalLabels(format: CorpusFormat) throws {
    let documents = [
      LabeledText(labels: ["a", "b"], text: "x"), LabeledText(labels: [], text: "y z"),
      LabeledText(labels: ["c"], text: ""),
    ]
    #expect(try readBack(documents, format, separator: ";") == documents)
  }

  @Test func whatAFormatCannotHoldIsAnError() {
    #expect(throws: UnwritableDocument.characterInLabel) { try written([documents[0]], .fastText) }
    #expect(throws: UnwritableDocument.markInLabel) { try written([documents[3]], .tabSeparated) }
    #expect(throws: UnwritableDocument.characterInLabel) {
      try written([LabeledText(label: "a\tb", text: "")], .tabSeparated)
    }
    #expect(throws: UnwritableDocument.separatorInLabel) {
      try written([LabeledText(label: "a;b", text: "")], .table, separator: ";")
    }
    #expect(throws: UnwritableDocument.markInText) {
      try written([LabeledText(label: "a", text: "x __label__y")], .fastText)
    }
    #expect(throws: UnwritableDocument.nothingToWrite) {
      try written([LabeledText(labels: [], text: " ")], .fastText, separator: ",")
    }
  }
}
