/// `unicode`.
///
/// Segments by the default word boundaries of UAX #29 (`WordBoundaries`), those of white space and control characters
/// left out, and on top:
/// - URLs, e-mail addresses, @names and #tags are one token (`Addresses.swift`).
/// - Clock times are one token, `12:30`, as other numbers with separators are by UAX #29: `3.14`, `1,000`.
/// - The typographic ’ inside a word is written as `'`, and contractions are cut as in `words`.
/// - Soft hyphens, direction marks and the like are left out, and joiners that join nothing.
///
/// By UAX #29 emoji sequences and flags are one token; so is `e.g` of `e.g.`, and `a.b` without a blank; ideographs,
/// hiragana, and letters of Thai, Lao, Khmer and others that write no blanks are tokens one by one.
extension Tokenizer {
  func scanUnicode(_ text: Span<UInt8>, into buffer: inout TokenBuffer) {
    var mails = MailAddresses()
    var offset = 0
    // Where the last word ended: what follows it at once begins no name or tag.
    var wordEnd = -1
    while offset < text.count {
      if text[offset] == 0x20 {
        offset += 1
        continue
      }
      if let end = endOfPlainWord(text, at: offset),
        end <= mails.next(from: offset, in: text, of: self)?.lowerBound ?? end
      {
        buffer.append(text, offset..<end, lowercasingASCII: configuration.isLowercased)
        buffer.endToken()
        offset = end
        wordEnd = end
        continue
      }
      let first = scan(text, at: offset)
      if first.traits.isAny([.space, .control, .joiner, .ignored]) {
        offset += first.scalar.length
        continue
      }
      if first.traits.isAny(.ideograph), boundaries.standsAlone(first.scalar, in: text, at: offset) {
        buffer.append(text, offset..<offset + first.scalar.length, lowercasingASCII: false)
        buffer.endToken()
        offset += first.scalar.length
        continue
      }
      if let mail = mails.next(from: offset, in: text, of: self), mail.lowerBound == offset {
        offset = appendWhole(mail, of: text, to: &buffer)
        wordEnd = offset
        continue
      }
      // An address ends what stands before it.
      let limit = mails.found?.lowerBound ?? text.count
      if let end = endOfAddress(first, text, at: offset, isBehindWord: wordEnd == offset, mail: mails.found) {
        offset = appendWhole(offset..<end, of: text, to: &buffer)
        wordEnd = offset
        continue
      }
      if let end = scanStandaloneContraction(text, at: offset, apostrophe: first, into: &buffer) {
        offset = end
        continue
      }
      var end = boundaries.end(ofSegmentAt: offset, in: text.extracting(0..<limit))
      let isWord = first.traits.isAny(.word)
      if isWord, end < limit, text[end] == 0x3A { end = endOfTime(offset..<end, text.extracting(0..<limit)) }
      appendSegment(offset..<end, of: text, to: &buffer)
      offset = end
      if isWord { wordEnd = end }
    }
  }

  /// Where a word of ASCII ends that no rule joins to what is behind it, and that begins no URL; nil for all others.
  ///
  /// Most words are such. The rules of UAX #29 agree, but take twice the time.
  @inline(__always)
  private func endOfPlainWord(_ text: Span<UInt8>, at start: Int) -> Int? {
    guard boundaries.isWordByte(text[start]) else { return nil }
    switch text[start] | 0x20 {
    case 0x66, 0x68, 0x77: if endOfURL(text, at: start) != nil { return nil }
    default: break
    }
    var end = start + 1
    while end < text.count, boundaries.isWordByte(text[end]) { end += 1 }
    guard end < text.count else { return end }
    switch text[end] {
    case 0x27, 0x2C, 0x2E, 0x3A, 0x3B:
      return end + 1 < text.count && text[end + 1] < 0x80 && !boundaries.isWordByte(text[end + 1]) ? end : nil
    case 0x80...0xFF: return nil
    default: return end
    }
  }

  /// Adds a segment as a token, cut into contractions where asked for.
  private func appendSegment(_ range: Range<Int>, of text: Span<UInt8>, to buffer: inout TokenBuffer) {
    appendScalars(range, of: text, to: &buffer)
    if configuration.splitsContractions, range.count > 2 {
      buffer.endTokenSplittingContractions()
    } else {
      buffer.endToken()
    }
  }

  /// Adds an address, a name or a tag as a token; returns the offset behind it.
  private func appendWhole(_ range: Range<Int>, of text: Span<UInt8>, to buffer: inout TokenBuffer) -> Int {
    appendScalars(range, of: text, to: &buffer)
    buffer.endToken()
    return range.upperBound
  }

  /// Adds what is to be seen of a range.
  private func appendScalars(_ range: Range<Int>, of text: Span<UInt8>, to buffer: inout TokenBuffer) {
    var offset = range.lowerBound
    var endsInJoiner = false
    while true {
      let runStart = offset
      while offset < range.upperBound, text[offset] < 0x80 { offset += 1 }
      buffer.append(text, runStart..<offset, lowercasingASCII: configuration.isLowercased)
      if offset == range.upperBound {
        if endsInJoiner, runStart == offset { buffer.dropJoiners() }
        return
      }
      let next = scan(text, at: offset)
      if next.scalar.value == 0x2019, offset > range.lowerBound {
        buffer.append(0x27)
      } else if !boundaries.isFormat(next.scalar.value) {
        append(next, of: text, at: offset, to: &buffer)
      }
      endsInJoiner = next.traits.isAny([.joiner, .ignored])
      offset += next.scalar.length
    }
  }

  /// Where a clock time ends of which the hours stand in `hours`: `9:05`, `12:30:15`; else the end of the hours.
  private func endOfTime(_ hours: Range<Int>, _ text: Span<UInt8>) -> Int {
    func isDigit(_ offset: Int) -> Bool { offset < text.count && text[offset] &- 0x30 < 10 }
    guard hours.count <= 2, hours.allSatisfy(isDigit) else { return hours.upperBound }
    var end = hours.upperBound
    var pairs = 0
    while pairs < 2, end < text.count, text[end] == 0x3A, isDigit(end + 1), isDigit(end + 2) {
      end += 3
      pairs += 1
    }
    // As no time the colon stays by itself: 12:30x, 12:300.
    let goesOn = end < text.count && scan(text, at: end).traits.isAny(.word)
    return goesOn ? hours.upperBound : end
  }
}
