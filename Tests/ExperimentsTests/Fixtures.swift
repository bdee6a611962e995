import ConvolutionModel
import Experiments
import ModelTraining
import TestSupport
import TextCorpus

/// A configuration that trains in a moment.
func smallConfiguration(_ kernel: KernelConfiguration = KernelConfiguration(), filters: Int = 8)
  -> TrainingConfiguration
{
  var configuration = TrainingConfiguration()
  configuration.network = TextCNNConfiguration(
    dimension: 12, widths: [2, 3], filters: filters, kernel: kernel)
  configuration.optimizer = OptimizerConfiguration(.adam, learningRate: 0.01)
  configuration.epochs = 3
  configuration.patience = 0
  configuration.batchSize = 8
  return configuration
}

let attentionKernel = KernelConfiguration(kind: .attention, heads: 2)

func smallVariant(_ name: String, _ kernel: KernelConfiguration = KernelConfiguration(), filters: Int = 8)
  -> Variant
{
  Variant(name: name, configuration: smallConfiguration(kernel, filters: filters))
}

let easyTraining = easyCorpus(60, seed: 1)
let easyTest = easyCorpus(40, seed: 2, name: "test.tsv")

func givenTest(runs: Int) -> ExperimentCorpus {
  ExperimentCorpus(name: "easy", training: easyTraining, test: easyTest, design: .givenTest(runs: runs))
}

let nowhere = Experiment.Circumstances(
  date: "2001-01-01T00:00:00Z", program: "tests", machine: "this one", command: "none")

extension Experiment {
  /// Runs in memory and reports.
  func result(threads: Int = 1, jobs: Int = 1, store: RunStore? = nil) throws -> ExperimentReport {
    let store = try store ?? RunStore()
    let trained = try run(keepingIn: store, jobs: jobs, threads: threads)
    return try report(from: store, trainedNow: trained, in: nowhere)
  }
}
