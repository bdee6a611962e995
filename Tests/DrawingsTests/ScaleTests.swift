import Drawings
import Testing

@Suite struct ScaleTests {
  @Test func `A linear scale keeps proportions, also upside down`() {
    let scale = Scale(domain: 10...20, from: 200, to: 0)
    #expect(scale.place(10) == 200)
    #expect(scale.place(20) == 0)
    #expect(scale.place(12.5) == 150)
  }

  @Test func `A logarithmic scale gives factors equal room`() {
    let scale = Scale(.logarithmic, domain: 1...10_000, from: 0, to: 100)
    #expect(abs(scale.place(100) - 50) < 1e-9)
    #expect(abs(scale.place(1000) - scale.place(100) - 25) < 1e-9)
  }

  @Test func `A domain has a twentieth of room`() {
    #expect(Scale.domain(covering: [0, 40, 100]) == -5...105)
  }

  @Test func `A domain leaves out what cannot be drawn`() {
    #expect(Scale.domain(covering: [.nan, 0, 100, .infinity, -.infinity]) == -5...105)
    let logarithmic = Scale.domain(.logarithmic, covering: [0, -5, 10, 1000, .nan])
    #expect(logarithmic.lowerBound > 5 && logarithmic.lowerBound < 10)
    #expect(logarithmic.upperBound > 1000 && logarithmic.upperBound < 1500)
  }

  @Test(arguments: [[], [3.0], [0.0], [0.1 + 0.2, 0.3], [-7.0, -7]])
  func `A domain of one value or none has a width`(values: [Double]) {
    for kind in [Scale.Kind.linear, .logarithmic] {
      let domain = Scale.domain(kind, covering: values)
      #expect(domain.upperBound - domain.lowerBound >= 0.1)
      if kind == .linear { #expect(values.allSatisfy(domain.contains)) }
    }
  }
}
