import ConvolutionModel
import TensorMath
import TestSupport
import Testing
import TextCorpus

@testable import ModelTraining

@Suite struct GradientDiagnosisTests {
  private func steps(
    _ activation: Activation, depth: Int, isResidual: Bool = false,
    change: (inout TrainingConfiguration) -> Void = { _ in }
  ) throws -> [StepRecord] {
    var configuration = smallConfiguration()
    configuration.network = TextCNNConfiguration(
      dimension: 12, widths: [2], filters: 32, activation: activation, depth: depth, isResidual: isResidual)
    configuration.devFraction = 0
    configuration.optimizer.learningRate = 1e-4
    change(&configuration)
    var trainer = Trainer(configuration, threads: 1)
    trainer.diagnoses = true
    var steps: [StepRecord] = []
    _ = try trainer.train(on: twentyTexts) { if case .step(let step) = $0 { steps.append(step) } }
    return steps
  }

  /// A sigmoid's derivative is at most 1/4, and so is what is left of a gradient a layer; relu lets half of it through or
  /// more, and with residuals all of it.
  @Test func aDeepSigmoidStackVanishes() throws {
    let depth = 6
    func factor(_ activation: Activation, isResidual: Bool = false) throws -> Double {
      let layers = GradientDiagnosis(try steps(activation, depth: depth, isResidual: isResidual)).layers
      let bottom = try #require(layers.first { $0.name == "conv2" }?.signalNorm)
      let top = try #require(layers.first { $0.name == "conv2.6" }?.signalNorm)
      return exponential(logarithm(bottom / top) / Double(depth - 1))
    }
    let sigmoid = try factor(.sigmoid)
    #expect((0.1...0.3).contains(sigmoid), "\(sigmoid)")
    #expect(try factor(.relu) > 1.5 * sigmoid)
    #expect(try factor(.prelu) > 1.5 * sigmoid)
    #expect(try factor(.relu, isResidual: true) > 0.9)
    let findings = GradientDiagnosis(try steps(.sigmoid, depth: depth)).findings
    #expect(
      findings.contains {
        if case .vanishes("conv2.6", "conv2", let factor, _) = $0 { factor < 0.3 } else { false }
      })
  }

  @Test func recordsAreThoseOfTheStep() throws {
    let all = try steps(.relu, depth: 2)
    #expect(all.map(\.step) == Array(1...all.count))
    #expect(all.map(\.epoch) == (1...4).flatMap { epoch in [epoch, epoch, epoch] })
    let names = ["embedding", "conv2", "conv2.2", "output"]
    #expect(all.allSatisfy { $0.layers.map(\.name) == names })
    for step in all {
      for layer in step.layers {
        #expect(layer.gradientNorm > 0 && layer.updateNorm > 0 && layer.weightNorm > 0)
        #expect((layer.signalNorm == nil) == !layer.name.hasPrefix("conv"))
      }
    }
    // Adam's first step moves every weight that has a gradient by the learning rate.
    let output = all[0].layers[3]
    #expect(
      output.updateNorm > 0.5e-4 * Double(4 * 32).squareRoot()
        && output.updateNorm < 1.1e-4 * Double(4 * 33).squareRoot())
  }

  @Test func diagnosingChangesNothing() throws {
    var trainer = Trainer(smallConfiguration(), threads: 2)
    let plain = try trainer.train(on: twentyTexts).classifier.network
    trainer.diagnoses = true
    #expect(try trainer.train(on: twentyTexts).classifier.network == plain)
  }

  @Test func frozenVectorsHaveNoGradient() throws {
    var configuration = smallConfiguration()
    configuration.vectors = .frozen
    var trainer = Trainer(configuration, threads: 1)
    trainer.diagnoses = true
    var steps: [StepRecord] = []
    _ = try trainer.train(on: twentyTexts, vectors: vectorSource(dimension: 12)) {
      if case .step(let step) = $0 { steps.append(step) }
    }
    #expect(!steps.isEmpty)
    #expect(steps.allSatisfy { $0.layers[0].gradientNorm == 0 && $0.layers[0].updateNorm == 0 })
  }

  @Test func deadAndSaturatedUnitsAreCounted() throws {
    // Biases far below zero: relu is silent everywhere. Vectors far too large: tanh is at its ends.
    let configuration = TextCNNConfiguration(dimension: 4, widths: [2], filters: 10, activation: .relu)
    for (activation, pooling) in [
      (Activation.relu, Pooling.max), (.relu, .mean), (.tanh, .max), (.tanh, .mean),
    ] {
      var own = configuration
      own.activation = activation
      own.pooling = pooling
      let drawn = TextCNN.random(own, vocabularyCount: 9, seed: 3)
      var model = drawn
      model.setTensors { name, shape in
        switch name {
        case "conv2.bias": (0..<10).map { activation == .relu && $0 < 4 ? -1e3 : 0.5 }
        case "embedding": drawn[tensor: name].map { activation == .tanh ? $0 * 1e3 : $0 }
        default: drawn[tensor: name]
        }
      }
      let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
      let documents: [[Int32]] = [[1, 2, 3], [4, 5], [6, 7, 1, 2]]
      let batch = Batch(documents, labels: [0, 1, 2], vocabularyCount: 9)
      _ = pass.run(model, batch)
      let states = pass.layerStates(model.dense, batch, differentiatesWords: true)
      let state = try #require(states.first { $0.name == "conv2" })
      if activation == .relu {
        #expect(state.deadShare == 0.4 && state.saturatedShare == 0)
      } else {
        #expect(try #require(state.saturatedShare) > 0.9)
      }
      expectClose(
        [states.last!.gradientNorm],
        [
          pass.gradients(batch, vocabularyCount: 9).filter { $0.name.hasPrefix("output") }
            .reduce(0.0) { $0 + $1.values.reduce(0.0) { $0 + Double($1) * Double($1) } }.squareRoot()
        ], "norm of the output layer's gradient", relative: 1e-6)
    }
  }

  @Test func findings() throws {
    func record(_ step: Int, _ layers: [StepRecord.Layer], loss: Double) -> StepRecord {
      StepRecord(epoch: 1, step: step, loss: loss, layers: layers)
    }
    func layer(
      _ name: String, gradient: Double = 1, update: Double = 0.01, weight: Double = 10, signal: Double? = nil,
      dead: Double? = nil, saturated: Double? = nil
    ) -> StepRecord.Layer {
      StepRecord.Layer(
        name: name, gradientNorm: gradient, updateNorm: update, weightNorm: weight, signalNorm: signal,
        deadShare: dead,
        saturatedShare: saturated)
    }
    func diagnosis(_ make: (Int) -> [StepRecord.Layer]) -> [GradientDiagnosis.Finding] {
      GradientDiagnosis((1...40).map { record($0, make($0), loss: 1) }).findings
    }
    #expect(
      diagnosis { _ in [layer("embedding"), layer("conv3", signal: 1), layer("conv3.2", signal: 1)] }.isEmpty)
    let falling = diagnosis { _ in
      [layer("conv3", signal: 0.01), layer("conv3.2", signal: 0.1), layer("conv3.3", signal: 1)]
    }
    guard case .vanishes("conv3.3", "conv3", let shrink, 0.01) = falling.first, falling.count == 1 else {
      Issue.record("\(falling)")
      return
    }
    expectClose([shrink], [0.1], "factor")
    let rising = diagnosis { _ in [layer("conv3", signal: 16), layer("conv3.2", signal: 1)] }
    guard case .explodes("conv3.2", "conv3", let growth, 16) = rising.first, rising.count == 1 else {
      Issue.record("\(rising)")
      return
    }
    expectClose([growth], [16], "factor")
    #expect(
      diagnosis { [layer("output", gradient: $0 > 30 ? 1000 : 1)] } == [.grows(layer: "output", by: 1000)])
    let learning = (1...40).map {
      record($0, [layer("output", gradient: $0 > 30 ? 1000 : 1)], loss: 1 / Double($0))
    }
    #expect(GradientDiagnosis(learning).findings.isEmpty, "gradients may grow where the loss falls")
    #expect(
      diagnosis { [layer("output", gradient: $0 > 30 ? .nan : 1)] } == [
        .grows(layer: "output", by: .infinity)
      ])
    #expect(diagnosis { [layer("conv3", gradient: $0 > 30 ? 0 : 1)] } == [.silent(layer: "conv3")])
    #expect(diagnosis { _ in [layer("conv3", dead: 0.5)] } == [.dead(layer: "conv3", share: 0.5)])
    #expect(diagnosis { _ in [layer("conv3", saturated: 0.75)] } == [.saturated(layer: "conv3", share: 0.75)])
    #expect(diagnosis { _ in [layer("conv3", update: 5)] } == [.movesTooMuch(layer: "conv3", ratio: 0.5)])
    #expect(diagnosis { _ in [layer("conv3", update: 1e-6)] } == [.hardlyMoves(layer: "conv3", ratio: 1e-7)])
  }
}
