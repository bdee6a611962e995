/// `words`.
///
/// - A word is a run of letters, digits and their combining marks, of any script.
/// - Inside a word, between word characters, `_` stays (`new_york`), and so does an apostrophe before a letter
///   (`don't`, `o'clock`), the typographic ’ written as `'`. At the ends of a word they are tokens of their own.
/// - With contractions cut, `n't 's 've 're 'd 'll 'm` at the end of a word are tokens, and so are they
///   where they stand alone in text that was tokenized before.
/// - Every punctuation mark and symbol is a token (an emoji with what modifies it), and so is every ideograph and
///   hiragana; katakana and hangul are written in runs and stay words.
/// - White space and control characters separate. Soft hyphens, direction marks and the like are left out.
///   ZERO WIDTH JOINER and NON-JOINER stay between the letters that they shape.
/// - Thai, Lao, Khmer and others that write no blanks stay in runs; `characters` suits them better.
extension Tokenizer {
  func scanWords(_ text: Span<UInt8>, into buffer: inout TokenBuffer) {
    var offset = 0
    while offset < text.count {
      let first = scan(text, at: offset)
      if first.traits.isAny(.word) {
        offset = scanWord(text, at: offset, into: &buffer)
      } else if first.traits.isAny([.symbol, .ideograph, .regionalIndicator]) {
        offset =
          scanStandaloneContraction(text, at: offset, apostrophe: first, into: &buffer)
          ?? scanSingle(first, of: text, at: offset, into: &buffer)
      } else {
        offset += first.scalar.length
      }
    }
  }

  /// Reads a word; returns the offset behind it.
  func scanWord(_ text: Span<UInt8>, at start: Int, into buffer: inout TokenBuffer) -> Int {
    var offset = start
    var hasApostrophe = false
    while offset < text.count {
      let runStart = offset
      while offset < text.count, text[offset] < 0x80, traits(ofASCII: text[offset]).isAny(.word) {
        offset += 1
      }
      buffer.append(text, runStart..<offset, lowercasingASCII: configuration.isLowercased)
      if offset == text.count { break }

      let next = scan(text, at: offset)
      let behind = offset + next.scalar.length
      if next.traits.isAny(.word) {
        append(next, of: text, at: offset, to: &buffer)
        offset = behind
      } else if isApostrophe(next.scalar.value), follows(.letter, text, at: behind) {
        hasApostrophe = true
        buffer.append(0x27)
        offset = behind
      } else if next.scalar.value == 0x5F {
        var underscores = 1
        var wordStart = skippingIgnored(text, from: behind)
        while wordStart < text.count, text[wordStart] == 0x5F {
          underscores += 1
          wordStart = skippingIgnored(text, from: wordStart + 1)
        }
        guard follows(.word, text, at: wordStart) else { break }
        for _ in 0..<underscores { buffer.append(0x5F) }
        offset = wordStart
      } else if next.traits.isAny(.joiner), follows(.word, text, at: behind) {
        append(next, of: text, at: offset, to: &buffer)
        offset = behind
      } else if next.traits.isAny(.ignored) {
        offset = behind
      } else {
        break
      }
    }
    if hasApostrophe, configuration.splitsContractions {
      buffer.endTokenSplittingContractions()
    } else {
      buffer.endToken()
    }
    return offset
  }

  /// Reads `'s` and its like where an apostrophe does not follow a word; nil if there is none here.
  func scanStandaloneContraction(
    _ text: Span<UInt8>, at start: Int, apostrophe: Scanned, into buffer: inout TokenBuffer
  ) -> Int? {
    guard configuration.splitsContractions, isApostrophe(apostrophe.scalar.value) else { return nil }
    let wordStart = start + apostrophe.scalar.length
    var end = wordStart
    while end < text.count, end - wordStart < 3, text[end] < 0x80, traits(ofASCII: text[end]).isAny(.letter) {
      end += 1
    }
    guard Contraction.standsAlone(afterApostrophe: text.extracting(wordStart..<end)) else { return nil }
    let behind = skippingIgnored(text, from: end)
    if behind < text.count {
      let next = scan(text, at: behind)
      let continues =
        isApostrophe(next.scalar.value) && follows(.letter, text, at: behind + next.scalar.length)
      if continues || next.scalar.value == 0x5F || next.traits.isAny([.word, .joiner]) { return nil }
    }
    buffer.append(0x27)
    buffer.append(text, wordStart..<end, lowercasingASCII: configuration.isLowercased)
    buffer.endToken()
    return end
  }

  /// Whether the next scalar, not counting what is left out, is one of these.
  private func follows(_ traits: ScalarTraits, _ text: Span<UInt8>, at offset: Int) -> Bool {
    let offset = skippingIgnored(text, from: offset)
    return offset < text.count && scan(text, at: offset).traits.isAny(traits)
  }

  /// The offset of the next scalar that is not left out.
  private func skippingIgnored(_ text: Span<UInt8>, from start: Int) -> Int {
    var offset = start
    while offset < text.count, text[offset] >= 0x80 {
      let next = scan(text, at: offset)
      guard next.traits.isAny(.ignored) else { break }
      offset += next.scalar.length
    }
    return offset
  }

  /// `'` or ’.
  @inline(__always)
  func isApostrophe(_ value: UInt32) -> Bool { value == 0x27 || value == 0x2019 }
}
