import Foundation
import Testing

@testable import TextCorpus

@Suite struct CorpusReaderTests {
  @Test func tabSeparated() throws {
    let corpus = try read("pos\tgood film\n neg\t\nx y \ta\tb\t\n")
    #expect(
      corpus.documents == [
        LabeledText(label: "pos", text: "good film"), LabeledText(label: "neg", text: ""),
        LabeledText(label: "x y", text: "a\tb\t"),
      ])
    #expect(corpus.report.format == .tabSeparated)
    #expect(corpus.report.documentCount == 3)
  }

  @Test func fastText() throws {
    let corpus = try read("__label__pos good_film\n__label__neg\n__label__a:b\tx snake__label__y\n")
    #expect(
      corpus.documents == [
        LabeledText(label: "pos", text: "good_film"), LabeledText(label: "neg", text: ""),
        LabeledText(label: "a:b", text: "x snake__label__y"),
      ])
    #expect(corpus.report.format == .fastText)
  }

  @Test func byteOrderMarkCarriageReturnAndMissingLineEnd() throws {
    let corpus = try read("\u{FEFF}a\tx\r\nb\ty\u{FEFF}\r\n\r\nc\tz")
    #expect(corpus.documents.map(\.label) == ["a", "b", "c"])
    #expect(corpus.documents.map(\.text) == ["x", "y\u{FEFF}", "z"])
    #expect(corpus.report.blankLineCount == 1)
  }

  @Test func blankLinesAreCountedAndDoNotDecideTheFormat() throws {
    let corpus = try read("\n   \n__label__a x\n\n__label__b y\n\n")
    #expect(corpus.documents.count == 2)
    #expect(corpus.report.blankLineCount == 4)
    #expect(corpus.report.skippedLineCount == 0)
  }

  @Test func invalidUTF8IsReplacedAndCounted() throws {
    let corpus = try read([0xFF, 0x09, 0x61, 0xF0, 0x9F, 0x98, 0x0A, 0xFF, 0x09, 0xC0, 0xAF, 0x0A])
    #expect(corpus.documents.map(\.label) == ["\u{FFFD}", "\u{FFFD}"])
    #expect(corpus.documents.map(\.text) == ["a\u{FFFD}", "\u{FFFD}\u{FFFD}"])
    #expect(corpus.report.replacedSequenceCount == 5)
  }

  @Test(arguments: [
    ("a\tx\n\nb y\n", "F:3: no tab between label and text; put a tab after the label"),
    ("\tx\n", "F:1: the label is empty; write a label before the text"),
    ("a\tx\n \t\n", "F:2: the label is empty; write a label before the text"),
    (
      "\n\nfoo bar\n",
      "F:3: neither \"label<TAB>text\" nor \"__label__x text\"; put a tab between label and text"
    ),
    ("__label__ x\n", "F:1: the label is empty; write a label before the text"),
    (
      "__label__a x\nb\ty\n",
      "F:2: no __label__ at the start of the line; put \"__label__x \" before the text"
    ),
    (
      "__label__a __label__b x\n",
      "F:1: several __label__ words; keep one label, or train with --multi-label"
    ),
    (
      "__label__a x __label__b",
      "F:1: several __label__ words; keep one label, or train with --multi-label"
    ),
    ("a\tx\n__label__b\ty\n", "F:2: a __label__ line in a tab-separated file; keep to one format"),
    ("", "F: no documents; write one on a line, \"label<TAB>text\""),
    ("\u{FEFF}\n \n", "F: no documents; write one on a line, \"label<TAB>text\""),
  ])
  func badLinesStop(text: String, message: String) throws {
    #expect(try complaint(text) == message)
  }

  @Test func nulFarInTheFileIsABadLine() throws {
    let text = String(repeating: "a\tx\n", count: 1024) + "a\tx\0\nb\ty\n"
    #expect(try complaint(text) == "F:1025: a NUL byte in the line; remove it")
    #expect(try read(text, skippingBadLines: true).documents.count == 1025)
  }

  @Test func notText() throws {
    #expect(
      try complaint("a\tx\nb\t\0")
        == "F:2: a NUL byte, so this does not look like text; give a text file, or its --encoding if it is UTF-16"
    )
  }

  @Test func missingFileAndDirectory() throws {
    #expect(throws: CorpusError.noSuchFile(file: "no/such.tsv")) { try CorpusReader().read("no/such.tsv") }
    let folder = FileManager.default.temporaryDirectory.appending(path: "no-texts-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(throws: CorpusError.noLabelFolders(file: folder)) { try CorpusReader().read(folder) }
    #expect("\(CorpusError.noSuchFile(file: "a.tsv"))" == "a.tsv: no such file; check the path")
  }

  @Test func skippingCountsAllAndListsSome() throws {
    let text = "bad\na\tx\n" + String(repeating: "bad\n", count: 200) + "\ty\nb\tz\n"
    let corpus = try read(text, skippingBadLines: true)
    #expect(corpus.documents.map(\.label) == ["a", "b"])
    #expect(corpus.report.skippedLineCount == 202)
    #expect(corpus.report.skippedLines.count == ReadingReport.skippedLineLimit)
    #expect(corpus.report.skippedLines[0] == .init(line: 1, fault: .unknownFormat))
    #expect(corpus.report.skippedLines[1] == .init(line: 3, fault: .noTab))
    #expect(
      try complaint(Array("bad\nworse\n".utf8), skippingBadLines: true)
        == "F: no documents, only bad lines (2); write one on a line, \"label<TAB>text\"")
  }

  @Test(arguments: ["[{\"label\":\"a\"}]\n", "{\n\"label\": \"a\"\n}\n", " [1, 2]"])
  func jsonThatIsNoLines(text: String) throws {
    #expect(
      try complaint(Array(text.utf8))
        == "F:1: begins as JSON, but is no object of one line; write an object on each line, as jq -c '.[]' does with an array"
    )
  }

  @Test(.timeLimit(.minutes(2))) func aLineOfFiveMegabytes() throws {
    let word = [UInt8](repeating: 0x61, count: 5_000_000)
    let corpus = try read(Array("a\tx\nb\t".utf8) + word + Array("\nc\ty\n".utf8))
    #expect(corpus.documents.map(\.text.utf8.count) == [1, 5_000_000, 1])
    #expect(Tokenizer().tokens(of: corpus.documents[1].text).count == 1)
  }

  @Test func selecting() throws {
    let corpus = try read("a\tx\nb\ty\nc\tz\n").selecting([2, 0])
    #expect(corpus.documents.map(\.label) == ["c", "a"])
  }

  @Test func aLongLabelIsNone() throws {
    let long = String(repeating: "a\u{301}\u{327}", count: 300)
    let sentence = "a label of more than 1024 bytes; is the text where the label should be?"
    #expect(try complaint("a\tx\n\(long)\tx\n") == "F:2: \(sentence)")
    #expect(try complaint("__label__a x\n__label__\(long) x\n") == "F:2: \(sentence)")
  }

  @Test func foldersHaveNoColumns() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "columns-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder + "/a", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for options in [ReadingOptions(groupColumn: "who"), ReadingOptions(labelColumn: "who")] {
      #expect(throws: CorpusError.noColumns(file: folder, wanted: "who")) {
        try CorpusReader(options: options).read(folder)
      }
    }
  }
}
