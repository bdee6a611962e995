extension Drawing {
  /// A horizontal axis at height `y`: ticks with numbers below, a faint rule upwards to `top`, and what it measures.
  package mutating func horizontalAxis(
    _ scale: Scale, ticks: [Tick], y: Double, rulesTo top: Double? = nil, name: String = ""
  ) {
    line(scale.start, y, scale.end, y, opacity: 0.6)
    for tick in ticks {
      let x = scale.place(tick.value)
      if let top { line(x, top, x, y, opacity: 0.12) }
      line(x, y, x, y + 3, opacity: 0.6)
      text(tick.label, x: x, y: y + 14, anchor: .middle, opacity: 0.8)
    }
    if !name.isEmpty {
      text(name, x: (scale.start + scale.end) / 2, y: y + 28, anchor: .middle, opacity: 0.8)
    }
  }

  /// A vertical axis at `x`: numbers to the left, a faint rule to `right`, and above it what it measures.
  package mutating func verticalAxis(
    _ scale: Scale, ticks: [Tick], x: Double, rulesTo right: Double, name: String = ""
  ) {
    for tick in ticks {
      let y = scale.place(tick.value)
      line(x, y, right, y, opacity: 0.12)
      text(tick.label, x: x - 5, y: y + 4, anchor: .end, opacity: 0.8)
    }
    if !name.isEmpty { text(name, x: 0, y: Drawing.textSize, opacity: 0.8) }
  }
}
