import Foundation

/// A place on an axis that has a number.
package struct Tick: Sendable, Equatable {
  package var value: Double
  package var label: String

  /// At most `count` multiples of 1, 2 or 5 times a power of ten within `domain`; at least two if `count` is 5 or more.
  package static func linear(_ domain: ClosedRange<Double>, atMost count: Int) -> [Tick] {
    let span = domain.upperBound - domain.lowerBound
    guard span > 0, span.isFinite, count > 0 else { return [] }
    var exponent = Int(log10(span / Double(count)).rounded(.down)) - 1
    while true {
      for factor in [1.0, 2, 5] {
        // A negative power of ten divides, so that 3 · 0.1 is 0.3.
        let (up, down) = (pow(10, Double(max(0, exponent))), pow(10, Double(max(0, -exponent))))
        let step = factor * up / down
        // A bound that is a multiple but for rounding counts.
        let first = (domain.lowerBound / step - 1e-9).rounded(.up)
        let last = (domain.upperBound / step + 1e-9).rounded(.down)
        guard last - first + 1 <= Double(count) else { continue }
        return stride(from: first, through: last, by: 1).map { multiple in
          let value = multiple * factor * up / down + 0
          return Tick(value: value, label: Figures.fixed(value, max(0, -exponent)))
        }
      }
      exponent += 1
    }
  }

  /// Powers of ten, or where these are too few their multiples by 2 and 5, by 1…9, or linear ticks; at most `count`.
  ///
  /// - Precondition: `domain` is above zero.
  package static func logarithmic(_ domain: ClosedRange<Double>, atMost count: Int) -> [Tick] {
    precondition(domain.lowerBound > 0, "a logarithmic axis begins at \(domain.lowerBound)")
    let exponents = Int(log10(domain.lowerBound).rounded(.down))...Int(log10(domain.upperBound).rounded(.up))
    for factors in [[1.0], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]] {
      var values = exponents.flatMap { exponent in factors.map { $0 * pow(10, Double(exponent)) } }
        .filter { domain.contains($0) }
      // Over many decades, every second, third, … power.
      while factors.count == 1, values.count > count {
        values = values.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
      }
      if values.count >= 3, values.count <= count {
        return values.map { Tick(value: $0, label: Figures.compact($0)) }
      }
    }
    return linear(domain, atMost: count).map { Tick(value: $0.value, label: Figures.compact($0.value)) }
  }
}
