/// Decomposition, the order of marks, and composition: UAX #15 over scalars, by the tables of Unicode 15.0.0.
struct Composition: Sendable {
  private let isCompatible: Bool
  private let data = CompositionData.shared

  /// - Parameter isCompatible: Whether compatibility mappings count: NFKC, not NFC.
  init(isCompatible: Bool) {
    self.isCompatible = isCompatible
  }

  /// Whether a scalar stays as it is, whatever stands beside it, and neither moves nor joins.
  ///
  /// - Parameter decomposing: Whether letters that lose their accents do change.
  @inline(__always)
  func isInert(_ scalar: UInt32, decomposing: Bool) -> Bool {
    let flags = data.flags(of: scalar)
    return flags & (isCompatible ? 3 : 1) == 0 && !(decomposing && flags & 4 != 0)
  }

  func combiningClass(of scalar: UInt32) -> UInt8 { data.combiningClass(of: scalar) }

  /// Adds what a scalar decomposes to, wholly.
  ///
  /// - Complexity: O(scalars added), 18 at most.
  func decompose(_ scalar: UInt32, into target: inout [UInt32]) {
    if Hangul.syllables.contains(scalar) {
      Hangul.decompose(scalar, into: &target)
      return
    }
    guard let mapping = data.mapping(of: scalar, isCompatible: isCompatible) else {
      target.append(scalar)
      return
    }
    for part in mapping { decompose(part, into: &target) }
  }

  /// Puts marks between two starters into the order of their classes; equal classes keep their order.
  ///
  /// - Complexity: O(scalars), however long a run of marks is.
  func order(_ scalars: inout [UInt32]) {
    var index = 0
    while index < scalars.count {
      guard data.combiningClass(of: scalars[index]) != 0 else {
        index += 1
        continue
      }
      let start = index
      var isOrdered = true
      var last: UInt8 = 0
      while index < scalars.count {
        let own = data.combiningClass(of: scalars[index])
        if own == 0 { break }
        if own < last { isOrdered = false }
        last = own
        index += 1
      }
      if !isOrdered { sortByClass(&scalars, start..<index) }
    }
  }

  /// Counting sort: there are 255 classes.
  private func sortByClass(_ scalars: inout [UInt32], _ range: Range<Int>) {
    var starts = [Int](repeating: 0, count: 257)
    for index in range { starts[Int(data.combiningClass(of: scalars[index])) + 1] += 1 }
    for place in 1...256 { starts[place] += starts[place - 1] }
    let marks = Array(scalars[range])
    for mark in marks {
      let own = Int(data.combiningClass(of: mark))
      scalars[range.lowerBound + starts[own]] = mark
      starts[own] += 1
    }
  }

  /// Joins each scalar to the last starter where the two compose and nothing between bars it.
  ///
  /// - Precondition: The scalars are decomposed and in order.
  /// - Complexity: O(scalars) on average.
  func compose(_ scalars: inout [UInt32]) {
    var kept = 0
    var starter: Int?
    // The class of what was kept last; nil directly behind the starter.
    var last: UInt8?
    for index in scalars.indices {
      let scalar = scalars[index]
      let own = data.combiningClass(of: scalar)
      if let starter, last.map({ $0 != 0 && $0 < own }) ?? true,
        let composed = Hangul.compose(scalars[starter], scalar) ?? data.composed(scalars[starter], scalar)
      {
        scalars[starter] = composed
        continue
      }
      if own == 0 {
        starter = kept
        last = nil
      } else {
        last = own
      }
      scalars[kept] = scalar
      kept += 1
    }
    scalars.removeSubrange(kept...)
  }
}

/// Syllables of Hangul, which are computed (The Unicode Standard 15, section 3.12).
private enum Hangul {
  static let syllables: ClosedRange<UInt32> = 0xAC00...0xD7A3
  private static let leading: ClosedRange<UInt32> = 0x1100...0x1112
  private static let vowels: ClosedRange<UInt32> = 0x1161...0x1175
  /// Without the first, which stands for none.
  private static let trailing: ClosedRange<UInt32> = 0x11A8...0x11C2

  static func decompose(_ syllable: UInt32, into target: inout [UInt32]) {
    let index = syllable - syllables.lowerBound
    target.append(leading.lowerBound + index / 588)
    target.append(vowels.lowerBound + index % 588 / 28)
    if index % 28 != 0 { target.append(trailing.lowerBound - 1 + index % 28) }
  }

  static func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if leading.contains(first), vowels.contains(second) {
      return syllables.lowerBound + (first - leading.lowerBound) * 588 + (second - vowels.lowerBound) * 28
    }
    if syllables.contains(first), (first - syllables.lowerBound) % 28 == 0, trailing.contains(second) {
      return first + second - trailing.lowerBound + 1
    }
    return nil
  }
}
