import Drawings

/// Pieces of HTML that all sections are made of.
enum Page {
  /// A name that came with the data: escaped, and with a direction of writing of its own.
  static func name(_ text: String) -> String { "<bdi>\(Markup.escaped(text))</bdi>" }

  /// What was said about the data as a sentence: with a capital at the beginning and a full stop; nothing for nothing.
  static func sentence(_ text: String) -> String {
    guard let first = text.first, let last = text.last else { return "" }
    return Markup.escaped(first.uppercased() + text.dropFirst()) + (".!?。…".contains(last) ? "" : ".")
  }

  /// A drawing with what one should know to read it. `caption` is HTML.
  static func figure(_ drawing: Drawing, caption: String) -> String {
    "<figure>\n<figcaption>\(caption)</figcaption>\n\(drawing.svg)\n</figure>"
  }

  /// A table that scrolls in a box of its own where it is wider than the page.
  ///
  /// - Parameters:
  ///   - caption: HTML, for all to see; also the name of the box.
  ///   - head: Columns, the one of row heads included; HTML.
  ///   - rows: HTML cells; the first of each row is its head.
  static func table(
    _ caption: String, label: String, head: [String], rows: [[String]], foot: [[String]] = [],
    kind: String = ""
  ) -> String {
    func row(_ cells: [String]) -> String {
      let rest = cells.dropFirst().map { "<td>\($0)</td>" }.joined()
      return "<tr><th scope=\"row\">\(cells.first ?? "")</th>\(rest)</tr>"
    }
    let columns = head.map { $0.isEmpty ? "<td></td>" : "<th scope=\"col\">\($0)</th>" }.joined()
    let end = foot.isEmpty ? "" : "\n<tfoot>\(foot.map(row).joined(separator: "\n"))</tfoot>"
    return """
      <div class="scroll" role="region" tabindex="0" aria-label="\(Markup.escaped(label))">
      <table\(kind.isEmpty ? "" : " class=\"\(kind)\"")>\(caption.isEmpty ? "" : "<caption><span>\(caption)</span></caption>")
      <thead><tr>\(columns)</tr></thead>
      <tbody>\(rows.map(row).joined(separator: "\n"))</tbody>\(end)
      </table>
      </div>
      """
  }

  /// A share of one in per cent: "81.32".
  static func percent(_ share: Double?, digits: Int = 2) -> String {
    Figures.fixed(share.map { 100 * $0 }, digits)
  }

  /// A difference of shares in points, with its sign: "+2.17".
  static func points(_ share: Double?, digits: Int = 2) -> String {
    Figures.signed(share.map { 100 * $0 }, digits)
  }

  /// Two ends in points, with digits enough that an end just clear of zero is not written as zero.
  static func interval(_ low: Double, _ high: Double) -> String {
    let closest = 100 * min(abs(low), abs(high))
    let digits = closest >= 0.005 || closest == 0 ? 2 : closest >= 0.0005 ? 3 : 4
    return "\(points(low, digits: digits)) to \(points(high, digits: digits))"
  }

  /// "0.0078"; what would be written as zero is "< 0.0001".
  static func probability(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    return value < 0.00005 ? "&lt; 0.0001" : Figures.fixed(value, 4)
  }

  static func count(_ value: Int, _ thing: String) -> String {
    "\(Figures.count(value)) \(thing)\(value == 1 ? "" : "s")"
  }

  /// "1.4 s", "3 min 20 s", "2 h 5 min".
  static func duration(_ seconds: Double) -> String {
    guard seconds >= 60, seconds < 1e9 else { return seconds < 60 ? "\(Figures.fixed(seconds, 1)) s" : "–" }
    let whole = Int(seconds.rounded())
    return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  /// In megabytes of a million bytes: "1.23", "45.0", "120".
  static func bytes(_ count: Int) -> String {
    Figures.fixed(Double(count) / 1e6, count < 10_000_000 ? 2 : count < 100_000_000 ? 1 : 0)
  }
}
