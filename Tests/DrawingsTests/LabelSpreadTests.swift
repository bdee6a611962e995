import Drawings
import Testing

@Suite struct LabelSpreadTests {
  @Test func `Labels with room stay`() {
    #expect(LabelSpread.places([50, 10, 90], gap: 14, within: 0...100) == [50, 10, 90])
  }

  @Test func `Labels that touch move apart around their middle`() {
    #expect(LabelSpread.places([50, 50, 50], gap: 10, within: 0...100) == [40, 50, 60])
    // The second pair's spreading reaches the first label.
    let places = LabelSpread.places([38, 50, 50], gap: 10, within: 0...100)
    #expect(places[1] - places[0] >= 10 && places[2] - places[1] == 10)
  }

  @Test func `Labels stay within bounds while there is room`() {
    #expect(LabelSpread.places([99, 98, 97], gap: 10, within: 0...100) == [100, 90, 80])
    #expect(LabelSpread.places([1, 2], gap: 10, within: 0...100) == [0, 10])
  }

  @Test func `However they crowd, labels never touch`() {
    let wanted = (0..<12).map { Double(($0 * 37) % 50) }
    let sorted = LabelSpread.places(wanted, gap: 14, within: 0...170).sorted()
    #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $1 - $0 >= 14 - 1e-9 })
    #expect(sorted[0] >= 0 && sorted[11] <= 170)
  }
}
