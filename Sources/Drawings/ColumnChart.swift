/// Values of several things side by side in columns, such as runs: within a column a rule joins what belongs
/// together, and the order of columns means nothing, so nothing joins columns.
package struct ColumnChart: Sendable {
  package struct Series: Sendable {
    package var name: String
    package var symbol: Symbol
    package var isBold: Bool
    /// One for each column; nil where there is none.
    package var values: [Double?]

    package init(_ name: String, symbol: Symbol, isBold: Bool = false, values: [Double?]) {
      self.name = name
      self.symbol = symbol
      self.isBold = isBold
      self.values = values
    }
  }

  package var title: String
  package var description: String
  package var columns: [String]
  package var series: [Series]
  /// What the values are, and what a column is.
  package var valueName: String
  package var columnName: String
  package var width = 360.0

  package init(
    title: String, description: String, columns: [String], series: [Series], valueName: String,
    columnName: String
  ) {
    self.title = title
    self.description = description
    self.columns = columns
    self.series = series
    self.valueName = valueName
    self.columnName = columnName
  }

  package var drawing: Drawing {
    let size = Drawing.textSize
    let longest = series.map { TextWidth.estimate($0.name, size: size, isBold: $0.isBold) }.max() ?? 0
    let labelWidth = min(longest, width / 3)
    let top = 24.0
    let bottom = top + max(170, Double(series.count) * 14)
    let (left, right) = (32.0, width - labelWidth - 24)
    var drawing = Drawing(width: width, height: bottom + 34, title: title, description: description)
    let values = series.flatMap { $0.values.compactMap { $0 } }
    let scale = Scale(domain: Scale.domain(covering: values), from: bottom, to: top)
    drawing.verticalAxis(scale, ticks: scale.ticks(atMost: 6), x: left, rulesTo: right, name: valueName)
    let step = (right - left) / Double(max(1, columns.count))
    func x(_ column: Int) -> Double { left + (Double(column) + 0.5) * step }
    // A number for each column where there is room, otherwise every second, fifth, …
    let widest = (columns.map { TextWidth.estimate($0, size: size) }.max() ?? 0) + 4
    let every = [1, 2, 5, 10, 20, 50].first { Double($0) * step >= widest } ?? 100
    for (column, name) in columns.enumerated() {
      if every == 1 || (column + 1).isMultiple(of: every) || column == 0 {
        drawing.text(name, x: x(column), y: bottom + 16, anchor: .middle, opacity: 0.8)
      }
      let present = series.compactMap { column < $0.values.count ? $0.values[column] : nil }.filter(
        \.isFinite)
      guard let least = present.min(), let greatest = present.max() else { continue }
      drawing.line(x(column), scale.place(least), x(column), scale.place(greatest), opacity: 0.35)
    }
    drawing.text(columnName, x: (left + right) / 2, y: bottom + 30, anchor: .middle, opacity: 0.8)
    // Many things in a column stand a little apart, so that none hides another.
    let apart = series.count > 4 ? min(5, 0.7 * step / Double(series.count)) : 0
    let shifts = series.indices.map { (Double($0) - Double(series.count - 1) / 2) * apart }
    for (line, shift) in zip(series, shifts) {
      for (column, value) in line.values.enumerated() where column < columns.count {
        guard let value, value.isFinite else { continue }
        drawing.symbol(
          line.symbol, x: x(column) + shift, y: scale.place(value),
          note: "\(line.name), \(columnName) \(columns[column]): \(Figures.fixed(value, 2))")
      }
    }
    let ends = zip(series, shifts).map { line, shift -> (x: Double, y: Double)? in
      guard line.values.count == columns.count, let value = line.values.last ?? nil, value.isFinite else {
        return nil
      }
      return (x(columns.count - 1) + shift, scale.place(value))
    }
    label(&drawing, ends: ends, at: right, width: labelWidth, bounds: top...bottom)
    return drawing
  }

  /// Names right of the last column, each with its symbol, and a line from its value there.
  private func label(
    _ drawing: inout Drawing, ends: [(x: Double, y: Double)?], at right: Double, width: Double,
    bounds: ClosedRange<Double>
  ) {
    let places = LabelSpread.places(ends.map { $0?.y ?? bounds.upperBound }, gap: 14, within: bounds)
    for (index, line) in series.enumerated() {
      if let end = ends[index] { drawing.line(end.x + 6, end.y, right + 4, places[index], opacity: 0.3) }
      drawing.symbol(line.symbol, x: right + 11, y: places[index])
      let name = TextWidth.shortened(
        line.name, to: width, size: Drawing.textSize, isBold: line.isBold)
      drawing.text(
        Markup.isolated(name), x: right + 19, y: places[index] + 4, isBold: line.isBold,
        note: name == line.name ? nil : line.name)
    }
  }
}
