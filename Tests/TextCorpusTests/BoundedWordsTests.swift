import Testing

@testable import TextCorpus

@Suite struct BoundedWordsTests {
  /// Documents whose words are the rarer the higher their number, so that new ones come all the time.
  private func documents(_ count: Int, words: Int, seed: UInt64) -> [[String]] {
    var generator = SplitMix(state: seed)
    return (0..<count).map { _ in
      (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        let unit = Double.random(in: 0..<1, using: &generator)
        return "w\(Int(unit * unit * unit * Double(words)))"
      }
    }
  }

  /// What should be left, found by keeping everything: tokens die with their word, and it may come again.
  private func twin(_ documents: [[String]], limit: Int) -> (alive: [[String?]], times: Int) {
    var alive: [[String?]] = []
    var counts: [String: Int] = [:]
    var ages: [String: Int] = [:]
    var age = 0
    var times = 0
    for document in documents {
      alive.append(document)
      for word in document {
        counts[word, default: 0] += 1
        if ages[word] == nil {
          ages[word] = age
          age += 1
        }
      }
      guard counts.count > limit else { continue }
      times += 1
      let ranked = counts.keys.sorted { (-counts[$0]!, ages[$0]!) < (-counts[$1]!, ages[$1]!) }
      let gone = Set(ranked.dropFirst(limit / 2))
      for word in gone {
        counts[word] = nil
        ages[word] = nil
      }
      for index in alive.indices {
        alive[index] = alive[index].map { word in word.flatMap { gone.contains($0) ? nil : $0 } }
      }
    }
    return (alive, times)
  }

  @Test(arguments: [8, 20, 64, 10_000], [1, 2, 3] as [UInt64])
  func rareWordsAreForgotten(limit: Int, seed: UInt64) throws {
    let documents = documents(300, words: 400, seed: seed)
    var memory = TextMemory(bytes: 1)
    memory.leastWordLimit = limit
    var collector = DocumentCollector(
      name: "texts", tokenizer: Tokenizer(TokenizerConfiguration(kind: .whitespace)), memory: memory)
    for (index, words) in documents.enumerated() {
      try collector.add(LabeledText(label: "l\(index % 3)", text: words.joined(separator: " ")))
    }
    let collected = try collector.finish()
    let (alive, times) = twin(documents, limit: limit)
    #expect(collected.forgotten.times == times)
    #expect((times > 0) == (limit < 400))
    guard case .file = collected.tokens else {
      Issue.record("all is in memory")
      return
    }

    let counted = try collected.tokens.vocabulary(
      of: Array(0..<Int32(documents.count)), minimumCount: 1, maximumSize: nil)
    var expected: [String: Int] = ["": alive.joined().count { $0 == nil }]
    for word in alive.joined() { if let word { expected[word, default: 0] += 1 } }
    let found = counted.counts.enumerated().map { (counted.vocabulary.word(at: $0), $1) }
    #expect(Dictionary(uniqueKeysWithValues: found) == expected)

    let labels = documents.indices.map { Int32($0 % 3) }
    let store = try collected.tokens.encoded(with: counted.vocabulary, labels: labels)
    var text = EncodedText()
    try store.read(Array(0..<Int32(documents.count))[...], into: &text)
    #expect(text.labels == labels)
    for (index, words) in alive.enumerated() {
      #expect(text[index].map { counted.vocabulary.word(at: Int($0)) } == words.map { $0 ?? "" })
    }
  }

  @Test func longWordsCount() {
    var words = BoundedWords(limit: 100, byteLimit: 40)
    for word in ["a", "b", String(repeating: "x", count: 50), "a"] {
      _ = withUTF8(of: word) { words.add($0) }
    }
    #expect(words.isFull)
    let (numbers, highest) = words.forgetRarest()
    #expect(numbers == [0, 1, -1])
    #expect(highest == 1)
    #expect(words.counts == [2, 1] && !words.isFull)
  }
}
