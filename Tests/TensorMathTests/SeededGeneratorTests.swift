import TensorMath
import Testing

@Suite struct SeededGeneratorTests {
  /// From an independent implementation of xoshiro256++ and SplitMix64, itself checked with the authors' vectors.
  @Test func firstValuesArePinned() {
    var generator = SeededGenerator(seed: 1)
    #expect(generator.next() == 0xcfc5_d07f_6f03_c29b)
    #expect(generator.next() == 0xbf42_4132_963f_e08d)
    #expect(generator.next() == 0x19a3_7d57_57aa_f520)
    #expect(generator.next() == 0xbf08_119f_05cd_56d6)
    var named = SeededGenerator(seed: 7, purpose: "dropout")
    #expect(named.next() == 0x242d_a509_d490_90ae)
    #expect(named.next() == 0x6165_1ba5_e232_1705)
  }

  /// The purposes that training draws for, under as many seeds as a study may use.
  @Test func purposesAndSeedsGiveStreamsOfTheirOwn() {
    let purposes =
      ["", "embedding", "output.weight", "order", "dropout", "dev split", "test split", "folds"]
      + (1...16).map { "conv\($0).weight" }
    var seen: Set<UInt64> = []
    for seed in 0..<1000 {
      for purpose in purposes {
        var generator = SeededGenerator(seed: UInt64(seed), purpose: purpose)
        seen.insert(generator.next())
      }
    }
    #expect(seen.count == 1000 * purposes.count)
  }

  @Test func uniformNumbersAreMultiplesBelowOne() {
    var generator = SeededGenerator(seed: 1)
    #expect(generator.uniform() == 13_616_592 * 0x1p-24)
    #expect(generator.uniform() == 12_534_337 * 0x1p-24)
    var (sum, squares) = (0.0, 0.0)
    let count = 100_000
    for _ in 0..<count {
      let x = generator.uniform()
      #expect(x >= 0 && x < 1)
      sum += Double(x)
      squares += Double(x * x)
    }
    #expect(abs(sum / Double(count) - 0.5) < 0.005)
    #expect(abs(squares / Double(count) - 1 / 3.0) < 0.005)
  }

  @Test func boundsAreKept() {
    var generator = SeededGenerator(seed: 9)
    let numbers = (0..<10_000).map { _ in generator.uniform(within: 0.25) }
    #expect(numbers.allSatisfy { $0 >= -0.25 && $0 < 0.25 })
    #expect(numbers.min()! < -0.249 && numbers.max()! > 0.249)
  }

  @Test func shufflesArePermutationsAndPinned() {
    var generator = SeededGenerator(seed: 42, purpose: "order")
    var order = Array(0..<12)
    generator.shuffle(&order)
    #expect(order == [11, 8, 9, 10, 3, 0, 7, 5, 1, 6, 2, 4])
    for count in [0, 1, 2, 1000] {
      var numbers = Array(0..<count)
      generator.shuffle(&numbers)
      #expect(numbers.sorted() == Array(0..<count))
    }
  }

  @Test func everyOrderIsAboutAsLikely() {
    var generator = SeededGenerator(seed: 5)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 {
      var order = [0, 1, 2]
      generator.shuffle(&order)
      counts[order, default: 0] += 1
    }
    #expect(counts.count == 6)
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 150 })
  }
}
