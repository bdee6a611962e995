import Testing

@testable import TextCorpus

@Suite struct TableTests {
  private func read(_ text: String, _ options: ReadingOptions = table) throws -> Corpus {
    try withFile(Array(text.utf8)) { try CorpusReader(options: options).read($0) }
  }

  private func complaint(_ text: String, _ options: ReadingOptions = table) throws -> String? {
    try withFile(Array(text.utf8)) { path in
      do {
        _ = try CorpusReader(options: options).read(path)
        return nil
      } catch {
        return "\(error)".replacing(path, with: "F")
      }
    }
  }

  private static let table = ReadingOptions(format: .table)

  @Test func quotesAsInRFC4180() throws {
    let corpus = try read(
      "label,text\r\na,\"x, \"\"y\"\"\r\nz\"\r\n\"b\",5\" disk\r\n\r\nc,\"\"\"\"\r\nd,\"\"\r\n")
    #expect(corpus.documents.map(\.label) == ["a", "b", "c", "d"])
    #expect(corpus.documents.map(\.text) == ["x, \"y\"\r\nz", "5\" disk", "\"", ""])
    #expect(corpus.report.blankLineCount == 1)
  }

  @Test func aRecordIsNamedByItsFirstLine() throws {
    #expect(
      try complaint("label,text\na,\"1\n2\n3\"\nb,\"1\n2\"x\n")
        == "F:5: text behind a closing quote; double the quotes that are part of the text")
    #expect(
      try complaint("label,text\na,b,c\n")
        == "F:2: 3 columns, where the header has 2; put quotes around a text with delimiters in it")
    #expect(
      try complaint("label,text\na,b\nc,\"d\ne\n")
        == "F:3: a quote that is not closed; close it, or double it where it is part of the text")
    #expect(try complaint("label,text\n , x\n") == "F:2: the label is empty; write a label before the text")
  }

  /// What follows its first line may be sound rows, or is told of as bad.
  @Test func aBadRowOfSeveralLinesCostsTheFirst() throws {
    let options = ReadingOptions(skippingBadLines: true, format: .table)
    let corpus = try read("label,text\na,\"1\n2\"x\nb,y\n", options)
    #expect(corpus.documents == [LabeledText(label: "b", text: "y")])
    #expect(
      corpus.report.skippedLines == [
        .init(line: 2, fault: .textBehindQuote), .init(line: 3, fault: .columnCount(1, header: 2)),
      ])
  }

  @Test func columnsAreChosenByNameOrNumber() throws {
    let text = "id;Titel;Inhalt;Klasse\n1;t;i;k\n"
    let byName = ReadingOptions(labelColumn: "klasse", textColumns: ["Titel", "Inhalt"])
    #expect(try read(text, byName).documents == [LabeledText(label: "k", text: "t i")])
    #expect(try read(text, byName).report.columns?.isGuessed == false)
    let byNumber = ReadingOptions(labelColumn: "1", textColumns: ["3"])
    #expect(try read(text, byNumber).documents == [LabeledText(label: "1", text: "i")])
    #expect(
      try complaint(text, ReadingOptions(labelColumn: "5"))
        == "F:1: no column \"5\"; take one of \"id\", \"Titel\", \"Inhalt\", \"Klasse\"")
    #expect(
      try complaint(text)
        == "F:1: no column with a usual name for the label or the text; choose with --label-column and "
        + "--text-column among \"id\", \"Titel\", \"Inhalt\", \"Klasse\"")
  }

  @Test func withoutAHeaderColumnsHaveNumbers() throws {
    let options = ReadingOptions(labelColumn: "1", textColumns: ["2", "3"], hasHeader: false)
    let corpus = try read("3,\"T, \nt\",d\n4,U,e\n", options)
    #expect(corpus.documents.map(\.label) == ["3", "4"])
    #expect(corpus.documents.map(\.text) == ["T, \nt d", "U e"])
    #expect(
      try complaint("3,T,d\n", ReadingOptions(hasHeader: false))
        == "F:1: no column with a usual name for the label or the text; choose with --label-column and "
        + "--text-column among \"1\", \"2\", \"3\"")
  }

  @Test func ofTwoColumnsTheOtherOneIsTheOther() throws {
    #expect(try read("who,text\na,b\n").documents == [LabeledText(label: "a", text: "b")])
    #expect(try read("what,label\nb,a\n").documents == [LabeledText(label: "a", text: "b")])
  }

  @Test(arguments: [",", ";", "\t", "|"])
  func delimitersAreFound(delimiter: String) throws {
    let rows = ["text,label", "\"a;b|c\",x", "\"1,2;3|4\",y", "\"tab\there\",z"].map { row in
      var isQuoted = false
      return row.map { character in
        if character == "\"" { isQuoted.toggle() }
        return character == "," && !isQuoted ? delimiter : String(character)
      }.joined()
    }
    let corpus = try read(rows.joined(separator: "\n"), ReadingOptions())
    #expect(corpus.documents.map(\.label) == ["x", "y", "z"])
    #expect(corpus.documents.map(\.text) == ["a;b|c", "1,2;3|4", "tab\there"])
    #expect(corpus.report.format == .table)
  }

  @Test func severalLabels() throws {
    let options = ReadingOptions(labelSeparator: ";")
    let corpus = try read("text,label\nx,a; b\ny,\n", options)
    #expect(corpus.documents.map(\.labels) == [["a", "b"], []])
  }

  /// What has no header of usual names stays lines, commas or not.
  @Test func plainLinesAreNoTable() throws {
    let corpus = try read("pos\tgood, really\nneg\tbad, label, text\n", ReadingOptions())
    #expect(corpus.report.format == .tabSeparated)
    #expect(corpus.documents[1].text == "bad, label, text")
  }

  @Test func aRowBeyondTheBlock() throws {
    let long = String(repeating: "word \"\"quoted\"\"\n", count: 60_000)
    let corpus = try read("label,text\na,\"\(long)\"\nb,c\n")
    #expect(corpus.documents.map(\.text.utf8.count) == [60_000 * 14, 1])
  }

  /// Each line closes a quote and opens the next; nothing is passed over again and again.
  @Test(.timeLimit(.minutes(2))) func quotesThatAreOpenForEver() throws {
    let text = "label,text\na,x\n" + String(repeating: "x\",\"\n", count: 400_000)
    let corpus = try read(text, ReadingOptions(skippingBadLines: true, format: .table))
    #expect(corpus.documents.map(\.label) == ["a"])
    #expect(corpus.report.skippedLineCount > 1000)
    // Nor among the first rows, which nothing tells the number of columns.
    var options = ReadingOptions(skippingBadLines: true, format: .table, labelColumn: "1", textColumns: ["2"])
    options.hasHeader = false
    let rows = String(repeating: "x\",\"\n", count: 400_000)
    #expect(try complaint(rows, options)?.hasSuffix("\(LineFault.quoteNotClosed)") == true)
  }

  /// A quote that opens by mistake takes no sound rows along, wherever it closes.
  @Test func aStrayQuoteCostsItsRowAlone() throws {
    var rows = (0..<1000).map { "a,text \($0)" }
    rows[100] = "a,\"stray"
    rows[900] = "b,\"x, y\""
    let corpus = try read(
      "label,text\n" + rows.joined(separator: "\n"), ReadingOptions(skippingBadLines: true, format: .table))
    #expect(corpus.documents.count == 999)
    #expect(corpus.report.skippedLines == [.init(line: 102, fault: .textBehindQuote)])
  }

  @Test func badFirstRows() throws {
    #expect(try complaint("\"a\"b,c\nx,y\n")?.hasPrefix("F:1: \(LineFault.textBehindQuote)") == true)
    var options = ReadingOptions(skippingBadLines: true, format: .table, labelColumn: "1", textColumns: ["2"])
    options.hasHeader = false
    let corpus = try read("\"a\"b,c\n\"open,c\npos,x\nneg,y\n", options)
    #expect(corpus.documents.map(\.text) == ["x", "y"])
    #expect(
      corpus.report.skippedLines == [
        .init(line: 1, fault: .textBehindQuote), .init(line: 2, fault: .quoteNotClosed),
      ])
  }

  /// A quote that is never closed does not take in the rest of the file.
  @Test(.timeLimit(.minutes(2))) func aRowHasALimit() throws {
    let line = String(repeating: "x", count: 1 << 20) + "\n"
    let options = ReadingOptions(skippingBadLines: true, format: .table)
    let corpus = try read("label,text\na,\"" + String(repeating: line, count: 20) + "b,y\n", options)
    #expect(corpus.report.skippedLines.first == .init(line: 2, fault: .quoteNotClosed))
    #expect(corpus.documents.last == LabeledText(label: "b", text: "y"))
  }

  @Test func rowsBehindAnOpenQuoteAreReadWhereItIsSkipped() throws {
    let rows = (0..<1000).map { $0 == 2 ? "a,\"open\n" : "a,text \($0)\n" }.joined()
    let options = ReadingOptions(skippingBadLines: true)
    let corpus = try withFile(Array(("label,text\n" + rows).utf8)) {
      try CorpusReader(options: options).read($0)
    }
    #expect(corpus.documents.map(\.text) == (0..<1000).filter { $0 != 2 }.map { "text \($0)" })
    #expect(corpus.report.skippedLines == [.init(line: 4, fault: .quoteNotClosed)])
  }

  @Test func aRowOfDelimitersIsCountedAlone() throws {
    let row = "a,x\n" + String(repeating: ",", count: 100_000) + "\n"
    #expect(
      try complaint("label,text\n" + row)
        == "F:3: 100001 columns, where the header has 2; put quotes around a text with delimiters in it")
    var cut = TableRow(delimiter: 0x2C, fieldLimit: 2)
    cut.scan(Array("a,b,c,d".utf8).span)
    #expect(cut.fields.count == 2 && cut.fieldCount == 4)
  }

  @Test func anEmptyCellIsNoGroup() throws {
    let groups = try withFile(Array("label,text,who\na,x,s\na,y,\n".utf8)) { path in
      var reader = try DocumentReader(path: path, options: ReadingOptions(groupColumn: "who"))
      var groups: [String?] = []
      while try reader.next() != nil { groups.append(reader.group) }
      return groups
    }
    #expect(groups == ["s", nil])
  }
}
