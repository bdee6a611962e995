import Testing

@testable import TextCorpus

@Suite struct BootstrapTests {
  @Test(arguments: [0, 1, 2, 1000])
  func asManyDocumentsAsThereAre(count: Int) {
    var generator = SplitMix(state: 5)
    let documents = Bootstrap(of: count, using: &generator).documents
    #expect(documents.count == count)
    #expect(documents.allSatisfy { (0..<count).contains($0) })
    #expect(documents == documents.sorted())
  }

  /// A document is left out with probability (1 − 1/n)ⁿ, near 1/e; drawn k times with Poisson's k-th probability.
  @Test func aThirdIsLeftOut() {
    var generator = SplitMix(state: 7)
    let count = 100_000
    var times = [Int](repeating: 0, count: count)
    for document in Bootstrap(of: count, using: &generator).documents { times[document] += 1 }
    for (draws, share) in [(0, 0.3679), (1, 0.3679), (2, 0.1839), (3, 0.0613)] {
      #expect(abs(Double(times.count { $0 == draws }) / Double(count) - share) < 0.006, "\(draws)")
    }
  }

  @Test func theGeneratorDecides() {
    var (a, b, c) = (SplitMix(state: 1), SplitMix(state: 1), SplitMix(state: 2))
    let first = Bootstrap(of: 500, using: &a)
    #expect(Bootstrap(of: 500, using: &b) == first)
    #expect(Bootstrap(of: 500, using: &c) != first)
    #expect(Bootstrap(of: 500, using: &a) != first)
  }
}
