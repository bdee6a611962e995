import Testing

@testable import TextCorpus

@Suite struct DocumentReaderTests {
  @Test func documentsComeOneByOneWithTheirLines() throws {
    try withFile(Array("a\tx\n\nb\ty\n".utf8)) { path in
      var reader = try DocumentReader(path: path)
      #expect(try reader.next() == LabeledText(label: "a", text: "x"))
      #expect(reader.position == DocumentPosition(file: path, line: 1))
      #expect(reader.report.format == .tabSeparated)
      #expect(try reader.next() == LabeledText(label: "b", text: "y"))
      #expect(reader.position.line == 3)
      #expect(try reader.next() == nil)
      #expect(reader.report.documentCount == 2)
      #expect(reader.report.blankLineCount == 1)
    }
  }

  @Test func afterAnErrorThereIsNothingMore() throws {
    try withFile(Array("a\tx\nbad\nb\ty\n".utf8)) { path in
      var reader = try DocumentReader(path: path)
      _ = try reader.next()
      #expect(throws: CorpusError.badLine(file: path, line: 2, fault: .noTab)) { try reader.next() }
      #expect(try reader.next() == nil)
    }
  }

  /// Labels beyond those that are kept are still read right.
  @Test func moreDistinctLabelsThanAreKept() throws {
    let lines = (0..<70_000).map { "l\($0)\tx\n" }.joined()
    let corpus = try read(lines + lines)
    #expect(corpus.documents.count == 140_000)
    #expect(corpus.documents[69_999] == LabeledText(label: "l69999", text: "x"))
    #expect(corpus.documents[139_999] == LabeledText(label: "l69999", text: "x"))
  }
}
