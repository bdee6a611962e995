/// Dots with whiskers, row under row on one axis: the chart for estimates and their intervals.
///
/// A row has one or several lanes (as for several methods on the same difference). Where names are short and lanes
/// single, a name stands left of its lane, otherwise above its lanes; numbers stand to the right.
package struct DotChart: Sendable {
  package struct Lane: Sendable {
    /// A letter or two before the lane; empty for none.
    package var key: String
    package var value: Double
    package var low: Double?
    package var high: Double?
    package var symbol: Symbol
    package var isBold: Bool
    /// The numbers, to the right.
    package var note: String

    package init(
      key: String = "", value: Double, low: Double? = nil, high: Double? = nil, symbol: Symbol = Symbol(0),
      isBold: Bool = false, note: String = ""
    ) {
      self.key = key
      self.value = value
      self.low = low
      self.high = high
      self.symbol = symbol
      self.isBold = isBold
      self.note = note
    }
  }

  package struct Row: Sendable {
    /// As drawn; names in it that may be written from right to left come isolated (`Markup.isolated`).
    package var name: String
    package var isBold: Bool
    package var lanes: [Lane]

    package init(_ name: String, isBold: Bool = false, lanes: [Lane]) {
      self.name = name
      self.isBold = isBold
      self.lanes = lanes
    }
  }

  package var title: String
  package var description: String
  package var rows: [Row]
  package var axisName: String
  /// A value to compare with, such as 0 for differences; it is always on the axis.
  package var reference: Double?
  /// What the axis shows; nil: what the rows need. Drawings to be compared share one.
  package var domain: ClosedRange<Double>?
  package var width = 360.0
  /// The part of the width that names beside their lanes may take.
  package var nameShare = 1.0 / 3

  package init(
    title: String, description: String, rows: [Row], axisName: String, reference: Double? = nil,
    domain: ClosedRange<Double>? = nil
  ) {
    self.title = title
    self.description = description
    self.rows = rows
    self.axisName = axisName
    self.reference = reference
    self.domain = domain
  }

  private static let (lane, nameLine, gap, size) = (17.0, 15.0, 6.0, Drawing.textSize)

  private var isStacked: Bool {
    rows.contains { $0.lanes.count != 1 || Self.width(of: $0.name, isBold: $0.isBold) > nameShare * width }
  }

  private static func width(of text: String, isBold: Bool) -> Double {
    TextWidth.estimate(text, size: size, isBold: isBold)
  }

  package var drawing: Drawing {
    let isStacked = isStacked
    let lanes = rows.flatMap(\.lanes)
    let nameWidth = isStacked ? 0 : (rows.map { Self.width(of: $0.name, isBold: $0.isBold) }.max() ?? 0)
    let keyWidth = lanes.map { Self.width(of: $0.key, isBold: false) }.max() ?? 0
    let noteWidth = lanes.map { Self.width(of: $0.note, isBold: $0.isBold) }.max() ?? 0
    let left = nameWidth + keyWidth + (nameWidth + keyWidth > 0 ? 10 : 4)
    let right = width - noteWidth - (noteWidth > 0 ? 10 : 4)
    let values =
      lanes.flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } } + (reference.map { [$0] } ?? [])
    let scale = Scale(
      domain: domain ?? Scale.domain(covering: values), from: left, to: max(right, left + 40))
    let laneSum = Double(lanes.count) * Self.lane
    // A long drawing has its numbers at both ends.
    let isLong = laneSum > 500
    let top = isLong ? 22.0 : 6.0
    let bottom =
      top + laneSum + Double(rows.count) * (isStacked ? Self.nameLine + Self.gap : 0) + (isStacked ? 0 : 2)
    var drawing = Drawing(width: width, height: bottom + 34, title: title, description: description)
    let ticks = scale.ticks(atMost: scale.end - scale.start > 180 ? 6 : 5)
    drawing.horizontalAxis(scale, ticks: ticks, y: bottom, rulesTo: top, name: axisName)
    for tick in ticks where isLong {
      drawing.text(tick.label, x: scale.place(tick.value), y: top - 8, anchor: .middle, opacity: 0.8)
    }
    if let reference {
      drawing.line(
        scale.place(reference), top, scale.place(reference), bottom, opacity: 0.7, dashes: "4 3")
    }
    var y = top
    for row in rows {
      if isStacked {
        let name = TextWidth.shortened(row.name, to: width, size: Self.size, isBold: row.isBold)
        drawing.text(
          name, x: 0, y: y + 12, isBold: row.isBold, isClear: true,
          note: name == row.name ? nil : row.name)
        y += Self.nameLine
      }
      for lane in row.lanes {
        let middle = y + Self.lane / 2
        if !isStacked {
          drawing.text(row.name, x: 0, y: middle + 4, isBold: row.isBold)
        }
        draw(lane, scale: scale, y: middle, keyAt: left - 6, named: row.name, on: &drawing)
        y += Self.lane
      }
      if isStacked { y += Self.gap }
    }
    return drawing
  }

  private func draw(
    _ lane: Lane, scale: Scale, y: Double, keyAt: Double, named name: String, on drawing: inout Drawing
  ) {
    if !lane.key.isEmpty { drawing.text(lane.key, x: keyAt, y: y + 4, anchor: .end, opacity: 0.8) }
    if let low = lane.low, let high = lane.high, low.isFinite, high.isFinite {
      let (from, to) = (scale.place(low), scale.place(high))
      drawing.line(from, y, to, y, width: lane.isBold ? 2.4 : 1, opacity: lane.isBold ? 1 : 0.7)
      for end in [from, to] { drawing.line(end, y - 3, end, y + 3, width: lane.isBold ? 2 : 1) }
    }
    if lane.value.isFinite {
      drawing.symbol(
        lane.symbol, x: scale.place(lane.value), y: y, radius: lane.isBold ? 4 : 3.5,
        note: "\(name): \(lane.note)")
    }
    if !lane.note.isEmpty {
      drawing.text(lane.note, x: width, y: y + 4, anchor: .end, isBold: lane.isBold)
    }
  }
}
