import Drawings
import Testing

@Suite struct TickTests {
  @Test(arguments: [
    (76.3...81.2, 6, ["77", "78", "79", "80", "81"]),
    (0.0...100, 6, ["0", "20", "40", "60", "80", "100"]),
    (-0.43...0.31, 5, ["−0.4", "−0.2", "0.0", "0.2"]),
    (0.1...0.35, 6, ["0.10", "0.15", "0.20", "0.25", "0.30", "0.35"]),
    (1200.0...51_000, 4, ["20000", "40000"]),
    (99.91...99.93, 5, ["99.910", "99.915", "99.920", "99.925", "99.930"]),
  ])
  func `Linear ticks are round numbers, as many as fit`(
    domain: ClosedRange<Double>, count: Int, labels: [String]
  ) {
    #expect(Tick.linear(domain, atMost: count).map(\.label) == labels)
  }

  @Test func `Ticks lie within the domain, are few, and are two at least`() {
    var span = 1e-9
    while span < 1e12 {
      for start in [-3.7 * span, 0, 0.123 * span, 41.9 * span] {
        let domain = start...(start + span)
        let ticks = Tick.linear(domain, atMost: 5)
        #expect((2...5).contains(ticks.count), "\(domain): \(ticks)")
        let slack = span * 1e-6
        #expect(ticks.allSatisfy { $0.value >= start - slack && $0.value <= start + span + slack })
        #expect(Set(ticks.map(\.value)).count == ticks.count)
      }
      span *= 1.7
    }
  }

  @Test func `A tick is the number its label says`() {
    #expect(
      Tick.linear(0...1, atMost: 11).map(\.value) == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
  }

  @Test func `A domain of no width or no end has no ticks`() {
    #expect(Tick.linear(3...3, atMost: 5).isEmpty)
    #expect(Tick.linear(0...(.infinity), atMost: 5).isEmpty)
  }

  @Test(arguments: [
    (500.0...20_000_000, 5, ["1k", "10k", "100k", "1M", "10M"]),
    (90.0...2_100, 6, ["100", "200", "500", "1k", "2k"]),
    (2_500_000.0...3_400_000, 5, ["2.6M", "2.8M", "3M", "3.2M", "3.4M"]),
    (1.0...1e12, 5, ["1", "10k", "100M", "1T"]),
  ])
  func `Logarithmic ticks are powers of ten where these are enough`(
    domain: ClosedRange<Double>, count: Int, labels: [String]
  ) {
    #expect(Tick.logarithmic(domain, atMost: count).map(\.label) == labels)
  }
}
