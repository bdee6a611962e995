import Drawings
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ChartTests {
  /// Elements of a drawing by name, with their attributes; nil if it is no XML.
  private func elements(_ svg: String) -> [(name: String, attributes: [String: String])]? {
    final class Collector: NSObject, XMLParserDelegate {
      var elements: [(name: String, attributes: [String: String])] = []
      func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
      ) {
        elements.append((name, attributes))
      }
    }
    let collector = Collector()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = collector
    return parser.parse() ? collector.elements : nil
  }

  private func count(_ name: String, in svg: String) -> Int? {
    elements(svg).map { $0.count { $0.name == name } }
  }

  @Test func `A drawing tells what it is, and escapes`() throws {
    var drawing = Drawing(width: 100, height: 50, title: "a < b", description: "\"c\" & d")
    drawing.text("</text><script>", x: 1, y: 2, note: "<>")
    let svg = drawing.svg
    #expect(svg.contains("<title>a &lt; b</title>"))
    #expect(svg.contains("<desc>&quot;c&quot; &amp; d</desc>"))
    #expect(try #require(elements(svg)).map(\.name) == ["svg", "title", "desc", "text", "title"])
  }

  @Test func `Dots have whiskers where there is an interval`() throws {
    func chart(_ lanes: [DotChart.Lane]) -> String {
      DotChart(
        title: "t", description: "d", rows: [DotChart.Row("row", lanes: lanes)], axisName: "x", reference: 0
      ).drawing.svg
    }
    let bare = chart([DotChart.Lane(value: 1)])
    let whiskered = chart([DotChart.Lane(value: 1, low: 0, high: 1.05)])
    #expect(count("circle", in: bare) == 1)
    #expect(try #require(count("line", in: whiskered)) >= #require(count("line", in: bare)) + 3)
    let broken = chart([DotChart.Lane(value: .nan, low: .nan, high: .infinity)])
    #expect(count("circle", in: broken) == 0)
    #expect(!broken.lowercased().contains("nan") && !broken.contains("inf"))
  }

  @Test func `A dot lies between the ticks around it`() throws {
    let svg = DotChart(
      title: "t", description: "d",
      rows: [DotChart.Row("a", lanes: [.init(value: 0), .init(value: 15), .init(value: 100)])], axisName: "x"
    ).drawing.svg
    let all = try #require(elements(svg))
    let dots = all.filter { $0.name == "circle" }.compactMap { Double($0.attributes["cx"] ?? "") }
    // Tick marks are the short lines below the axis; 0, 20, 40 … are the ticks of 0 to 100.
    let marks = all.filter { $0.name == "line" && $0.attributes["x1"] == $0.attributes["x2"] }
      .filter {
        abs((Double($0.attributes["y2"] ?? "") ?? 0) - (Double($0.attributes["y1"] ?? "") ?? 0)) == 3
      }
      .compactMap { Double($0.attributes["x1"] ?? "") }
    #expect(dots.count == 3 && marks.count == 6)
    #expect(abs(dots[0] - marks[0]) < 0.2 && abs(dots[2] - marks[5]) < 0.2)
    #expect(dots[1] > marks[0] && dots[1] < marks[1])
  }

  @Test func `Columns without a value have no mark`() {
    let chart = ColumnChart(
      title: "t", description: "d", columns: ["1", "2", "3"],
      series: [
        .init("a", symbol: Symbol(0), values: [80, nil, 82]),
        .init("b", symbol: Symbol(1), values: [.nan, 81, 83]),
      ],
      valueName: "y", columnName: "run")
    // Two values of the circles, and one beside the name.
    #expect(count("circle", in: chart.drawing.svg) == 3)
    #expect(count("path", in: chart.drawing.svg) == 3)
  }

  @Test func `Many things in a column stand apart, few in line`() throws {
    func places(_ count: Int) throws -> Int {
      let series = (0..<count).map {
        ColumnChart.Series("\($0)", symbol: Symbol(0), values: [80 + Double($0)])
      }
      let chart = ColumnChart(
        title: "t", description: "d", columns: ["1"], series: series, valueName: "y", columnName: "run")
      // The last half of the circles stands beside the names.
      let circles = try #require(elements(chart.drawing.svg)).filter { $0.name == "circle" }.prefix(count)
      return Set(circles.map { $0.attributes["cx"] }).count
    }
    #expect(try places(3) == 1)
    #expect(try places(9) == 9)
  }

  @Test func `Columns of nothing are still a drawing`() {
    let chart = ColumnChart(
      title: "t", description: "d", columns: [], series: [], valueName: "y", columnName: "run")
    #expect(elements(chart.drawing.svg) != nil)
  }

  @Test func `A curve begins at the edge of its axis`() throws {
    let curve = LineChart.Curve([(1, 0), (2, 70), (3, 80), (4, 75)])
    let svg = LineChart(
      title: "t", description: "d", curves: [], bold: curve, domain: 70...80, last: 4, xName: "epoch"
    ).drawing.svg
    let path = try #require(elements(svg)?.first { $0.name == "path" }?.attributes["d"])
    #expect(path.split(separator: "L").count == 4)
    #expect(path.hasPrefix("M") && !path.contains("nan"))
    let heights = path.dropFirst().split(separator: "L").compactMap {
      $0.split(separator: " ").last.flatMap { Double($0) }
    }
    #expect(heights.allSatisfy { (5...111).contains($0) }, "\(heights)")
  }

  @Test func `A bin of no documents has neither bar nor dot`() {
    let chart = CalibrationChart(
      title: "t", description: "d",
      bins: [
        .init(range: 0...0.5, count: 0, point: nil), .init(range: 0.5...1, count: 7, point: (0.8, 0.6)),
      ])
    #expect(count("rect", in: chart.drawing.svg) == 1)
    #expect(count("circle", in: chart.drawing.svg) == 1)
  }

  @Test(arguments: [(19, false), (20, true)])
  func `A dot of few documents is open`(count: Int, isFilled: Bool) throws {
    let chart = CalibrationChart(
      title: "t", description: "d", bins: [.init(range: 0.5...1, count: count, point: (0.8, 0.6))])
    let dot = try #require(elements(chart.drawing.svg)?.first { $0.name == "circle" })
    #expect((dot.attributes["fill"] == "currentColor") == isFilled)
  }

  @Test func `What has no place on a logarithmic axis is left out`() {
    let chart = ScatterChart(
      title: "t", description: "d",
      points: [
        .init("a", symbol: Symbol(0), x: 1000, y: 80), .init("b", symbol: Symbol(0), x: 0, y: 80),
        .init("c", symbol: Symbol(0), x: 100, y: .nan),
      ], xName: "x", yName: "y")
    #expect(count("circle", in: chart.drawing.svg) == 2)
  }

  @Test func `Twelve shapes differ, filled and open`() {
    let marks = (0..<12).flatMap { [Symbol($0).icon, Symbol($0, filled: false).icon] }
    #expect(Set(marks).count == 24)
    #expect(marks.allSatisfy { elements($0) != nil })
  }
}
