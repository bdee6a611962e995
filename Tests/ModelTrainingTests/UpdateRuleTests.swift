import ModelTraining
import TensorMath
import TestSupport
import Testing

/// The rules of the dense optimizers, in Double, one step at a time: the specification of `UpdateRule`.
struct DenseRule {
  let configuration: OptimizerConfiguration
  var step = 0
  var first: [Double]
  var second: [Double]

  init(_ configuration: OptimizerConfiguration, count: Int) {
    self.configuration = configuration
    first = [Double](repeating: 0, count: count)
    second = first
  }

  mutating func beginStep() { step += 1 }

  /// One number's part of the step that has begun.
  mutating func update(_ w: inout Double, _ g: Double, at i: Int) {
    let rate = Double(configuration.learningRate)
    switch configuration.kind {
    case .adadelta:
      // The constants as float32 has them: over thousands of steps .95 and Float(.95) drift apart.
      let rho = Double(Float(0.95))
      let epsilon = Double(Float(1e-6))
      first[i] = rho * first[i] + (1 - rho) * g * g
      let move = ((second[i] + epsilon) / (first[i] + epsilon)).squareRoot() * g
      second[i] = rho * second[i] + (1 - rho) * move * move
      w -= rate * move
    case .adam:
      let (beta1, beta2) = (Double(Float(0.9)), Double(Float(0.999)))
      first[i] = beta1 * first[i] + (1 - beta1) * g
      second[i] = beta2 * second[i] + (1 - beta2) * g * g
      let mean = first[i] / (1 - exponential(Double(step) * logarithm(beta1)))
      let square = second[i] / (1 - exponential(Double(step) * logarithm(beta2)))
      w -= rate * mean / (square.squareRoot() + Double(Float(1e-8)))
    case .sgd:
      first[i] = Double(configuration.momentum) * first[i] + g
      w -= rate * first[i]
    }
  }

  /// The proximal step of l1·|w| that follows `update`.
  func shrink(_ w: inout Double, l1: Double, at i: Int) {
    let rate = Double(configuration.learningRate)
    let threshold =
      switch configuration.kind {
      case .adadelta:
        l1 * rate * ((second[i] + Double(Float(1e-6))) / (first[i] + Double(Float(1e-6)))).squareRoot()
      case .adam:
        min(
          2 * rate,
          l1 * rate
            / ((second[i] / (1 - exponential(Double(step) * logarithm(Double(Float(0.999)))))).squareRoot()
              + Double(Float(1e-8))))
      case .sgd: l1 * rate / (1 - Double(configuration.momentum))
      }
    w = w > threshold ? w - threshold : w < -threshold ? w + threshold : 0
  }
}

@Suite struct UpdateRuleTests {
  static let rules: [OptimizerConfiguration] = [
    OptimizerConfiguration(.adadelta), OptimizerConfiguration(.adadelta, learningRate: 0.3),
    OptimizerConfiguration(.adam), OptimizerConfiguration(.adam, learningRate: 0.05),
    OptimizerConfiguration(.sgd), OptimizerConfiguration(.sgd, learningRate: 0.5, momentum: 0),
    OptimizerConfiguration(.sgd, momentum: 0.99),
  ]

  /// A run of weights under a rule, with its state.
  struct Row {
    var w: [Float]
    var first: [Float]
    var second: [Float]
    var lastStep = 0

    init(count: Int) {
      w = [Float](repeating: 0, count: count)
      first = w
      second = w
    }

    mutating func settle(_ rule: some UpdateRule, through step: Int) {
      guard lastStep < step else { return }
      rule.settle(&w, &first, &second, count: w.count, lastStep: lastStep, through: step)
      lastStep = step
    }
  }

  /// A step's gradients of a row, of very different sizes.
  private func gradient(_ count: Int, _ generator: inout SeededGenerator) -> [Float] {
    (0..<count).map { i in generator.uniform(within: [1, 1e-2, 1e-4, 1e-6][i % 4]) }
  }

  private func run<Rule: UpdateRule>(
    _ start: Rule, _ configuration: OptimizerConfiguration, steps: Int, isPresent: (Int) -> Bool,
    seed: UInt64,
    relative: Double
  ) {
    let count = 48
    var rule = start
    var dense = DenseRule(configuration, count: count)
    var row = Row(count: count)
    var expected = [Double](repeating: 0, count: count)
    var generator = SeededGenerator(seed: seed)
    for step in 1...steps {
      if isPresent(step) { row.settle(rule, through: step - 1) }
      rule.beginStep()
      dense.beginStep()
      let g = isPresent(step) ? gradient(count, &generator) : [Float](repeating: 0, count: count)
      for i in 0..<count { dense.update(&expected[i], Double(g[i]), at: i) }
      if isPresent(step) {
        rule.update(&row.w, g, &row.first, &row.second, count: count)
        row.lastStep = step
      }
    }
    row.settle(rule, through: steps)
    expectClose(row.w, expected, "weights", relative: relative, absolute: 2e-6)
    expectClose(row.first, dense.first, "first state", relative: 1e-4, absolute: 1e-12)
    if rule.stateCount > 1 {
      expectClose(row.second, dense.second, "second state", relative: 1e-4, absolute: 1e-14)
    }
  }

  /// A row that comes and goes, absent for up to 250 steps, ends where the dense rule ends.
  @Test(arguments: rules, [UInt64(1), 2, 3])
  func aRowThatComesAndGoes(_ configuration: OptimizerConfiguration, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, purpose: "presence")
    var present: Set<Int> = []
    var step = 1 + generator.integer(below: 20)
    while step <= 1200 {
      present.insert(step)
      // Now often, now rarely.
      step += 1 + generator.integer(below: [1, 3, 30, 250][generator.integer(below: 4)])
    }
    run(
      configuration.makeRule(), configuration, steps: 1200, isPresent: present.contains, seed: seed,
      relative: 1e-4)
  }

  /// Present up to one step, then never again, looked at after every number of missed steps.
  @Test(arguments: rules, [5, 100, 1000, 10_000])
  func missedSteps(_ configuration: OptimizerConfiguration, last: Int) {
    check(configuration.makeRule(), configuration, last: last)
  }

  private func check<Rule: UpdateRule>(_ start: Rule, _ configuration: OptimizerConfiguration, last: Int) {
    let count = 64
    var rule = start
    var dense = DenseRule(configuration, count: count)
    for _ in 0..<last {
      rule.beginStep()
      dense.beginStep()
    }
    // State as a run leaves it: squares over ten orders of magnitude, first moments up to a few times their root.
    var generator = SeededGenerator(seed: UInt64(last))
    var row = Row(count: count)
    row.lastStep = last
    for i in 0..<count {
      let root = Float(exponential(Double(generator.uniform(within: 12)) - 5))
      row.second[i] = root * root
      row.first[i] = configuration.kind == .adadelta ? root * root : root * generator.uniform(within: 3)
      if i % 16 == 15 { (row.first[i], row.second[i]) = (0, 0) }
    }
    dense.first = row.first.map { Double($0) }
    dense.second = row.second.map { Double($0) }
    var expected = [Double](repeating: 0, count: count)
    for missed in 1...500 {
      // The rule knows of all steps that have begun.
      rule.beginStep()
      dense.beginStep()
      for i in 0..<count { dense.update(&expected[i], 0, at: i) }
      var settled = row
      settled.settle(rule, through: last + missed)
      expectClose(settled.w, expected, "\(missed) missed: weights", relative: 2e-5, absolute: 1e-12)
      let decayed = dense.first.map { abs($0) < 1e-30 ? 0 : $0 }
      expectClose(settled.first, decayed, "\(missed) missed: first state", relative: 1e-4, absolute: 1e-28)
      if rule.stateCount > 1 {
        expectClose(
          settled.second, dense.second, "\(missed) missed: second state", relative: 1e-4, absolute: 1e-28)
      }
    }
  }

  /// min ½(w − a)² + l1·|w| is a − l1 for a > l1, exactly 0 for |a| ≤ l1: every rule finds it, from either side.
  @Test(arguments: [
    OptimizerConfiguration(.adadelta, learningRate: 0.5), OptimizerConfiguration(.adam, learningRate: 0.002),
    OptimizerConfiguration(.sgd, learningRate: 0.05),
    OptimizerConfiguration(.sgd, learningRate: 0.05, momentum: 0),
  ])
  func proximalStepsEndAtTheMinimum(_ configuration: OptimizerConfiguration) {
    let targets: [Float] = [2, -2, 1.5, 0.9, -0.9, 0.3, 0, -0.1]
    let l1: Float = 1
    for start: Float in [0, 0.8, -0.8] {
      var rule = configuration.makeRule()
      var row = Row(count: targets.count)
      row.w = row.w.map { _ in start }
      for _ in 1...5000 {
        rule.beginStep()
        let g = zip(row.w, targets).map { $0 - $1 }
        rule.update(&row.w, g, &row.first, &row.second, count: g.count)
        rule.shrink(&row.w, row.first, row.second, count: g.count, l1: l1)
      }
      for (w, a) in zip(row.w, targets) {
        if abs(a) <= l1 {
          #expect(w == 0 && w.sign == .plus, "\(a): \(w)")
        } else {
          #expect(abs(w - (a > 0 ? a - l1 : a + l1)) < 0.02, "\(a): \(w)")
        }
      }
    }
  }

  /// A weight that no batch has touched is not wiped out by Adam's first step; a broken one stays to be seen.
  @Test func aWeightWithoutAGradientShrinksBySteps() {
    var rule = OptimizerConfiguration(.adam, learningRate: 0.001).makeRule()
    var row = Row(count: 3)
    row.w = [0.03, -0.0019, .nan]
    rule.beginStep()
    rule.update(&row.w, [0, 0, 0], &row.first, &row.second, count: 3)
    rule.shrink(&row.w, row.first, row.second, count: 3, l1: 0.01)
    #expect(abs(row.w[0] - 0.028) < 1e-6)
    #expect(row.w[1] == 0)
    #expect(row.w[2].isNaN)
  }

  @Test func onlyMomentumMovesIdleWeights() {
    let moves = Self.rules.map { $0.makeRule().movesIdleWeights }
    #expect(moves == [false, false, true, true, true, false, true])
    #expect(OptimizerConfiguration(.sgd).makeRule().stateCount == 1)
    #expect(OptimizerConfiguration(.adam).makeRule().stateCount == 2)
  }

  @Test func usualRates() {
    #expect(OptimizerConfiguration(.adadelta).learningRate == 1)
    #expect(OptimizerConfiguration(.adam).learningRate == 0.001)
    #expect(OptimizerConfiguration(.sgd).learningRate == 0.1)
    #expect(OptimizerConfiguration(.sgd).momentum == 0.9)
  }
}
