import CTensorMath
import TensorMath
import Testing

/// The row loops against three loops in Double.
@Suite struct SkipGramKernelTests {
  @Test(arguments: [
    (d: 16, context: 2, own: 0, targets: 1), (d: 112, context: 7, own: 3, targets: 6),
    (d: 48, context: 11, own: 5, targets: 5), (d: 32, context: 4, own: 3, targets: 13),
    (d: 304, context: 6, own: 0, targets: 21), (d: 16, context: 129, own: 64, targets: 7),
  ])
  func `a window moves as its naive twin does`(d: Int, context: Int, own: Int, targets: Int) {
    var generator = SeededGenerator(seed: UInt64(d + context + targets))
    let rowCount = 40
    func table() -> [Float] { (0..<rowCount * d).map { _ in generator.uniform(within: 0.5) } }
    let (inputs, outputs) = (table(), table())
    let rows = (0..<context).map { _ in Int32(generator.next() % UInt64(rowCount)) }
    let names = (0..<targets).map { _ in Int32(generator.next() % UInt64(rowCount)) }
    let before = (0..<context * d).map { _ in generator.uniform(within: 1) }
    var inputMoves = before
    // Two rows more, which nothing may touch.
    var outputMoves = [Float](repeating: 7, count: (targets + 2) * d)
    let loss = tcm_skip_gram(
      inputs, rows, &inputMoves, context, own, outputs, names, &outputMoves, targets, d, 0.1, true)

    var expectedLoss = 0.0
    var expectedInputs = before.map { Double($0) }
    var expectedOutputs = [Double](repeating: 0, count: targets * d)
    for t in 0..<context where t != own {
      for j in 0..<targets {
        let x = (0..<d).map { Double(inputs[Int(rows[t]) * d + $0]) }
        let o = (0..<d).map { Double(outputs[Int(names[j]) * d + $0]) }
        let score = zip(x, o).reduce(0) { $0 + $1.0 * $1.1 }
        let share = 1 / (1 + exponential(-score))
        expectedLoss -= logarithm(j == 0 ? share : 1 - share)
        let step = 0.1 * ((j == 0 ? 1 : 0) - share)
        for k in 0..<d {
          expectedInputs[t * d + k] += step * o[k]
          expectedOutputs[j * d + k] += step * x[k]
        }
      }
    }
    #expect(abs(loss - expectedLoss) < 1e-5 * expectedLoss)
    #expect(zip(inputMoves, expectedInputs).allSatisfy { abs(Double($0) - $1) < 2e-5 })
    #expect(zip(outputMoves, expectedOutputs).allSatisfy { abs(Double($0) - $1) < 2e-5 })
    #expect(outputMoves[(targets * d)...].allSatisfy { $0 == 7 })
  }

  @Test func `scores beyond all bounds give finite moves`() {
    let inputs = [Float](repeating: 100, count: 32)
    let outputs = [Float](repeating: 100, count: 16) + [Float](repeating: -100, count: 16)
    var inputMoves = [Float](repeating: 0, count: 32)
    var outputMoves = [Float](repeating: 0, count: 32)
    let loss = tcm_skip_gram(
      inputs, [0, 1], &inputMoves, 2, 1, outputs, [1, 0], &outputMoves, 2, 16, 0.5, true)
    // Both are as wrong as can be: the score is ∓160,000.
    #expect(loss == 320_000)
    #expect(inputMoves[0] == 0.5 * -100 - 0.5 * 100)
    #expect(inputMoves[16] == 0)
    #expect(outputMoves[0] == 50 && outputMoves[16] == -50)
  }

  @Test func `rows are added in their order, one that comes twice twice`() {
    var table = [Float](repeating: 0, count: 3 * 16)
    let moves = (0..<4 * 16).map { Float($0 / 16 + 1) }
    tcm_add_rows(&table, 16, [2, 0, 2], moves, [3, 1, 0], 3)
    #expect(
      table == [Float](repeating: 2, count: 16) + [Float](repeating: 0, count: 16)
        + [Float](repeating: 5, count: 16))
  }
}
