import Testing

@testable import TextCorpus

@Suite struct UTF8DecodingTests {
  private func scalars(_ bytes: [UInt8]) -> [UInt32] {
    let span = bytes.span
    var result: [UInt32] = []
    var offset = 0
    while offset < span.count {
      let decoded = span.scalar(at: offset)
      result.append(decoded.value)
      offset += decoded.length
    }
    return result
  }

  /// The standard library repairs maximal subparts as well.
  @Test(arguments: 0..<20)
  func agreesWithTheLibrary(seed: Int) {
    var generator = SplitMix(state: UInt64(seed))
    // The bytes at the borders of the table of well-formed sequences, and some others.
    let alphabet: [UInt8] = [
      0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
      0xEE, 0xEF,
      0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]
    for _ in 0..<500 {
      let bytes = (0..<12).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
      let expected = String(decoding: bytes, as: UTF8.self).unicodeScalars.map(\.value)
      #expect(scalars(bytes) == expected, "\(bytes)")
      #expect(bytes.span.invalidSequenceCount == expected.count { $0 == 0xFFFD }, "\(bytes)")
    }
  }

  @Test func aRealReplacementCharacterIsNotInvalid() {
    #expect(Array("\u{FFFD}a".utf8).span.invalidSequenceCount == 0)
  }

  @Test func everyScalar() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let bytes = Array(String(scalar).utf8)
      let decoded = bytes.span.scalar(at: 0)
      if decoded.value != value || decoded.length != bytes.count || decoded.isReplacement {
        Issue.record("U+\(String(value, radix: 16)) became \(decoded)")
      }
    }
  }
}
