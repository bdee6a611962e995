import TensorMath
import Testing

@testable import VectorTraining

@Suite struct NegativeSamplerTests {
  @Test func `words are drawn by the three quarters' power of their counts`() {
    let counts = [1000, 500, 100, 20, 1, 1]
    let sampler = NegativeSampler(counts: counts)
    var generator = SeededGenerator(seed: 11)
    var drawn = [Int](repeating: 0, count: counts.count)
    let total = 400_000
    for _ in 0..<total { drawn[Int(sampler.word(generator.next()))] += 1 }
    let weights = counts.map { exponential(0.75 * logarithm(Double($0))) }
    for word in counts.indices {
      let expected = Double(total) * weights[word] / weights.reduce(0, +)
      #expect(abs(Double(drawn[word]) - expected) < 5 * expected.squareRoot(), "word \(word)")
    }
  }

  @Test func `a word that never occurs is never drawn`() {
    let sampler = NegativeSampler(counts: [3, 0, 5])
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<100_000 { #expect(sampler.word(generator.next()) != 1) }
  }

  @Test func `numbers of a place do not depend on those of others, and cover their range`() {
    var seen = Set<Int>()
    var first: [UInt64] = []
    for place in 0..<2000 {
      var generator = PlaceGenerator(key: 9, place: UInt64(place))
      first.append(generator.next())
      seen.insert(PlaceGenerator.below(10, generator.next()))
    }
    #expect(Set(first).count == 2000)
    #expect(seen == Set(0..<10))
    var other = PlaceGenerator(key: 10, place: 0)
    #expect(other.next() != first[0])
  }
}
