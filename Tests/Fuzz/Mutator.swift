/// Makes hostile inputs of good ones.
struct Mutator {
  private var generator: SplitMix
  private let seeds: [[UInt8]]

  /// Pieces that mean something to one of the readers or tokenizers.
  private static let pieces: [[UInt8]] =
    [
      "\t", "\n", "\r\n", "\r", "\"", "\"\"", ",", ";", "__label__", "__label__a ", "{", "}", "[", "]", ":",
      "\\", "\\u",
      "\\ud83d", "\\udc00", "{\"label\":1,\"text\":\"x\"}\n", "label,text\n", "label\ttext\n", "sep=;\n",
      "\u{FEFF}", "\u{FFFD}",
      "\u{200D}", "\u{1F468}\u{200D}\u{1F469}", "\u{1F1E9}\u{1F1EA}", "e\u{301}", "don't", "'", "\0", "null",
      "true", "-1.5e3", "語言", " nan", " 1e39", " 0", "2 2\n", "999999999 300\n", "\u{93}NUMPY",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 2), }",
      "{\"vectors\":{\"dtype\":\"F32\",\"shape\":[4,2],",
    ].map { Array($0.utf8) }
    + [
      [0xFF, 0xFE], [0xFE, 0xFF], [0x84, 0x31, 0x95, 0x33], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90],
      [0x81], [0x1F, 0x8B, 8],
    ]

  init(seeds: [[UInt8]], seed: UInt64) {
    self.seeds = seeds
    generator = SplitMix(state: seed)
  }

  mutating func number(below bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }

  mutating func choice<Element>(_ elements: [Element]) -> Element { elements[number(below: elements.count)] }

  /// One of the seeds after a few mutations.
  mutating func input() -> [UInt8] {
    var bytes = choice(seeds)
    for _ in 0..<number(below: 6) { mutate(&bytes) }
    // Seldom half a megabyte of the same, which shows what is not linear.
    if number(below: 2000) == 0, !bytes.isEmpty {
      let start = number(below: bytes.count)
      let piece = bytes[start..<min(bytes.count, start + 1 + number(below: 12))]
      bytes += repeatElement(piece, count: (1 << 19) / piece.count).joined()
    }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    let place = number(below: bytes.count + 1)
    let rest = bytes.count - place
    switch number(below: 8) {
    case 0 where rest > 0: bytes[place] ^= 1 << UInt8(number(below: 8))
    case 1 where rest > 0: bytes[place] = UInt8(number(below: 256))
    case 2, 3: bytes.insert(contentsOf: choice(Self.pieces), at: place)
    case 4 where rest > 0: bytes.removeSubrange(place..<place + 1 + number(below: min(rest, 64)))
    case 5: bytes.removeSubrange(place...)
    case 6:
      let other = choice(seeds)
      bytes.replaceSubrange(place..., with: other[number(below: other.count + 1)...])
    case 7:
      let piece = choice(Self.pieces)
      bytes.insert(contentsOf: Array(repeatElement(piece, count: 1 + number(below: 500)).joined()), at: place)
    default: bytes.append(UInt8(number(below: 256)))
    }
  }
}

/// SplitMix64, so that a seed gives the same inputs on every machine.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
