import Testing
import TextCorpus

@Suite struct EncodedTextTests {
  private let tokenizer = Tokenizer()
  private let texts = Corpus(
    name: "test",
    documents: [
      LabeledText(label: "b", text: "It's good, good."), LabeledText(label: "a", text: ""),
      LabeledText(label: "b", text: "bad film"),
    ])

  @Test func bothWaysAgree() throws {
    let labels = LabelSet(texts)
    let tokenized = try TokenizedText(texts, tokenizer: tokenizer)
    #expect(tokenized.count == 3)
    #expect(tokenized.tokenCount == 8)
    #expect(tokenized.distinctWordCount == 7)
    for vocabulary in [
      tokenized.vocabulary().vocabulary, tokenized.vocabulary(of: [0]).vocabulary, Vocabulary(),
    ] {
      let encoded = tokenized.encoded(with: vocabulary, labels: try labels.indices(of: texts))
      let direct = try EncodedText(texts, tokenizer: tokenizer, vocabulary: vocabulary, labels: labels)
      #expect(encoded == direct)
    }
  }

  @Test func numbersAndUnknownWords() throws {
    let tokenized = try TokenizedText(texts, tokenizer: tokenizer)
    let vocabulary = tokenized.vocabulary(of: [0]).vocabulary
    let encoded = tokenized.encoded(with: vocabulary, labels: [1, 0, 1])
    #expect(encoded.count == 3)
    #expect(encoded.starts == [0, 6, 6, 8])
    #expect(encoded[0].map { vocabulary.word(at: Int($0)) } == ["it", "'s", "good", ",", "good", "."])
    #expect(encoded[1].isEmpty)
    #expect(Array(encoded[2]) == [0, 0])
    #expect(encoded.unknownTokenCount == 2)
    #expect(encoded.labels == [1, 0, 1])
  }

  @Test func selectingKeepsDocumentsWhole() throws {
    let all = EncodedText(tokens: [1, 2, 3, 4], starts: [0, 1, 1, 4], labels: [5, 6, 7])
    let some = all.selecting([2, 1, 2])
    #expect(
      some == EncodedText(tokens: [2, 3, 4, 2, 3, 4], starts: [0, 3, 3, 6], labels: [7, 6, 7]))
    #expect(all.selecting([]) == EncodedText())
  }

  @Test func oneAtATime() throws {
    let vocabulary = try TokenizedText(texts, tokenizer: tokenizer).vocabulary().vocabulary
    var encoded = EncodedText()
    var buffer = TokenBuffer()
    for round in 0..<2 {
      for document in texts.documents {
        tokenizer.tokenize(document.text, into: &buffer)
        encoded.append(buffer, vocabulary: vocabulary)
      }
      #expect(
        encoded == (try EncodedText(texts, tokenizer: tokenizer, vocabulary: vocabulary, labels: nil)),
        "\(round)")
      encoded.removeAll()
      #expect(encoded.count == 0)
    }
  }

  @Test func unknownLabel() {
    let error = CorpusError.unknownLabel(file: "test", label: "b", document: 0)
    #expect(throws: error) {
      try EncodedText(texts, tokenizer: tokenizer, vocabulary: Vocabulary(), labels: LabelSet(["a", "c"]))
    }
  }
}
