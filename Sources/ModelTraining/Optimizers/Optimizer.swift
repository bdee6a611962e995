import ConvolutionModel
import TensorMath

/// An update rule with its state for one network: the dense parameters, and the word vectors row by row, those of pieces among
/// them.
///
/// Only the rows of a batch's words are touched. Each remembers the step it was last at; a returning row first
/// settles what it has missed, and all are settled before the vectors are read as a whole. The result is that of the
/// dense optimizer.
package struct Optimizer: Sendable {
  private var rule: any UpdateRule
  /// Of the generators of weights, which may learn at a pace of their own.
  private var generatorRule: any UpdateRule
  private let pace: GeneratorPace
  private let layout: ParameterLayout
  private let pool: WorkerPool
  private var step = 0
  private var first: AlignedFloats
  private var second: AlignedFloats
  private var rowFirst: AlignedFloats
  private var rowSecond: AlignedFloats
  private var lastSteps: [Int32]
  /// L1 and L2 penalties of the kernels, queries and output weights: l1·Σ|w| + l2/2·Σw² is added to the loss. L2 goes
  /// with the gradient, L1 by a proximal step after it, so that weights become exactly zero (`UpdateRule.shrink`).
  private let l1: Float
  private let l2: Float

  package init(
    _ configuration: OptimizerConfiguration, for model: TextCNN, pool: WorkerPool, movesWords: Bool = true,
    l1: Float = 0, l2: Float = 0, generators: GeneratorPace = GeneratorPace()
  ) {
    rule = configuration.makeRule()
    generatorRule = generators.configuration(configuration).makeRule()
    pace = generators
    layout = model.layout
    self.pool = pool
    self.l1 = l1
    self.l2 = l2
    let usesSecond = rule.stateCount > 1
    first = AlignedFloats(count: model.dense.count)
    second = AlignedFloats(count: usesSecond ? model.dense.count : 0)
    rowFirst = AlignedFloats(count: movesWords ? model.embedding.count : 0)
    rowSecond = AlignedFloats(count: movesWords && usesSecond ? model.embedding.count : 0)
    lastSteps = [Int32](repeating: 0, count: movesWords ? model.rowCount : 0)
  }

  /// Moves the parameters by one step with the gradients that `pass` has computed; returns the penalty, which the
  /// caller adds to the loss. O(dense parameters + U · d).
  package mutating func step(_ model: inout TextCNN, _ pass: TrainingPass, _ batch: Batch) -> Double {
    step += 1
    rule.beginStep()
    generatorRule.beginStep()
    let penalty = l1 > 0 || l2 > 0 ? pass.addPenalties(of: model, l1: l1, l2: l2) : 0
    let pool = pool
    let count = layout.denseCount
    let l1 = l1
    let parts = parts
    let shrinkage = pace.shrinkage(generatorRule.learningRate)
    let penalized = l1 > 0 ? layout.penalized : []
    // Chunks of 16 KiB floats: state, gradient and weights of one stay in the L2 cache.
    let chunk = 16_384
    pass.gradient.withUnsafePointer { g in
      model.dense.withUnsafeMutablePointer { w in
        first.withUnsafeMutablePointer { first in
          second.withUnsafeMutablePointer { second in
            let hasSecond = rule.stateCount > 1
            pool.forEachChunk(of: count, size: chunk) { chunk in
              for (rule, isGenerator, range) in parts {
                let range = range.clamped(to: chunk)
                guard !range.isEmpty else { continue }
                let at = range.lowerBound
                rule.update(w + at, g + at, first + at, hasSecond ? second + at : second, count: range.count)
                if isGenerator, shrinkage > 0 { for i in range { w[i] -= shrinkage * w[i] } }
                for part in penalized.map({ $0.clamped(to: range) }) {
                  let at = part.lowerBound
                  rule.shrink(
                    w + at, first + at, hasSecond ? second + at : second, count: part.count, l1: l1)
                }
              }
            }
          }
        }
      }
    }
    if !lastSteps.isEmpty { moveRows(&model, pass, batch) }
    return penalty
  }

  /// What moves by which rule, in the order of the dense buffer: all by one where generators keep the common pace, and no
  /// generators where they are random.
  private var parts: [(rule: any UpdateRule, isGenerator: Bool, range: Range<Int>)] {
    var parts: [(rule: any UpdateRule, isGenerator: Bool, range: Range<Int>)] = []
    var end = 0
    let isFrozen = layout.configuration.kernel.hasFrozenGenerator
    for range in pace.isUsual && !isFrozen ? [] : layout.generators {
      parts.append((rule, false, end..<range.lowerBound))
      if !isFrozen { parts.append((generatorRule, true, range)) }
      end = range.upperBound
    }
    return parts + [(rule, false, end..<layout.denseCount)]
  }

  private mutating func moveRows(_ model: inout TextCNN, _ pass: TrainingPass, _ batch: Batch) {
    let stride = layout.rowStride
    let step = step
    let touched = batch.touchedRows
    let gradient = pass.tableGradient(batch).base
    withRows(&model, numbers: touched.count, size: 32) { rule, rows, r in
      let row = Int(touched[r])
      rule.update(
        rows.w + row * stride, gradient + r * stride, rows.first + row * stride,
        rows.second.map { $0 + row * stride } ?? rows.first, count: stride)
      rows.lastSteps[row] = Int32(step)
    }
  }

  /// Brings the rows of a batch's words to the current step: to be called before the batch is run.
  package mutating func settle(_ model: inout TextCNN, wordsOf batch: Batch) {
    guard !lastSteps.isEmpty else { return }
    let touched = batch.touchedRows
    settle(&model, numbers: touched.count) { Int(touched[$0]) }
  }

  /// Brings every word vector to the current step: to be called before the vectors are read as a whole. O(V · d), and
  /// nothing at all where idle weights do not move.
  package mutating func settle(_ model: inout TextCNN) {
    guard rule.movesIdleWeights, !lastSteps.isEmpty else { return }
    settle(&model, numbers: lastSteps.count) { $0 }
  }

  private mutating func settle(_ model: inout TextCNN, numbers: Int, word: (Int) -> Int) {
    let stride = layout.rowStride
    let step = step
    withRows(&model, numbers: numbers, size: 64) { rule, rows, number in
      let word = word(number)
      let last = Int(rows.lastSteps[word])
      guard last < step else { return }
      rule.settle(
        rows.w + word * stride, rows.first + word * stride,
        rows.second.map { $0 + word * stride } ?? rows.first, count: stride, lastStep: last, through: step)
      rows.lastSteps[word] = Int32(step)
    }
  }

  /// The word vectors with their state, for tasks that each write their own rows.
  private struct Rows {
    var w: UnsafeMutablePointer<Float>
    var first: UnsafeMutablePointer<Float>
    var second: UnsafeMutablePointer<Float>?
    var lastSteps: UnsafeMutablePointer<Int32>
  }

  private mutating func withRows(
    _ model: inout TextCNN, numbers: Int, size: Int, _ body: (any UpdateRule, Rows, Int) -> Void
  ) {
    let rule = rule
    let pool = pool
    lastSteps.withUnsafeMutableBufferPointer { lastSteps in
      rowFirst.withUnsafeMutablePointer { first in
        rowSecond.withUnsafeMutablePointer { second in
          model.embedding.withUnsafeMutablePointer { w in
            let rows = Rows(
              w: w, first: first, second: rule.stateCount > 1 ? second : nil,
              lastSteps: lastSteps.baseAddress!)
            pool.forEachChunk(of: numbers, size: size) { range in
              for number in range { body(rule, rows, number) }
            }
          }
        }
      }
    }
  }
}
