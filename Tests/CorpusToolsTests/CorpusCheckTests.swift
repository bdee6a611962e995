import Testing
import TextCorpus

@testable import CorpusTools

@Suite struct CorpusCheckTests {
  private func check(_ training: [(String, String)], test: [(String, String)] = []) throws
    -> CorpusCheck
  {
    var check = CorpusCheck(tokenizer: Tokenizer(), countsWords: true)
    for (line, (label, text)) in training.enumerated() {
      try check.add(LabeledText(labels: label.isEmpty ? [] : [label], text: text), line: line + 1, of: "test")
    }
    for (line, (label, text)) in test.enumerated() {
      try check.addTest(LabeledText(label: label, text: text), line: line + 1, of: "test")
    }
    return check
  }

  @Test func sameWordsAreDuplicates() throws {
    let check = try check([
      ("a", "Good film"), ("b", "bad film"), ("a", "good  FILM"), ("b", "good film"), ("a", "film good"),
      ("a", ""),
      ("a", " "),
    ])
    #expect(check.training.duplicates.first == [3, 4])
    #expect(check.training.contradictions.first == [4])
    #expect(check.training.contradicted == 1)
    #expect(check.training.empty.first == [6, 7])
    #expect(check.words.count == 3)
    #expect(check.hasFindings)
  }

  /// Where one word ends is part of what is the same.
  @Test func wordsAreNotRunTogether() throws {
    #expect(try check([("a", "ab c"), ("a", "a bc"), ("a", "abc")]).training.duplicates.count == 0)
  }

  @Test func testsThatWereLearned() throws {
    let check = try check(
      [("a", "one two"), ("b", "three four")], test: [("a", "one two"), ("a", "THREE four"), ("c", "five")])
    #expect(check.overlap.first == [1, 2])
    #expect(check.contradictingOverlap.first == [2])
    #expect(check.unknownLabels.first == [3])
    #expect(check.labelsOfTestAlone == ["c"])
  }

  @Test func labels() throws {
    let check = try check([("Pos", "a"), ("pos", "b"), ("pos", "c"), ("neg", "d"), ("neg", "e"), ("", "f")])
    #expect(check.singleLabels == ["Pos"])
    #expect(check.alikeLabels == [["Pos", "pos"]])
    #expect(check.training.unlabeled.first == [6])
  }

  @Test func blanksOfAnyKindAreBlanks() throws {
    #expect(try check([("a", "x"), ("a\u{A0}", "y")]).alikeLabels == [["a", "a\u{A0}"]])
  }

  @Test func oneLabelIsNoneToLearn() throws {
    #expect(try check([("a", "x y"), ("a", "z")]).onlyLabel == "a")
    #expect(try check([("a", "x y"), ("a", "z")]).hasFindings)
    #expect(try check([("a", "x y"), ("b", "z")]).onlyLabel == nil)
    #expect(try check([("a", "x y"), ("", "z")]).onlyLabel == nil)
  }

  @Test func aSoundCorpusHasNothing() throws {
    let check = try check(
      [("a", "x y"), ("a", "y\tz"), ("b", "é ü “q”"), ("b", "p q")], test: [("b", "n m")])
    #expect(!check.hasFindings)
    #expect(check.training.suspicions.isEmpty)
  }

  @Test(arguments: [
    ("cafÃ© noir", [Suspicion.mojibake]), ("itâ€™s", [.mojibake]), ("Â£5", [.mojibake]),
    ("lost \u{FFFD}", [.replacementCharacters]),
    ("bell \u{7}", [.controlCharacters]), ("c1 \u{85}", [.controlCharacters]), ("São, Ângelo, â €", []),
    ("naïve café", []),
    ("语言 tab\t", []),
  ])
  func suspicions(text: String, expected: [Suspicion]) {
    #expect(Suspicion.all(in: Array(text.utf8).span) == expected)
  }

  @Test func quantilesAreExact() {
    var tally = Tally()
    for value in [5, 1, 3, 3, 9, 2, 2, 8, 7, 10] { tally.add(value) }
    #expect(tally.quantile(0.5) == 3)
    #expect(tally.quantile(0.1) == 1)
    #expect(tally.quantile(0.11) == 2)
    #expect(tally.quantile(1) == 10)
    #expect(tally.mean == 5)
    #expect(Tally().quantile(0.5) == nil)
  }

  @Test func placesKeepTheFirstFew() {
    var places = Places()
    for line in 1...9 { places.add(line) }
    #expect(places.count == 9)
    #expect(places.first == [1, 2, 3, 4, 5])
  }

  @Test func signsOfNumbersAreNotSlips() throws {
    var check = CorpusCheck(tokenizer: Tokenizer())
    for (line, label) in ["-1", "1", "1-2", "12", "+", "-", "new york", "new-york", "New_York"].enumerated() {
      try check.add(LabeledText(label: label, text: "text \(line)"), line: line + 1, of: "test")
    }
    #expect(check.alikeLabels == [["New_York", "new york", "new-york"]])
  }

  @Test func labelsThatUnicodeHasForEqualDoNotContradict() throws {
    var check = CorpusCheck(tokenizer: Tokenizer())
    try check.add(LabeledText(label: "caf\u{E9}", text: "same"), line: 1, of: "test")
    try check.add(LabeledText(label: "cafe\u{301}", text: "same"), line: 2, of: "test")
    #expect(check.training.duplicates.count == 1 && check.training.contradictions.count == 0)
  }
}
