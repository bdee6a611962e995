/// Curves over whole numbers from 1 on, such as epochs: a thin one for each run, and a bold one that sums them up.
/// Small: many of them stand side by side on the same scale.
package struct LineChart: Sendable {
  package struct Curve: Sendable {
    package var points: [(x: Double, y: Double)]
    /// A place on it to mark.
    package var mark: (x: Double, y: Double)?

    package init(_ points: [(x: Double, y: Double)], mark: (x: Double, y: Double)? = nil) {
      self.points = points.filter { $0.x.isFinite && $0.y.isFinite }
      self.mark = mark
    }
  }

  package var title: String
  package var description: String
  package var curves: [Curve]
  package var bold: Curve
  /// What the vertical axis shows; curves may begin outside, and later points outside are drawn beyond the axis.
  package var domain: ClosedRange<Double>
  package var last: Int
  package var xName: String
  package var width = 180.0
  package var height = 140.0

  package init(
    title: String, description: String, curves: [Curve], bold: Curve, domain: ClosedRange<Double>, last: Int,
    xName: String
  ) {
    self.title = title
    self.description = description
    self.curves = curves
    self.bold = bold
    self.domain = domain
    self.last = last
    self.xName = xName
  }

  package var drawing: Drawing {
    var drawing = Drawing(width: width, height: height, title: title, description: description)
    let (left, right, top, bottom) = (32.0, width - 10, 6.0, height - 30)
    let y = Scale(domain: domain, from: bottom, to: top)
    let x = Scale(domain: 1...Double(max(2, last)), from: left + 4, to: right)
    drawing.verticalAxis(y, ticks: y.ticks(atMost: 5), x: left, rulesTo: right)
    let whole = x.ticks(atMost: 5).filter { $0.value == $0.value.rounded() }
    drawing.horizontalAxis(x, ticks: whole, y: bottom, name: xName)
    func places(_ curve: Curve) -> [(x: Double, y: Double)] {
      risen(curve.points).map { (x.place($0.x), y.place($0.y)) }
    }
    for curve in curves { drawing.polyline(places(curve), opacity: 0.4) }
    drawing.polyline(places(bold), width: 2.4)
    for curve in curves {
      // A single epoch is no line.
      if curve.points.count == 1, curve.mark == nil, let only = places(curve).first {
        drawing.symbol(Symbol(0), x: only.x, y: only.y, radius: 1.8)
      }
      guard let mark = curve.mark, domain.contains(mark.y) else { continue }
      drawing.symbol(Symbol(0, filled: false), x: x.place(mark.x), y: y.place(mark.y), radius: 2.2)
    }
    return drawing
  }

  /// A curve without what lies beyond the domain before it first enters; it then begins at the edge.
  private func risen(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    guard let first = points.firstIndex(where: { domain.contains($0.y) }) else { return [] }
    guard first > 0 else { return points }
    let (outside, inside) = (points[first - 1], points[first])
    let edge = outside.y < domain.lowerBound ? domain.lowerBound : domain.upperBound
    let share = (edge - outside.y) / (inside.y - outside.y)
    return [(outside.x + share * (inside.x - outside.x), edge)] + points[first...]
  }
}
