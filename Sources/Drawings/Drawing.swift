/// Marks on a plane, as one SVG element that takes its ink from the text around it: light or dark, screen or paper.
///
/// No style sheet is needed: what an element looks like stands in its attributes. Fainter marks are the same ink with
/// less of it.
package struct Drawing: Sendable {
  package enum Anchor: String, Sendable {
    case start, middle, end
  }
  /// Height of letters, in units of the drawing. At the width a drawing is made for, units are CSS pixels.
  package static let textSize = 11.0

  package var width: Double
  package var height: Double
  /// What a reader who cannot see the drawing is told: what it is, and what it shows.
  package var title: String
  package var description: String
  private var elements: [String] = []

  package init(width: Double, height: Double, title: String, description: String) {
    self.width = width
    self.height = height
    self.title = title
    self.description = description
  }

  package mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, width: Double = 1, opacity: Double = 1,
    dashes: String? = nil
  ) {
    elements.append(
      "<line x1=\"\(short(x1))\" y1=\"\(short(y1))\" x2=\"\(short(x2))\" y2=\"\(short(y2))\" "
        + "\(stroke(width, opacity, dashes))/>")
  }

  /// A line through points; fewer than two draw nothing.
  package mutating func polyline(
    _ points: [(x: Double, y: Double)], width: Double = 1, opacity: Double = 1
  ) {
    guard points.count > 1 else { return }
    let path = points.map { "\(short($0.x)) \(short($0.y))" }.joined(separator: "L")
    elements.append(
      "<path d=\"M\(path)\" fill=\"none\" stroke-linejoin=\"round\" \(stroke(width, opacity, nil))/>")
  }

  package mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, opacity: Double, note: String? = nil
  ) {
    elements.append(
      closed(
        "<rect x=\"\(short(x))\" y=\"\(short(y))\" width=\"\(short(width))\" height=\"\(short(height))\" "
          + "fill=\"currentColor\" fill-opacity=\"\(short2(opacity))\"", "rect", note))
  }

  /// - Parameter note: What a pointer that rests on the mark is told.
  package mutating func symbol(
    _ symbol: Symbol, x: Double, y: Double, radius: Double = 3.5, note: String? = nil
  ) {
    let element = symbol.element(x: x, y: y, radius: radius)
    elements.append(closed(element, element.hasPrefix("<circle") ? "circle" : "path", note))
  }

  /// - Parameters:
  ///   - y: Of the base line.
  ///   - isClear: Whether lines below the letters stop short of them.
  package mutating func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, size: Double = Drawing.textSize,
    isBold: Bool = false, opacity: Double = 1, isClear: Bool = false, note: String? = nil
  ) {
    let title = note.map { "<title>\(Markup.escaped($0))</title>" } ?? ""
    elements.append(
      "<text x=\"\(short(x))\" y=\"\(short(y))\""
        + (anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\"")
        + (size == Self.textSize ? "" : " font-size=\"\(short(size))\"")
        + (isBold ? " font-weight=\"700\"" : "")
        + (opacity == 1 ? "" : " fill-opacity=\"\(short2(opacity))\"")
        + (isClear ? " paint-order=\"stroke\" stroke=\"var(--paper, #fff)\" stroke-width=\"4\"" : "")
        + ">\(title)\(Markup.escaped(text))</text>")
  }

  package var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(short(width)) \(short(height))" \
    width="\(short(width))" height="\(short(height))" role="img" fill="currentColor" font-size="\(short(Self.textSize))">
    <title>\(Markup.escaped(title))</title>
    <desc>\(Markup.escaped(description))</desc>
    \(elements.joined(separator: "\n"))
    </svg>
    """
  }

  private func stroke(_ width: Double, _ opacity: Double, _ dashes: String?) -> String {
    "stroke=\"currentColor\""
      + (width == 1 ? "" : " stroke-width=\"\(short(width))\"")
      + (opacity == 1 ? "" : " stroke-opacity=\"\(short2(opacity))\"")
      + (dashes.map { " stroke-dasharray=\"\($0)\"" } ?? "")
  }

  private func closed(_ element: String, _ name: String, _ note: String?) -> String {
    note.map { "\(element)><title>\(Markup.escaped($0))</title></\(name)>" } ?? element + "/>"
  }

  private func short2(_ value: Double) -> String { Figures.fixed(value, 2) }
}
