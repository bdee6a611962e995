import Foundation

/// From values to places in a drawing.
package struct Scale: Sendable, Equatable {
  package enum Kind: Sendable {
    case linear, logarithmic
  }
  package let kind: Kind
  package let domain: ClosedRange<Double>
  /// Where the domain's ends lie; `start` may be the greater one (heights grow downwards).
  package let start: Double
  package let end: Double

  package init(_ kind: Kind = .linear, domain: ClosedRange<Double>, from start: Double, to end: Double) {
    precondition(
      kind == .linear || domain.lowerBound > 0, "a logarithmic scale begins at \(domain.lowerBound)")
    self.kind = kind
    self.domain = domain
    self.start = start
    self.end = end
  }

  /// The place of `value`; beyond the ends for values outside the domain.
  package func place(_ value: Double) -> Double {
    let (low, high, at) =
      kind == .linear
      ? (domain.lowerBound, domain.upperBound, value)
      : (log(domain.lowerBound), log(domain.upperBound), log(value))
    return start + (at - low) / (high - low) * (end - start)
  }

  package func ticks(atMost count: Int) -> [Tick] {
    kind == .linear ? Tick.linear(domain, atMost: count) : Tick.logarithmic(domain, atMost: count)
  }

  /// A domain for `values` with a twentieth of room on either side; for a single value, or none, one around it.
  ///
  /// What is not finite is left out, and on a logarithmic scale what is not above zero.
  package static func domain(
    _ kind: Kind = .linear, covering values: some Sequence<Double>
  ) -> ClosedRange<Double> {
    let usable = values.filter { $0.isFinite && (kind == .linear || $0 > 0) }
    guard let least = usable.min(), let greatest = usable.max() else {
      return kind == .linear ? 0...1 : 1...10
    }
    switch kind {
    case .linear:
      // Equal but for rounding is equal.
      let span = greatest - least
      let room = span > 1e-9 * max(abs(least), abs(greatest), 1e-9) ? span / 20 : max(abs(least) / 20, 0.5)
      return (least - room)...(greatest + room)
    case .logarithmic:
      let room = greatest > least * 1.001 ? pow(greatest / least, 0.05) : 2
      return (least / room)...(greatest * room)
    }
  }
}
