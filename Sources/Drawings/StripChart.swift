import Foundation

/// A dot for each observation above what it was made with: columns for a few choices, or a logarithmic axis for a number.
/// A rule in each column stands at its median.
package struct StripChart: Sendable {
  package enum Axis: Sendable, Equatable {
    /// Choices side by side, from left to right.
    case columns([String])
    case logarithmic
  }

  package struct Dot: Sendable {
    /// The number of the column, counted from 0, or the value on the axis.
    package var across: Double
    /// Nil: there is none, which is drawn as a cross below all others, and counts as the least.
    package var up: Double?
    package var symbol: Symbol
    package var note: String

    package init(across: Double, up: Double?, symbol: Symbol, note: String) {
      self.across = across
      self.up = up
      self.symbol = symbol
      self.note = note
    }
  }

  package var title: String
  package var description: String
  package var axis: Axis
  package var dots: [Dot]
  package var valueName: String
  package var axisName: String
  /// What the vertical axis shows; drawings to be compared share one.
  package var domain: ClosedRange<Double>
  package var width = 360.0

  private static let (radius, apart) = (2.8, 6.0)

  /// Dots in no column, and on a logarithmic axis those that are not above zero, are left out.
  package init(
    title: String, description: String, axis: Axis, dots: [Dot], valueName: String, axisName: String,
    domain: ClosedRange<Double>
  ) {
    self.title = title
    self.description = description
    self.axis = axis
    self.valueName = valueName
    self.axisName = axisName
    self.domain = domain
    self.dots = dots.filter { dot in
      guard dot.across.isFinite, dot.up?.isFinite ?? true else { return false }
      switch axis {
      case .columns(let names): return names.indices.contains { Double($0) == dot.across }
      case .logarithmic: return dot.across > 0
      }
    }
  }

  package var drawing: Drawing {
    let (left, right, top, floor) = (32.0, width - 8, 24.0, 184.0)
    // A lane of its own for what has no value, so that it is not taken for a low one.
    let bottom = dots.contains { $0.up == nil } ? floor + 18 : floor + 6
    var drawing = Drawing(width: width, height: bottom + 34, title: title, description: description)
    let y = Scale(domain: domain, from: floor, to: top)
    drawing.verticalAxis(y, ticks: y.ticks(atMost: 6), x: left, rulesTo: right, name: valueName)
    func height(_ dot: Dot) -> Double { dot.up.map(y.place) ?? floor + 10 }
    switch axis {
    case .columns(let names):
      let step = (right - left) / Double(max(1, names.count))
      drawing.line(left, bottom, right, bottom, opacity: 0.6)
      drawing.text(axisName, x: (left + right) / 2, y: bottom + 28, anchor: .middle, opacity: 0.8)
      for (column, name) in names.enumerated() {
        let middle = left + (Double(column) + 0.5) * step
        let shown = TextWidth.shortened(name, to: step - 2, size: Drawing.textSize)
        drawing.text(
          shown, x: middle, y: bottom + 14, anchor: .middle, opacity: 0.8, note: shown == name ? nil : name)
        let own = dots.filter { $0.across == Double(column) }
        if let median = Self.median(own.map { $0.up ?? -.infinity }), median.isFinite {
          let reach = min(22, 0.42 * step)
          drawing.line(middle - reach, y.place(median), middle + reach, y.place(median), width: 1.6)
        }
        for (dot, shift) in zip(own, Self.shifts(own.map(height), within: 0.42 * step)) {
          draw(dot, x: middle + shift, y: height(dot), on: &drawing)
        }
      }
    case .logarithmic:
      let x = Scale(
        .logarithmic, domain: Scale.domain(.logarithmic, covering: dots.map(\.across)), from: left + 4,
        to: right - 4)
      // Numbers far below 1 are written out.
      let ticks = x.ticks(atMost: 6).map { Tick(value: $0.value, label: String(format: "%g", $0.value)) }
      drawing.horizontalAxis(x, ticks: ticks, y: bottom, name: axisName)
      for dot in dots { draw(dot, x: x.place(dot.across), y: height(dot), on: &drawing) }
    }
    return drawing
  }

  private func draw(_ dot: Dot, x: Double, y: Double, on drawing: inout Drawing) {
    guard dot.up != nil else {
      // Outline 7 is a cross that stands askew, and reaches further than a circle.
      return drawing.symbol(Symbol(7), x: x, y: y, radius: 0.75 * Self.radius, note: dot.note)
    }
    drawing.symbol(dot.symbol, x: x, y: y, radius: Self.radius, note: dot.note)
  }

  /// The lower of the middle two where the number is even: of values that may be infinite there is no mean.
  static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[(values.count - 1) / 2]
  }

  /// How far each dot of a column is moved sideways, so that it hides none before it; dots for which there is no room stay.
  ///
  /// - Complexity: O(dots² · `reach`).
  static func shifts(_ heights: [Double], within reach: Double) -> [Double] {
    var candidates = [0.0]
    for step in stride(from: apart, through: max(0, reach), by: apart) { candidates += [step, -step] }
    var placed: [(x: Double, y: Double)] = []
    for height in heights {
      let near = placed.filter { abs($0.y - height) < apart }
      func isFree(_ x: Double) -> Bool { near.allSatisfy { hypot($0.x - x, $0.y - height) >= apart } }
      placed.append((candidates.first(where: isFree) ?? 0, height))
    }
    return placed.map(\.x)
  }
}
