import Testing

@testable import EmbeddingStorage

@Suite struct DecimalNumberTests {
  private func scan(_ text: String) -> Float? {
    let bytes = Array(text.utf8)
    var cursor = 0
    let value = DecimalNumber.scan(bytes, &cursor, end: bytes.count)
    #expect(cursor == (value == nil ? 0 : bytes.count), "\(text)")
    return value
  }

  /// The fast way must be the slow way, bit for bit.
  private func expectAsStandardLibrary(_ text: String, seed: UInt64? = nil) {
    let expected = Float(text)
    #expect(
      scan(text)?.bitPattern == expected?.bitPattern, "\(text), seed \(seed.map(String.init) ?? "none")")
  }

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func equalsTheStandardLibraryOnRandomSpellings(seed: UInt64) {
    var generator = SplitMix64(state: seed)
    for _ in 0..<20_000 {
      var text = ["", "-", "+"].randomElement(using: &generator) ?? ""
      for _ in 0..<Int.random(in: 1...9, using: &generator) {
        text += "\(Int.random(in: 0...9, using: &generator))"
      }
      if Bool.random(using: &generator) {
        text += "."
        for _ in 0..<Int.random(in: 1...14, using: &generator) {
          text += "\(Int.random(in: 0...9, using: &generator))"
        }
      }
      if Bool.random(using: &generator) { text += "e\(Int.random(in: -30...26, using: &generator))" }
      expectAsStandardLibrary(text, seed: seed)
    }
  }

  @Test(arguments: [UInt64(5), 6])
  func equalsTheStandardLibraryOnRandomFloatsAsTheyArePrinted(seed: UInt64) {
    var generator = SplitMix64(state: seed)
    for _ in 0..<20_000 {
      let value = Float(bitPattern: UInt32.random(in: 0...(.max), using: &generator))
      guard value.isFinite else { continue }
      expectAsStandardLibrary("\(value)", seed: seed)
      expectAsStandardLibrary("\(Double(value))", seed: seed)
    }
  }

  /// Where rounding twice would go wrong: just beside the middle between two Floats.
  @Test(arguments: [UInt64(7), 8])
  func equalsTheStandardLibraryBesideTheMiddlesBetweenFloats(seed: UInt64) {
    var generator = SplitMix64(state: seed)
    for _ in 0..<20_000 {
      let value = Float.random(in: 0.001...1000, using: &generator)
      let middle = (Double(value) + Double(value.nextUp)) / 2
      for number in [middle, middle.nextUp, middle.nextDown] {
        expectAsStandardLibrary("\(number)", seed: seed)
        expectAsStandardLibrary("\(number)1", seed: seed)
      }
    }
  }

  @Test(arguments: [
    "0", "-0", "0.0", "1.", ".5", "16777217", "16777217.000000001", "9999999999999999999",
    "18446744073709551615",
    "18446744073709551616", "0.00000000000000000000000001", "3.4028235e38", "1e-45", "1e-60",
    "1.1754943508222875e-38", "1e22", "1e23", "1E5", "1e+5", "1e05", "000000000000000000000000001.5",
    "-1e-22",
  ])
  func equalsTheStandardLibraryAtTheBorders(text: String) {
    expectAsStandardLibrary(text)
  }

  @Test(arguments: [
    "", "-", ".", "e5", "1e", "1e+", "--1", "1.2.3", "1,5", "word", "nan", "inf", "-inf", "3.4028236e38",
    "1e39", "0x10",
  ])
  func refusesWhatIsNotAFiniteNumber(text: String) {
    #expect(scan(text) == nil)
  }

  @Test func endsAtABlankAndMovesBehindTheNumber() {
    let bytes = Array("a 1.5 -2\t3".utf8)
    var cursor = 2
    #expect(DecimalNumber.scan(bytes, &cursor, end: bytes.count) == 1.5)
    #expect(cursor == 5)
    cursor += 1
    #expect(DecimalNumber.scan(bytes, &cursor, end: bytes.count) == -2)
    #expect(cursor == 8)
  }

  @Test func tellsNumbersThatAreNotFiniteFromOtherFields() {
    let fields: [(String, DecimalNumber.Field)] = [
      ("1.5", .finite(1.5)), ("nan", .notFinite), ("-inf", .notFinite), ("1e39", .notFinite),
      ("x", .notANumber),
      ("0x1p3", .notANumber), ("", .notANumber),
    ]
    for (text, expected) in fields {
      let bytes = Array(text.utf8)
      #expect(DecimalNumber.field(bytes, bytes.indices) == expected, "\(text)")
    }
  }
}
