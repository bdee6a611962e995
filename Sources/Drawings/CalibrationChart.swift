/// How often what is said with a probability is right, and below how often it is said.
package struct CalibrationChart: Sendable {
  package struct Bin: Sendable {
    package var range: ClosedRange<Double>
    package var count: Int
    /// Mean probability and share that was right; nil for none.
    package var point: (x: Double, y: Double)?

    package init(range: ClosedRange<Double>, count: Int, point: (x: Double, y: Double)?) {
      self.range = range
      self.count = count
      self.point = point
    }
  }

  /// The share of fewer documents than this is mostly luck: its dot is open.
  package static let few = 20

  package var title: String
  package var description: String
  package var bins: [Bin]
  package var width = 180.0

  package init(title: String, description: String, bins: [Bin]) {
    self.title = title
    self.description = description
    self.bins = bins
  }

  package var drawing: Drawing {
    let (left, right, top) = (36.0, width - 12, 8.0)
    let bottom = top + (right - left)
    let (barTop, barBottom) = (bottom + 8, bottom + 40)
    var drawing = Drawing(width: width, height: barBottom + 32, title: title, description: description)
    let x = Scale(domain: 0...100, from: left, to: right)
    let y = Scale(domain: 0...100, from: bottom, to: top)
    drawing.verticalAxis(y, ticks: y.ticks(atMost: 6), x: left, rulesTo: right)
    drawing.line(left, bottom, right, top, opacity: 0.6, dashes: "4 3")
    let most = max(1, bins.map(\.count).max() ?? 0)
    for bin in bins where bin.count > 0 {
      let (from, to) = (x.place(100 * bin.range.lowerBound), x.place(100 * bin.range.upperBound))
      let height = Double(bin.count) / Double(most) * (barBottom - barTop)
      drawing.rectangle(
        x: from + 0.5, y: barBottom - height, width: max(0.5, to - from - 1), height: height, opacity: 0.45,
        note:
          "\(Figures.fixed(100 * bin.range.lowerBound, 0)) to \(Figures.fixed(100 * bin.range.upperBound, 0)) %: "
          + "\(Figures.count(bin.count)) documents")
    }
    drawing.text(Figures.compact(Double(most)), x: left - 5, y: barTop + 9, anchor: .end, opacity: 0.8)
    drawing.horizontalAxis(x, ticks: x.ticks(atMost: 6), y: barBottom, name: "probability, %")
    let points = bins.compactMap { bin in
      bin.point.map { (x: x.place(100 * $0.x), y: y.place(100 * $0.y), bin: bin) }
    }
    drawing.polyline(points.map { ($0.x, $0.y) }, width: 1.4)
    for point in points {
      drawing.symbol(
        Symbol(0, filled: point.bin.count >= Self.few), x: point.x, y: point.y, radius: 2.8,
        note: "said with \(Figures.fixed(point.bin.point.map { 100 * $0.x }, 1)) %, right in "
          + "\(Figures.fixed(point.bin.point.map { 100 * $0.y }, 1)) % of \(Figures.count(point.bin.count)) documents"
      )
    }
    return drawing
  }
}
