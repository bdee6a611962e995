/// What `NormalizationTable` says, spread out so that a look finds it. Made when it is first needed, in milliseconds.
final class CompositionData: Sendable {
  static let shared = CompositionData()

  /// Scalars from here on have neither a decomposition nor a class.
  private static let end = 0x30000

  /// Where the mapping of a scalar is in the table, + 1; 0 for none.
  private let places: [UInt16]
  private let classes: [UInt8]
  /// 1: not inert for NFC; 2: not for NFKC; 4: a letter and its marks in one.
  private let flags: [UInt8]
  private let pairs: [UInt64: UInt32]

  private init() {
    var places = [UInt16](repeating: 0, count: Self.end)
    var classes = [UInt8](repeating: 0, count: Self.end)
    var flags = [UInt8](repeating: 0, count: Self.end)
    var pairs: [UInt64: UInt32] = [:]

    let runs = NormalizationTable.combiningClasses
    for (index, run) in runs.enumerated() where run & 0xFF != 0 {
      for scalar in Int(run >> 8)..<Int(runs[index + 1] >> 8) {
        classes[scalar] = UInt8(run & 0xFF)
        flags[scalar] |= 1
      }
    }
    let table = NormalizationTable.decompositions
    var place = 0
    while place < table.count {
      let entry = table[place]
      let scalar = Int(entry & 0x1F_FFFF)
      places[scalar] = UInt16(place + 1)
      flags[scalar] |= 2
      if entry & Self.isCompatible == 0 { flags[scalar] |= entry & Self.composes == 0 ? 1 : 4 }
      if entry & Self.composes != 0 {
        pairs[Self.key(table[place + 1], table[place + 2])] = UInt32(scalar)
        // What may join the scalar before it.
        flags[Int(table[place + 2])] |= 1
      }
      place += 1 + Int(entry >> 24)
    }
    // Vowels and final consonants of Hangul join what is before them.
    for scalar in 0x1161...0x1175 { flags[scalar] |= 1 }
    for scalar in 0x11A8...0x11C2 { flags[scalar] |= 1 }
    // A composed letter is as NFKC wants it, unless its parts are not.
    place = 0
    while place < table.count {
      let entry = table[place]
      let scalar = Int(entry & 0x1F_FFFF)
      if entry & Self.composes != 0, flags[Int(table[place + 1])] & 2 == 0 { flags[scalar] &= ~2 }
      place += 1 + Int(entry >> 24)
    }
    self.places = places
    self.classes = classes
    self.flags = flags
    self.pairs = pairs
  }

  private static let isCompatible: UInt32 = 1 << 22
  private static let composes: UInt32 = 1 << 21

  private static func key(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first) << 32 | UInt64(second)
  }

  @inline(__always)
  func flags(of scalar: UInt32) -> UInt8 { scalar < Self.end ? flags[Int(scalar)] : 0 }

  @inline(__always)
  func combiningClass(of scalar: UInt32) -> UInt8 { scalar < Self.end ? classes[Int(scalar)] : 0 }

  /// One step of decomposition; nil if there is none.
  func mapping(of scalar: UInt32, isCompatible: Bool) -> ArraySlice<UInt32>? {
    guard scalar < Self.end, places[Int(scalar)] != 0 else { return nil }
    let place = Int(places[Int(scalar)] - 1)
    let entry = NormalizationTable.decompositions[place]
    guard isCompatible || entry & Self.isCompatible == 0 else { return nil }
    return NormalizationTable.decompositions[place + 1...place + Int(entry >> 24)]
  }

  func composed(_ first: UInt32, _ second: UInt32) -> UInt32? { pairs[Self.key(first, second)] }
}
