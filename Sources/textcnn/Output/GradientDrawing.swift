import Foundation
import ModelTraining

/// Gradients and steps over a training, as SVG: readable in black and white, light or dark, on paper.
///
/// Two drawings one above the other with a logarithmic scale: what arrives at each convolution from above, and how far each
/// layer moves compared with its size. Steps are gathered into at most a hundred medians.
struct GradientDrawing {
  private struct Line {
    var name: String
    var values: [Double?]
  }
  private let steps: Int
  private let signals: [Line]
  private let moves: [Line]

  init(_ records: [StepRecord]) {
    steps = records.count
    let size = max(1, (records.count + 99) / 100)
    let chunks = stride(from: 0, to: records.count, by: size).map {
      records[$0..<min($0 + size, records.count)]
    }
    func lines(_ value: (StepRecord.Layer) -> Double?) -> [Line] {
      records[0].layers.indices.compactMap { index in
        let values = chunks.map { chunk -> Double? in
          let sorted = chunk.compactMap { value($0.layers[index]) }.filter { $0 > 0 && $0.isFinite }.sorted()
          return sorted.isEmpty ? nil : sorted[sorted.count / 2]
        }
        return values.contains { $0 != nil } ? Line(name: records[0].layers[index].name, values: values) : nil
      }
    }
    signals = lines { $0.signalNorm }
    moves = lines { $0.updateRatio }
  }

  private static let (width, panel, gap) = (920.0, 340.0, 60.0)
  private static let plot = (left: 70.0, right: 730.0, top: 50.0, bottom: 300.0)

  var svg: String {
    let height = 2 * Self.panel + Self.gap
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \(Int(height))" font-family="system-ui, sans-serif" \
      font-size="13">
      <style>
        svg { color: #1b1f24; background: #fff; }
        @media (prefers-color-scheme: dark) { svg { color: #e8eaed; background: #16181b; } }
        text { fill: currentColor; } .rule { stroke: currentColor; stroke-opacity: .18; }
        .line { fill: none; stroke-width: 1.8; }
      </style>
      \(drawing(signals, title: "What arrives at each convolution from above (L2 norm of ∂L/∂z)", y: 0))
      \(drawing(moves, title: "How far a step moves each layer, compared with its size", y: Self.panel + Self.gap))
      </svg>

      """
  }

  private func drawing(_ lines: [Line], title: String, y: Double) -> String {
    let logs = lines.flatMap { $0.values.compactMap { $0.map { log10($0) } } }
    guard let least = logs.min(), let greatest = logs.max() else {
      return "<g transform=\"translate(0 \(y))\"><text x=\"70\" y=\"24\">\(title): nothing to draw</text></g>"
    }
    let (low, high) = (least.rounded(.down), max(greatest.rounded(.up), least.rounded(.down) + 1))
    let plot = Self.plot
    func height(_ value: Double) -> Double {
      plot.bottom - (log10(value) - low) / (high - low) * (plot.bottom - plot.top)
    }
    var parts = ["<text x=\"\(plot.left)\" y=\"24\" font-size=\"15\" font-weight=\"600\">\(title)</text>"]
    // At most a dozen rules.
    let spacing = max(1, Int(((high - low) / 10).rounded(.up)))
    for exponent in stride(from: Int(low), through: Int(high), by: spacing) {
      let at = height(pow(10, Double(exponent)))
      parts.append(
        "<line class=\"rule\" x1=\"\(plot.left)\" x2=\"\(plot.right)\" y1=\"\(number(at))\" y2=\"\(number(at))\"/>"
          + "<text x=\"\(plot.left - 8)\" y=\"\(number(at + 4))\" text-anchor=\"end\">10<tspan dy=\"-5\" font-size=\"10\">"
          + "\(exponent)</tspan></text>")
    }
    parts.append("<text x=\"\(plot.left)\" y=\"\(plot.bottom + 22)\">step 1</text>")
    parts.append(
      "<text x=\"\(plot.right)\" y=\"\(plot.bottom + 22)\" text-anchor=\"end\">step \(Numbers.count(steps))</text>"
    )
    for (index, place) in labelPlaces(lines, height).enumerated() {
      parts.append(line(lines[index], number: index, of: lines.count, label: place, height))
    }
    return "<g transform=\"translate(0 \(number(y)))\">\n" + parts.joined(separator: "\n") + "\n</g>"
  }

  /// Labels beside the ends of their lines, moved apart where they would touch.
  private func labelPlaces(_ lines: [Line], _ height: (Double) -> Double) -> [Double] {
    let ends = lines.map { line in
      line.values.last(where: { $0 != nil }).flatMap { $0 }.map(height) ?? Self.plot.bottom
    }
    var places = ends
    var above = Self.plot.top - 16
    for index in ends.indices.sorted(by: { ends[$0] < ends[$1] }) {
      places[index] = max(ends[index], above + 15)
      above = places[index]
    }
    return places
  }

  private func line(
    _ line: Line, number index: Int, of count: Int, label: Double, _ height: (Double) -> Double
  ) -> String {
    let plot = Self.plot
    let spacing = (plot.right - plot.left) / Double(max(1, line.values.count - 1))
    var path = ""
    var last = (x: plot.left, y: label)
    for (step, value) in line.values.enumerated() {
      guard let value else { continue }
      last = (plot.left + Double(step) * spacing, height(value))
      path += "\(path.isEmpty || line.values[step - 1] == nil ? "M" : "L")\(number(last.x)) \(number(last.y))"
    }
    // From blue below to orange above; dashes tell neighbours apart without colour.
    let hue = 215 - 185 * Double(index) / Double(max(1, count - 1))
    let dashes = ["", "6 3", "2 3", "9 3 2 3"][index % 4]
    let color = "hsl(\(Int(hue)) 65% 45%)"
    return "<path class=\"line\" d=\"\(path)\" stroke=\"\(color)\" stroke-dasharray=\"\(dashes)\"/>"
      + "<line x1=\"\(number(last.x + 2))\" y1=\"\(number(last.y))\" x2=\"\(plot.right + 14)\" y2=\"\(number(label))\" "
      + "stroke=\"\(color)\" stroke-opacity=\".5\"/>"
      + "<text x=\"\(plot.right + 18)\" y=\"\(number(label + 4))\">\(line.name)</text>"
  }

  private func number(_ value: Double) -> String { String(format: "%.1f", value) }
}
