import Drawings
import Foundation

/// A corpus in three pictures: the sizes of its classes, the lengths of its texts, and its words by rank
/// (Zipf's law).
package struct CorpusDrawing {
  private let statistics: CorpusStatistics
  private let name: String

  package init(_ statistics: CorpusStatistics, name: String) {
    self.statistics = statistics
    self.name = name
  }

  /// Of more classes than these the smaller ones are only told.
  private static let classLimit = 24
  private static let width = 640.0
  private static let (left, right) = (150.0, 600.0)

  package var svg: String {
    let classes = shownClasses
    let classHeight = Double(classes.shown.count + (classes.others.isEmpty ? 0 : 1)) * 18 + 24
    let (lengthTop, panel) = (classHeight + 56, 190.0)
    let rankTop = lengthTop + panel + 78
    var drawing = Drawing(
      width: Self.width, height: rankTop + panel + 44, title: name,
      description: "Documents of each label, documents by length, and words by rank and count.")
    drawClasses(&drawing, classes.shown, others: classes.others)
    drawLengths(&drawing, top: lengthTop, bottom: lengthTop + panel)
    drawRanks(&drawing, top: rankTop, bottom: rankTop + panel)
    // A file of its own has no page to take its paper from.
    let paper =
      "<style>svg { color: #1b1f24; background: #fff; font-family: system-ui, sans-serif; }</style>\n<title>"
    return drawing.svg.replacing("<title>", with: paper, maxReplacements: 1) + "\n"
  }

  private typealias Classes = ArraySlice<(label: String, count: Int)>

  private var shownClasses: (shown: Classes, others: Classes) {
    let all = statistics.classes
    let shown = all.count > Self.classLimit ? Self.classLimit - 1 : all.count
    return (all[..<shown], all[shown...])
  }

  private func drawClasses(_ drawing: inout Drawing, _ classes: Classes, others: Classes) {
    drawing.text("documents of each label", x: 0, y: Drawing.textSize, isBold: true)
    let most = Double(classes.map(\.count).max() ?? 1)
    for (row, entry) in classes.enumerated() {
      let y = 24 + Double(row) * 18
      let length = (Self.right - Self.left - 60) * Double(entry.count) / most
      let label = TextWidth.shortened(entry.label, to: Self.left - 20, size: Drawing.textSize)
      drawing.text(Markup.isolated(label), x: Self.left - 8, y: y + 10, anchor: .end, note: entry.label)
      drawing.rectangle(x: Self.left, y: y, width: max(length, 1), height: 12, opacity: 0.7)
      drawing.text(Figures.count(entry.count), x: Self.left + length + 6, y: y + 10, opacity: 0.8)
    }
    guard !others.isEmpty else { return }
    // A bar of them all would make those of single classes too short to compare.
    let y = 24 + Double(classes.count) * 18
    drawing.text("\(Figures.count(others.count)) others", x: Self.left - 8, y: y + 10, anchor: .end)
    drawing.text(
      "\(Figures.count(others.reduce(0) { $0 + $1.count })) together", x: Self.left, y: y + 10, opacity: 0.8)
  }

  /// Equal steps of length up to the 99 % quantile; longer texts are in the last bar.
  private func drawLengths(_ drawing: inout Drawing, top: Double, bottom: Double) {
    drawing.text("documents by length in tokens", x: 0, y: top - 20, isBold: true)
    let end = max(1, statistics.tokens.quantile(0.99) ?? 1)
    let step = max(1, Int((Double(end) / 40).rounded(.up)))
    var bars = [Int](repeating: 0, count: end / step + 1)
    var longest = end
    for (value, count) in statistics.tokens.sorted {
      bars[min(value / step, bars.count - 1)] += count
      longest = max(longest, value)
    }
    let most = Double(max(1, bars.max() ?? 1))
    let up = Scale(domain: 0...most * 1.05, from: bottom, to: top)
    let along = Scale(domain: 0...Double(bars.count * step), from: 40, to: Self.right)
    drawing.verticalAxis(up, ticks: up.ticks(atMost: 5), x: 40, rulesTo: Self.right)
    for (index, count) in bars.enumerated() where count > 0 {
      let x = along.place(Double(index * step))
      let last = index == bars.count - 1
      drawing.rectangle(
        x: x + 0.5, y: up.place(Double(count)), width: along.place(Double((index + 1) * step)) - x - 1,
        height: bottom - up.place(Double(count)), opacity: last ? 0.4 : 0.7,
        note:
          "\(index * step) to \(last ? longest : (index + 1) * step - 1) tokens: \(Figures.count(count)) documents"
      )
    }
    drawing.horizontalAxis(
      along, ticks: along.ticks(atMost: 8), y: bottom,
      name: "tokens; the last bar holds all longer texts, up to \(Figures.count(longest))")
  }

  private func drawRanks(_ drawing: inout Drawing, top: Double, bottom: Double) {
    drawing.text("words by rank and count", x: 0, y: top - 20, isBold: true)
    let ranked = statistics.words.ranked
    guard let first = ranked.first, ranked.count > 1 else { return }
    let counts = statistics.words.counts
    let up = Scale(.logarithmic, domain: 0.8...Double(max(2, counts[first])) * 1.3, from: bottom, to: top)
    let along = Scale(.logarithmic, domain: 1...Double(ranked.count), from: 40, to: Self.right)
    drawing.verticalAxis(up, ticks: up.ticks(atMost: 7), x: 40, rulesTo: Self.right)
    drawing.horizontalAxis(along, ticks: along.ticks(atMost: 8), y: bottom, name: "rank of the word")
    // As many points as can be told apart.
    var points: [(x: Double, y: Double)] = []
    for (rank, id) in ranked.enumerated() {
      let point = (x: along.place(Double(rank + 1)), y: up.place(Double(counts[id])))
      if let last = points.last, point.x - last.x < 1, rank + 1 < ranked.count { continue }
      points.append(point)
    }
    drawing.polyline(points, width: 1.6)
    for (rank, id) in ranked.prefix(3).enumerated() {
      drawing.text(
        statistics.words.text(of: id), x: along.place(Double(rank + 1)) + 6,
        y: up.place(Double(counts[id])) - 4, isClear: true)
    }
  }
}
