/// Cuts text into tokens by a scan over its UTF-8.
///
///     Tokenizer(TokenizerConfiguration()).tokens(of: "It's 5 o'clock, 我说.")
///     // ["it", "'s", "5", "o'clock", ",", "我", "说", "."]
///
/// What a text gives depends on its bytes and the configuration alone, never on the locale. Invalid UTF-8
/// becomes U+FFFD, a symbol, and is counted. The rules of each kind stand at its scan (`TokenizerKind`). Time is linear in
/// the bytes, whatever they are, and memory is bounded by those of one text.
public struct Tokenizer: Sendable {
  public let configuration: TokenizerConfiguration

  private let ascii = ScalarTraits.ascii
  private let normalizer: TextNormalizer?
  let boundaries = WordBoundaries()

  /// - Precondition: The configuration has its table, if its kind needs one.
  public init(_ configuration: TokenizerConfiguration = TokenizerConfiguration()) {
    precondition(
      configuration.hasItsTable, "a tokenizer of kind \(configuration.kind.rawValue) without its table")
    self.configuration = configuration
    normalizer = TextNormalizer(configuration)
  }

  /// The tokens of a text.
  ///
  /// - Complexity: O(bytes).
  public func tokens(of text: String) -> [String] {
    var buffer = TokenBuffer()
    tokenize(text, into: &buffer)
    return (0..<buffer.count).map { buffer[$0] }
  }

  /// Replaces what is in the buffer by the tokens of a text.
  package func tokenize(_ text: String, into buffer: inout TokenBuffer) {
    withUTF8(of: text) { tokenize($0, into: &buffer) }
  }

  /// Replaces what is in the buffer by the tokens of a text that need not be valid UTF-8.
  ///
  /// - Complexity: O(bytes); allocates only while the buffer still grows.
  package func tokenize(_ text: Span<UInt8>, into buffer: inout TokenBuffer) {
    buffer.removeAll()
    guard let normalizer else { return scan(text, as: configuration.kind, into: &buffer) }
    // Out of the buffer while both are in use.
    var normalized: [UInt8] = []
    swap(&normalized, &buffer.normalized)
    if normalizer.normalize(text, into: &normalized, replacedSequenceCount: &buffer.replacedSequenceCount) {
      scan(normalized.span, as: configuration.kind, into: &buffer)
    } else {
      scan(text, as: configuration.kind, into: &buffer)
    }
    swap(&normalized, &buffer.normalized)
  }

  /// Cuts by the rules of a kind: of the configuration's, or of the words that it cuts into pieces.
  func scan(_ text: Span<UInt8>, as kind: TokenizerKind, into buffer: inout TokenBuffer) {
    switch kind {
    case .words: scanWords(text, into: &buffer)
    case .unicode: scanUnicode(text, into: &buffer)
    case .characters: scanCharacters(text, into: &buffer)
    case .characterBigrams: scanCharacterBigrams(text, into: &buffer)
    case .whitespace: scanWhitespace(text, into: &buffer)
    case .dictionary:
      if case .words(let words) = configuration.table { scanDictionary(text, words, into: &buffer) }
    case .bytePairs:
      if case .merges(let merges) = configuration.table { scanBytePairs(text, merges, into: &buffer) }
    }
  }
}

/// What the scans share.
extension Tokenizer {
  /// A scalar of the text, what it is, and how many bytes it took.
  struct Scanned {
    var scalar: DecodedScalar
    var traits: ScalarTraits
  }

  @inline(__always)
  func traits(ofASCII byte: UInt8) -> ScalarTraits { ascii[Int(byte)] }

  @inline(__always)
  func scan(_ text: Span<UInt8>, at offset: Int) -> Scanned {
    let scalar = text.scalar(at: offset)
    return Scanned(scalar: scalar, traits: traits(of: scalar.value))
  }

  @inline(__always)
  private func traits(of value: UInt32) -> ScalarTraits {
    if value < 0x80 { return ascii[Int(value)] }
    if value < 0x10000 { return ScalarTraits.basicPlane[Int(value)] }
    return Unicode.Scalar(value).map(ScalarTraits.init) ?? .symbol
  }

  /// Adds a scalar of the text to the token being built, lower-cased where asked for.
  @inline(__always)
  func append(_ scanned: Scanned, of text: Span<UInt8>, at offset: Int, to buffer: inout TokenBuffer) {
    if scanned.scalar.isReplacement {
      buffer.replacedSequenceCount += 1
      buffer.append(contentsOf: "\u{FFFD}".utf8)
    } else if configuration.isLowercased, scanned.traits.isAny(.changesWhenLowercased),
      let scalar = Unicode.Scalar(scanned.scalar.value)
    {
      buffer.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
    } else {
      buffer.append(text, offset..<offset + scanned.scalar.length, lowercasingASCII: false)
    }
  }

  /// Reads one symbol or ideograph, with its marks, as a token; returns the offset behind it.
  ///
  /// Emoji joined by ZERO WIDTH JOINER and the two halves of a flag are one symbol.
  func scanSingle(_ first: Scanned, of text: Span<UInt8>, at start: Int, into buffer: inout TokenBuffer)
    -> Int
  {
    append(first, of: text, at: start, to: &buffer)
    var offset = start + first.scalar.length
    var awaitsFlagHalf = first.traits.isAny(.regionalIndicator)
    while offset < text.count, text[offset] >= 0x80 {
      let next = scan(text, at: offset)
      if next.traits.isAny(.mark) || awaitsFlagHalf && next.traits.isAny(.regionalIndicator) {
        if !next.traits.isAny(.mark) { awaitsFlagHalf = false }
        append(next, of: text, at: offset, to: &buffer)
        offset += next.scalar.length
        continue
      }
      let behind = offset + next.scalar.length
      guard next.scalar.value == 0x200D, behind < text.count, text[behind] >= 0x80 else { break }
      let joined = scan(text, at: behind)
      guard isEmoji(first), isEmoji(joined) else { break }
      append(next, of: text, at: offset, to: &buffer)
      append(joined, of: text, at: behind, to: &buffer)
      offset = behind + joined.scalar.length
    }
    buffer.endToken()
    return offset
  }

  private func isEmoji(_ scanned: Scanned) -> Bool {
    guard scanned.traits.isAny(.symbol), let scalar = Unicode.Scalar(scanned.scalar.value) else {
      return false
    }
    return scalar.properties.isEmoji
  }
}
