import Testing
import TextCorpus

/// The rules of `words` without contractions, written plainly over an array of scalars.
private func plainWords(_ text: String) -> [String] {
  let scalars = Array(text.unicodeScalars).filter { $0.properties.generalCategory != .format }
  func isWord(_ index: Int) -> Bool {
    guard scalars.indices.contains(index) else { return false }
    return scalars[index].properties.isAlphabetic || scalars[index].properties.numericType != nil
      || scalars[index].properties.canonicalCombiningClass != .notReordered
  }
  func isIdeograph(_ index: Int) -> Bool { scalars[index].properties.isIdeographic }
  func isLetter(_ index: Int) -> Bool {
    scalars.indices.contains(index) && scalars[index].properties.isAlphabetic && !isIdeograph(index)
  }
  var tokens: [String] = []
  var word = ""
  func flush() {
    if !word.isEmpty { tokens.append(word) }
    word = ""
  }
  for (index, scalar) in scalars.enumerated() {
    if scalar.properties.isWhitespace {
      flush()
    } else if isIdeograph(index) {
      flush()
      tokens.append(String(scalar))
    } else if isWord(index) {
      word += scalar.properties.lowercaseMapping
    } else if scalar == "_", !word.isEmpty,
      let next = scalars[index...].firstIndex(where: { $0 != "_" }), isWord(next), !isIdeograph(next)
    {
      word += "_"
    } else if scalar == "'" || scalar == "’", let last = word.last, last != "'", last != "_",
      isLetter(index + 1)
    {
      word += "'"
    } else {
      flush()
      tokens.append(String(scalar))
    }
  }
  flush()
  return tokens
}

@Suite struct WordTwinTests {
  @Test(arguments: 0..<40)
  func agrees(seed: Int) {
    var generator = SplitMix(state: UInt64(seed))
    let alphabet = Array("aaBbZz09éÉßДдΣ我快ラ한 \u{3000}\t.,!-#€“”'’__\u{AD}😀").map(String.init)
    let tokenizer = Tokenizer(TokenizerConfiguration(splitsContractions: false))
    for _ in 0..<200 {
      let text = (0..<24).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
        .joined()
      #expect(tokenizer.tokens(of: text) == plainWords(text), "\(text)")
    }
  }
}
