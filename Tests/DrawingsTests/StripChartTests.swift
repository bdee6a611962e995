import Testing

@testable import Drawings

@Suite struct StripChartTests {
  private func chart(_ axis: StripChart.Axis, _ dots: [(Double, Double?)]) -> StripChart {
    StripChart(
      title: "title", description: "description", axis: axis,
      dots: dots.enumerated().map {
        StripChart.Dot(across: $0.element.0, up: $0.element.1, symbol: Symbol(0), note: "note \($0.offset)")
      }, valueName: "up", axisName: "across", domain: 0...10)
  }

  @Test func `Every dot is drawn, but for those that have no place`() {
    let columns = chart(.columns(["a", "b"]), [(0, 1), (1, 2), (2, 3), (0.5, 4), (0, .nan), (1, nil)])
    #expect(columns.dots.map(\.note) == ["note 0", "note 1", "note 5"])
    #expect(
      columns.drawing.svg.components(separatedBy: "<circle").count - 1 == 2, "what has no value is a cross")
    let numbers = chart(.logarithmic, [(0.001, 1), (0, 2), (-1, 3), (1, nil)])
    #expect(numbers.dots.map(\.note) == ["note 0", "note 3"])
    #expect(numbers.drawing.svg.contains(">0.001</text>"))
  }

  @Test func `A chart of nothing is a chart`() {
    for axis in [StripChart.Axis.columns([]), .columns(["a"]), .logarithmic] {
      #expect(chart(axis, []).drawing.svg.hasSuffix("</svg>"))
    }
  }

  @Test func `The median counts what has no value as the least`() {
    #expect(StripChart.median([]) == nil)
    #expect(StripChart.median([3, 1, 2]) == 2)
    #expect(StripChart.median([4, 3, 2, 1]) == 2)
    #expect(StripChart.median([3, -.infinity, -.infinity]) == -.infinity)
  }

  @Test func `Dots that would hide each other stand side by side, as far as there is room`() {
    #expect(StripChart.shifts([0, 50, 100], within: 20) == [0, 0, 0])
    #expect(StripChart.shifts([0, 0, 0, 0, 0, 0], within: 12) == [0, 6, -6, 12, -12, 0])
    #expect(StripChart.shifts([0, 1], within: 3) == [0, 0])
  }
}
