import ArgumentParser
import TextClassification

/// What a word's projected row, which makes prediction fast, may cost.
struct MemoryOptions: ParsableArguments {
  @Flag(
    help:
      "Project every word of the model at the start, so that the first texts are as fast as the later ones.")
  var warm = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Keep the rows of at most so many words; fewer take less memory and more time. Default: a gigabyte of them.",
      valueName: "count"))
  var cacheRows: Int?

  @Flag(help: "Keep rows as float16: half the memory, and probabilities that differ by some 0.0002.")
  var halfRows = false

  func validate() throws {
    if let cacheRows, cacheRows < 1 { throw ValidationError("--cache-rows is \(cacheRows); use at least 1") }
  }

  func predictor(
    _ classifier: TextClassifier, threads: Int, thinning: Predictor.Thinning? = nil
  ) -> Predictor {
    let predictor = Predictor(
      classifier, threads: threads, memory: .init(cacheRows: cacheRows, keepsHalfRows: halfRows),
      thinning: thinning)
    if warm { predictor.warm() }
    return predictor
  }
}
