import Foundation

/// A mark that stands for one of up to twelve things by its shape, filled or open: colour is never needed.
package struct Symbol: Sendable, Equatable {
  package var shape: Int
  package var isFilled: Bool

  /// - Parameter shape: Counted from 0; after twelve they come again.
  package init(_ shape: Int, filled: Bool = true) {
    self.shape = shape % Self.outlines.count
    isFilled = filled
  }

  /// Corners around (0, 0), about as far from it as a circle of radius 1; the first shape is that circle.
  private static let outlines: [[(x: Double, y: Double)]] = [
    [],
    [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    [(0, -1.2), (1.1, 0.8), (-1.1, 0.8)],
    [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
    [(0, 1.2), (1.1, -0.8), (-1.1, -0.8)],
    (0..<10).map { corner in
      let (angle, radius) = (Double(corner) * .pi / 5, corner.isMultiple(of: 2) ? 1.5 : 0.6)
      return (radius * sin(angle), -radius * cos(angle))
    },
    cross.map { ($0.x, $0.y) },
    cross.map { (($0.x - $0.y) * 0.75, ($0.x + $0.y) * 0.75) },
    [(-1.2, -0.9), (0, -0.25), (1.2, -0.9), (1.2, 0.9), (0, 0.25), (-1.2, 0.9)],
    [(-0.9, -1.2), (0.9, -1.2), (0.25, 0), (0.9, 1.2), (-0.9, 1.2), (-0.25, 0)],
    [(-1.2, 0), (0.8, -1.1), (0.8, 1.1)],
    [(1.2, 0), (-0.8, -1.1), (-0.8, 1.1)],
  ]

  private static let cross: [(x: Double, y: Double)] = [
    (-0.4, -1.3), (0.4, -1.3), (0.4, -0.4), (1.3, -0.4), (1.3, 0.4), (0.4, 0.4), (0.4, 1.3), (-0.4, 1.3),
    (-0.4, 0.4), (-1.3, 0.4), (-1.3, -0.4), (-0.4, -0.4),
  ]

  /// The mark as an SVG element around (`x`, `y`), without its end: `<circle …` or `<path …`.
  func element(x: Double, y: Double, radius: Double) -> String {
    let paint =
      "fill=\"\(isFilled ? "currentColor" : "var(--paper, #fff)")\" stroke=\"currentColor\" stroke-width=\"1.2\""
    let outline = Self.outlines[shape]
    guard !outline.isEmpty else {
      return "<circle cx=\"\(short(x))\" cy=\"\(short(y))\" r=\"\(short(radius))\" \(paint)"
    }
    let corners = outline.map { "\(short(x + radius * $0.x)) \(short(y + radius * $0.y))" }
    return "<path d=\"M\(corners.joined(separator: "L"))Z\" \(paint)"
  }
}

/// A coordinate: a tenth of a unit is less than one sees.
func short(_ value: Double) -> String {
  guard value.isFinite else { return "0" }
  let text = String(format: "%.1f", value)
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

extension Symbol {
  /// The mark alone, the size of a letter, to stand in text.
  package var icon: String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-6 -6 12 12\" width=\"12\" height=\"12\">"
      + "\(element(x: 0, y: 0, radius: 4))/></svg>"
  }
}
