import Testing

@testable import TextCorpus

/// Corpora whose documents have any number of labels.
@Suite struct MultiLabelReaderTests {
  private func read(_ text: String, separator: String = ",", skippingBadLines: Bool = false) throws -> Corpus
  {
    try withFile(Array(text.utf8)) {
      try CorpusReader(skippingBadLines: skippingBadLines, labelSeparator: separator).read($0)
    }
  }

  private func complaint(_ text: String, separator: String = ",") throws -> String? {
    try withFile(Array(text.utf8)) { path in
      do {
        _ = try CorpusReader(labelSeparator: separator).read(path)
        return nil
      } catch {
        return "\(error)".replacing(path, with: "F")
      }
    }
  }

  @Test func tabSeparated() throws {
    let corpus = try read("a, b\tx\n\ty\n \tz,z\nb\tw\t,\na ,b,a\tv\n")
    #expect(corpus.documents.map(\.labels) == [["a", "b"], [], [], ["b"], ["a", "b"]])
    #expect(corpus.documents.map(\.text) == ["x", "y", "z,z", "w\t,", "v"])
    #expect(corpus.report.format == .tabSeparated)
    #expect(corpus.report.labelSeparator == ",")
  }

  @Test func separatorsMayBeLongAndOtherThanACommma() throws {
    #expect(try read("a|b\tx\n", separator: "|").documents[0].labels == ["a", "b"])
    #expect(try read("a||b|c\tx\n", separator: "||").documents[0].labels == ["a", "b|c"])
    #expect(try read("a b\tx\n", separator: " ").documents[0].labels == ["a", "b"])
    #expect(try read("a、b\tx\n", separator: "、").documents[0].labels == ["a", "b"])
    #expect(try read("a,b\tx\n", separator: "|").documents[0].labels == ["a,b"])
  }

  @Test func fastText() throws {
    let corpus = try read(
      "__label__a __label__b,c x y\n__label__a\t__label__a  x\nx without a label\n__label__b\n")
    #expect(corpus.documents.map(\.labels) == [["a", "b,c"], ["a"], [], ["b"]])
    #expect(corpus.documents.map(\.text) == ["x y", "x", "x without a label", ""])
    #expect(corpus.report.format == .fastText)
  }

  /// Canonically equivalent labels are one, as in a `LabelSet`.
  @Test func labelsThatAreEqualAreOne() throws {
    #expect(try read("é,e\u{301}\tx\n").documents[0].labels == ["é"])
  }

  @Test func invalidUTF8IsCountedOnceALine() throws {
    try withFile([0xFF, 0x2C, 0x62, 0x09, 0x61, 0x0A, 0xFF, 0x2C, 0x62, 0x09, 0x61, 0x0A]) { path in
      let corpus = try CorpusReader(labelSeparator: ",").read(path)
      #expect(corpus.documents.map(\.labels) == [["\u{FFFD}", "b"], ["\u{FFFD}", "b"]])
      #expect(corpus.report.replacedSequenceCount == 2)
    }
  }

  @Test(arguments: [
    ("a,,b\tx\n", "F:1: a label is empty; write one there or remove the separator"),
    ("a\tx\na,\ty\n", "F:2: a label is empty; write one there or remove the separator"),
    (",\ty\n", "F:1: a label is empty; write one there or remove the separator"),
    (
      "no tab\n",
      "F:1: neither \"label<TAB>text\" nor \"__label__x text\"; put a tab between label and text"
    ),
    ("__label__a __label__ x\n", "F:1: the label is empty; write a label before the text"),
    ("__label__a x __label__b\n", "F:1: a __label__ word behind the text; put all labels before it"),
    ("__label__a x\n x __label__b y\n", "F:2: a __label__ word behind the text; put all labels before it"),
    ("a\tx\n__label__b y\n", "F:2: a __label__ line in a tab-separated file; keep to one format"),
  ])
  func badLinesStop(text: String, message: String) throws {
    #expect(try complaint(text) == message)
  }

  @Test func badLinesAreSkippedWhereAskedTo() throws {
    let corpus = try read("a,,b\tx\na,b\ty\n", skippingBadLines: true)
    #expect(corpus.documents.map(\.labels) == [["a", "b"]])
    #expect(corpus.report.skippedLines == [.init(line: 1, fault: .emptyLabelAmongSeveral)])
  }

  /// In linear time: pairs of these labels would take hours.
  @Test func moreLabelsThanAnyoneGives() throws {
    let field = (0..<300_000).map { "l\($0)" }.joined(separator: ",")
    #expect(try read(field + ",l0,l299999\tx\n").documents[0].labels.count == 300_000)
  }

  @Test func withoutASeparatorALabelIsWhatStandsThere() throws {
    let corpus = try withFile(Array("a,b\tx\n".utf8)) { try CorpusReader().read($0) }
    #expect(corpus.documents == [LabeledText(label: "a,b", text: "x")])
    #expect(corpus.report.labelSeparator == nil)
  }

  @Test func whatCanSeparate() {
    for text in [",", "|", ";", " ", "||", "、"] { #expect(CorpusReader.canSeparate(text), "\(text)") }
    for text in ["", "\t", "a\tb", "\n", "\r", "\0"] { #expect(!CorpusReader.canSeparate(text)) }
  }
}
