import Foundation
import Testing

@testable import TextCorpus

/// Files that other programs wrote (Fixtures/make-fixtures.py) say what was put into them.
@Suite struct FixtureTests {
  static let documents = [
    LabeledText(label: "pos", text: "She said \"what a film\", twice."),
    LabeledText(label: "neg", text: "Two lines,\nand a comma; a semicolon"),
    LabeledText(label: "pos", text: "café, naïve – “déjà vu”…"),
    LabeledText(label: "neg", text: ""),
    LabeledText(label: "pos", text: "  blanks around  "),
    LabeledText(label: "neg", text: "a\ttab"),
  ]
  static let wide =
    documents.prefix(2) + [LabeledText(label: "pos", text: "语言 and 😀 beyond the plane")]
  static let chinese = [
    LabeledText(label: "好", text: "这部电影很好看，我喜欢。"), LabeledText(label: "坏", text: "故事无聊，演员也不好。"),
    LabeledText(label: "好", text: "值得再看一次！"),
  ]
  /// What a line can hold.
  static let oneLine = documents.filter { !$0.text.contains("\n") }

  private func read(_ name: String, _ options: ReadingOptions = ReadingOptions()) throws -> Corpus {
    try CorpusReader(options: options).read(Self.path(name))
  }

  static func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)").path
  }

  @Test(arguments: [
    "pandas.csv", "pandas-index.csv", "pandas-semicolon.csv", "pandas-tab.tsv", "pandas-quoted.csv",
    "table.csv.gz",
  ])
  func tables(name: String) throws {
    let corpus = try read(name)
    #expect(corpus.documents == Self.documents)
    #expect(corpus.report.format == .table)
    #expect(corpus.report.columns == CorpusColumns(label: "label", texts: ["text"], isGuessed: true))
    #expect(corpus.report.compression == (name.hasSuffix(".gz") ? "gzip" : nil))
  }

  @Test(arguments: ["excel.csv", "excel-sep.csv", "excel-ansi.csv"])
  func spreadsheets(name: String) throws {
    let corpus = try read(name)
    #expect(corpus.documents == Self.documents)
    #expect(corpus.report.columns == CorpusColumns(label: "Sentiment", texts: ["Review"], isGuessed: true))
    #expect(corpus.report.encoding == (name == "excel-ansi.csv" ? .windows1252 : .utf8))
  }

  @Test(arguments: ["pandas.jsonl", "ascii.jsonl", "unicode.jsonl"])
  func objects(name: String) throws {
    let corpus = try read(name)
    #expect(corpus.documents == Array(Self.wide))
    #expect(corpus.report.format == .jsonLines)
  }

  @Test func labelsThatAreNoStrings() throws {
    let corpus = try read("labels.jsonl")
    #expect(corpus.documents.map(\.label) == ["1", "true", "0.5", "x", "l\u{FFFD}"])
    #expect(corpus.documents[4].text == "lone \u{FFFD} one")
    #expect(corpus.report.loneSurrogateCount == 2)
  }

  @Test func packedLines() throws {
    let corpus = try read("lines.tsv.gz")
    #expect(corpus.documents == Self.oneLine)
    #expect(corpus.report.compression == "gzip")
    #expect(corpus.report.format == .tabSeparated)
  }

  @Test(arguments: [("utf-16.tsv", TextEncoding.utf16LittleEndian), ("utf-16be.tsv", .utf16BigEndian)])
  func marksTellTheEncoding(name: String, encoding: TextEncoding) throws {
    let corpus = try read(name)
    #expect(corpus.documents == Self.wide.filter { !$0.text.contains("\n") })
    #expect(corpus.report.encoding == encoding)
    #expect(corpus.report.encodingOrigin == .mark)
  }

  @Test(arguments: [("windows-1252.tsv", TextEncoding.windows1252), ("gb18030.tsv", .gb18030)])
  func theBytesTellTheEncoding(name: String, encoding: TextEncoding) throws {
    let corpus = try read(name)
    #expect(corpus.documents == (encoding == .gb18030 ? Self.chinese : Self.oneLine))
    #expect(corpus.report.encoding == encoding)
    #expect(corpus.report.encodingOrigin == .guess)
    #expect(corpus.report.replacedSequenceCount == 0)
  }

  @Test func encodingsThatAreAskedFor() throws {
    let options = ReadingOptions(encoding: .utf16LittleEndian)
    #expect(try read("utf-16-unmarked.tsv", options).documents.last == Self.wide.last)
    let french = try read("latin-1.tsv", ReadingOptions(encoding: .latin1))
    #expect(french.documents == [LabeledText(label: "fr", text: "déjà vu à l'été")])
    #expect(french.report.encodingOrigin == .asked)
  }

  @Test func foldersOfTexts() throws {
    let corpus = try read("folders")
    let expected = Self.documents.filter { $0.label == "neg" } + Self.documents.filter { $0.label == "pos" }
    #expect(corpus.documents == expected)
    #expect(corpus.report.format == .folders)
  }
}
