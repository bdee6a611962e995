/// Brings text to NFC or NFKC and folds accents, before it is cut into tokens.
///
///     decompose (NFD, for NFKC NFKD) → order marks → fold → compose
///
/// Folding leaves out every mark with a Canonical_Combining_Class other than 0 that stands behind a letter of Latin,
/// Greek or Cyrillic with nothing but such marks between: é → e, ά → α, й → и, ё → е. Letters without a decomposition
/// stay, such as ø, ł, ß and æ; so do the marks of other scripts, which spell vowels there.
///
/// Most text is as wanted: it is passed over by one look at each scalar, and only stretches that may change are
/// worked on, each from the last scalar before it that nothing can change.
///
/// Source: <https://www.unicode.org/reports/tr15/tr15-53.html>; Unicode 15.0.0, of which tests read NormalizationTest.txt.
struct TextNormalizer: Sendable {
  private let composition: Composition
  private let foldsAccents: Bool

  /// Nil where there is nothing to do.
  init?(_ configuration: TokenizerConfiguration) {
    guard configuration.normalization != nil || configuration.foldsAccents else { return nil }
    composition = Composition(isCompatible: configuration.normalization == .nfkc)
    foldsAccents = configuration.foldsAccents
  }

  /// Writes the text as it is to be; false if it is so already, and nothing was written.
  ///
  /// - Parameters:
  ///   - target: Loses what it held.
  ///   - replacedSequenceCount: Grows by the invalid sequences that became U+FFFD.
  /// - Complexity: O(bytes).
  func normalize(_ text: Span<UInt8>, into target: inout [UInt8], replacedSequenceCount: inout Int) -> Bool {
    var offset = 0
    // What lies before is in `target`; between `copied` and `anchor` it stays as it is.
    var copied = 0
    // The last scalar: the one before may compose with what comes.
    var anchor = 0
    var stretch: [UInt32] = []
    var isChanged = false
    while offset < text.count {
      if text[offset] < 0x80 {
        anchor = offset
        offset += 1
        continue
      }
      let first = text.scalar(at: offset)
      if isInert(first) {
        anchor = offset
        offset += first.length
        continue
      }
      if !isChanged {
        isChanged = true
        target.removeAll(keepingCapacity: true)
      }
      for index in copied..<anchor { target.append(text[index]) }
      stretch.removeAll(keepingCapacity: true)
      if anchor < offset { composition.decompose(text.scalar(at: anchor).value, into: &stretch) }
      while offset < text.count {
        let next = text.scalar(at: offset)
        if text[offset] < 0x80 || isInert(next) { break }
        if next.isReplacement { replacedSequenceCount += 1 }
        composition.decompose(next.value, into: &stretch)
        offset += next.length
      }
      composition.order(&stretch)
      if foldsAccents { fold(&stretch) }
      composition.compose(&stretch)
      for scalar in stretch { target.append(scalar: scalar) }
      copied = offset
      anchor = offset
    }
    guard isChanged else { return false }
    for index in copied..<text.count { target.append(text[index]) }
    return true
  }

  /// Whether neither this nor what comes behind can change the scalar or join it to what is before.
  @inline(__always)
  private func isInert(_ scalar: DecodedScalar) -> Bool {
    !scalar.isReplacement && composition.isInert(scalar.value, decomposing: foldsAccents)
  }

  private func fold(_ scalars: inout [UInt32]) {
    var kept = 0
    var isBehindLetter = false
    for index in scalars.indices {
      let scalar = scalars[index]
      if composition.combiningClass(of: scalar) == 0 {
        isBehindLetter = Self.losesAccents(scalar)
      } else if isBehindLetter {
        continue
      }
      scalars[kept] = scalar
      kept += 1
    }
    scalars.removeSubrange(kept...)
  }

  /// A letter of Latin, Greek or Cyrillic.
  private static func losesAccents(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x41...0x5A, 0x61...0x7A, 0xAA...0x24F, 0x250...0x2AF, 0x370...0x52F, 0x1C80...0x1C8F,
      0x1D00...0x1DBF, 0x1E00...0x1FFF, 0x2C60...0x2C7F, 0xA640...0xA69F, 0xA720...0xA7FF, 0xAB30...0xAB6F:
      Unicode.Scalar(scalar)?.properties.isAlphabetic ?? false
    default: false
    }
  }
}

extension [UInt8] {
  /// Adds a scalar in UTF-8.
  fileprivate mutating func append(scalar value: UInt32) {
    switch value {
    case 0..<0x80: append(UInt8(value))
    case 0x80..<0x800: append(contentsOf: [0xC0 | UInt8(value >> 6), Self.trailing(value)])
    case 0x800..<0x10000:
      append(contentsOf: [0xE0 | UInt8(value >> 12), Self.trailing(value >> 6), Self.trailing(value)])
    default:
      append(contentsOf: [
        0xF0 | UInt8(value >> 18), Self.trailing(value >> 12), Self.trailing(value >> 6),
        Self.trailing(value),
      ])
    }
  }

  private static func trailing(_ value: UInt32) -> UInt8 { 0x80 | UInt8(value & 0x3F) }
}
