import Testing

@testable import TextCorpus

@Suite struct VocabularyTests {
  private let tokenizer = Tokenizer(TokenizerConfiguration(kind: .whitespace))

  private func fault(_ utf8: [UInt8], _ offsets: [Int32]) -> VocabularyFault? {
    do {
      _ = try Vocabulary(utf8: utf8, offsets: offsets)
    } catch .brokenVocabulary(let fault) {
      return fault
    } catch {
      Issue.record(error)
    }
    return nil
  }

  @Test func byCountThenBytes() throws {
    let text = try TokenizedText(corpus(["b a c", "a b é", "", "z a"]), tokenizer: tokenizer)
    let counted = text.vocabulary()
    let vocabulary = counted.vocabulary
    #expect((0..<vocabulary.count).map(vocabulary.word(at:)) == ["", "a", "b", "c", "z", "é"])
    #expect(counted.counts == [0, 3, 2, 1, 1, 1])
    #expect(vocabulary.id(of: "a") == 1)
    #expect(vocabulary.id(of: "é") == 5)
    #expect(vocabulary.id(of: "x") == nil)
    #expect(vocabulary.id(of: "") == nil)
  }

  @Test func thresholdsAndSomeDocuments() throws {
    let text = try TokenizedText(corpus(["a a b", "b c", "c d d d d"]), tokenizer: tokenizer)
    let frequent = text.vocabulary(minimumCount: 2)
    #expect((1..<frequent.vocabulary.count).map(frequent.vocabulary.word(at:)) == ["d", "a", "b", "c"])
    let small = text.vocabulary(maximumSize: 2)
    #expect((1..<small.vocabulary.count).map(small.vocabulary.word(at:)) == ["d", "a"])
    #expect(small.counts == [4, 4, 2])
    let training = text.vocabulary(of: [0, 1], minimumCount: 2)
    #expect((1..<training.vocabulary.count).map(training.vocabulary.word(at:)) == ["a", "b"])
    #expect(training.counts == [1, 2, 2])
    #expect(text.vocabulary(of: []).vocabulary == Vocabulary())
    #expect(text.vocabulary(maximumSize: 0).counts == [10])
  }

  @Test func storedAndReadBack() throws {
    let vocabulary = try TokenizedText(corpus(["the 我 the é x"]), tokenizer: tokenizer).vocabulary()
      .vocabulary
    let copy = try Vocabulary(utf8: vocabulary.utf8, offsets: vocabulary.offsets)
    #expect(copy == vocabulary)
    for id in 1..<copy.count { #expect(copy.id(of: vocabulary.word(at: id)) == Int32(id)) }
    #expect(try Vocabulary(utf8: [], offsets: [0, 0]) == Vocabulary())
  }

  @Test func damageIsFound() {
    let ab = Array("ab".utf8)
    #expect(fault(ab, []) == .offsetsDoNotSpanBytes)
    #expect(fault([], [0]) == .offsetsDoNotSpanBytes)
    #expect(fault(ab, [1, 1, 2]) == .offsetsDoNotSpanBytes)
    #expect(fault(ab, [0, 1, 2]) == .offsetsDoNotSpanBytes)
    #expect(fault(ab, [0, 0, 1]) == .offsetsDoNotSpanBytes)
    #expect(fault(ab, [0, 0, 3]) == .offsetsDoNotSpanBytes)
    #expect(fault(ab, [0, 0, 0, 2]) == .offsetsNotAscending(word: 1))
    #expect(fault(ab, [0, 0, 9, 2]) == .offsetsNotAscending(word: 1))
    #expect(fault(ab, [0, 0, -1, 2]) == .offsetsNotAscending(word: 1))
    #expect(fault(Array("aba".utf8), [0, 0, 1, 2, 3]) == .duplicate(word: 3, first: 1))
    #expect(fault(Array("é".utf8), [0, 0, 1, 2]) == .notUTF8(word: 1))
    #expect(fault([0xFF], [0, 0, 1]) == .notUTF8(word: 1))
    #expect(
      "\(CorpusError.brokenVocabulary(.duplicate(word: 3, first: 1)))"
        == "vocabulary: word 3 repeats word 1; take an undamaged copy")
  }

  /// The table against a dictionary, over lengths around the eight bytes that it compares at once.
  @Test(arguments: 0..<5)
  func tableAgreesWithDictionary(seed: Int) {
    var generator = SplitMix(state: UInt64(seed))
    var table = WordTable()
    var twin: [[UInt8]: Int32] = [:]
    for _ in 0..<5000 {
      let length = Int.random(in: 0...18, using: &generator)
      let word = (0..<length).map { _ in UInt8.random(in: 0...(length > 4 ? 1 : 9), using: &generator) }
      #expect(table.id(of: word.span) == twin[word])
      if Bool.random(using: &generator) {
        let expected = twin[word] ?? Int32(twin.count)
        twin[word] = expected
        #expect(table.insert(word.span) == expected)
      }
    }
    #expect(table.count == twin.count)
    for (word, id) in twin { #expect(Array(table.utf8[table.range(of: Int(id))]) == word) }
  }
}
