/// Named points on a plane whose horizontal axis is logarithmic, with whiskers upwards and downwards.
package struct ScatterChart: Sendable {
  package struct Point: Sendable {
    package var name: String
    package var symbol: Symbol
    package var isBold: Bool
    package var x: Double
    package var y: Double
    package var low: Double?
    package var high: Double?

    package init(
      _ name: String, symbol: Symbol, isBold: Bool = false, x: Double, y: Double, low: Double? = nil,
      high: Double? = nil
    ) {
      self.name = name
      self.symbol = symbol
      self.isBold = isBold
      self.x = x
      self.y = y
      self.low = low
      self.high = high
    }
  }

  package var title: String
  package var description: String
  package var points: [Point]
  package var xName: String
  package var yName: String
  package var width = 360.0

  /// Points that are not on a logarithmic axis (no x above zero) are left out.
  package init(title: String, description: String, points: [Point], xName: String, yName: String) {
    self.title = title
    self.description = description
    self.points = points.filter { $0.x > 0 && $0.x.isFinite && $0.y.isFinite }
    self.xName = xName
    self.yName = yName
  }

  package var drawing: Drawing {
    let size = Drawing.textSize
    let longest = points.map { TextWidth.estimate($0.name, size: size, isBold: $0.isBold) }.max() ?? 0
    let labelWidth = min(longest, width / 3)
    let top = 24.0
    let bottom = top + max(170, Double(points.count) * 14)
    let (left, right) = (32.0, width - labelWidth - 24)
    var drawing = Drawing(width: width, height: bottom + 34, title: title, description: description)
    let x = Scale(
      .logarithmic, domain: Scale.domain(.logarithmic, covering: points.map(\.x)), from: left + 6,
      to: right - 6)
    let y = Scale(
      domain: Scale.domain(covering: points.flatMap { [$0.y, $0.low, $0.high].compactMap { $0 } }),
      from: bottom, to: top)
    drawing.verticalAxis(y, ticks: y.ticks(atMost: 6), x: left, rulesTo: right, name: yName)
    drawing.horizontalAxis(x, ticks: x.ticks(atMost: 5), y: bottom, name: xName)
    let places = LabelSpread.places(points.map { y.place($0.y) }, gap: 14, within: top...bottom)
    for (index, point) in points.enumerated() {
      let (across, up) = (x.place(point.x), y.place(point.y))
      drawing.line(across + 5, up, right + 4, places[index], opacity: 0.3)
      if let low = point.low, let high = point.high, low.isFinite, high.isFinite {
        drawing.line(across, y.place(low), across, y.place(high), opacity: 0.7)
      }
    }
    for (index, point) in points.enumerated() {
      drawing.symbol(
        point.symbol, x: x.place(point.x), y: y.place(point.y),
        note: "\(point.name): \(Figures.fixed(point.y, 2)), \(Figures.compact(point.x))")
      drawing.symbol(point.symbol, x: right + 11, y: places[index])
      let name = TextWidth.shortened(
        point.name, to: labelWidth, size: size, isBold: point.isBold)
      drawing.text(
        Markup.isolated(name), x: right + 19, y: places[index] + 4, isBold: point.isBold,
        note: name == point.name ? nil : point.name)
    }
    return drawing
  }
}
