import TensorMath

@testable import ModelEvaluation

/// Two systems whose true difference is known, run as often as one likes.
///
/// A document i has an ease mᵢ, uniform in (accuracy − 1, accuracy), and system S has it right in run r if
///
///     mᵢ + δ[S,i] + shift(S) + seed[S,r] + ε[S,r,i] > 0
///
/// with δ uniform within ±`taste` (documents that S finds hard under every seed), ε uniform within ±`noise` (luck), and
/// seed[S,r] normal with the sd `seedDeviation / √2`. Since m has density 1 the expected accuracy is exactly
/// accuracy + shift, and the difference of two runs has the sd `seedDeviation` beyond the luck of documents.
/// With `training` above zero every training document also moves the system: by κ/√n · z[S,i], so that runs whose
/// training parts overlap are alike.
struct SimulatedExperiment {
  var documents = 500
  var runs = 10
  var design = ExperimentDesign.givenTest
  var accuracy = 0.8
  /// The first system's expected accuracy less the second's.
  var difference = 0.0
  var taste = 0.0
  var noise = 0.15
  var seedDeviation = 0.0
  var training = 0.0

  /// The answers of both systems in one experiment: other documents, seeds and splits for each state of `generator`.
  func scores(using generator: inout SeededGenerator) -> (first: [DocumentScores], second: [DocumentScores]) {
    // With a given test set the documents are the test set; otherwise the whole corpus.
    let ease = (0..<documents).map { _ in accuracy - Self.unit(&generator) }
    let tastes = (0..<2).map { _ in
      (0..<documents).map { _ in taste * (2 * Self.unit(&generator) - 1) }
    }
    let influence = (0..<2).map { _ in
      (0..<documents).map { _ in training * 3.squareRoot() * (2 * Self.unit(&generator) - 1) }
    }
    let parts = testParts(using: &generator)
    var systems: [[DocumentScores]] = [[], []]
    for part in parts {
      var isTested = [Bool](repeating: false, count: documents)
      for document in part { isTested[Int(document)] = true }
      for system in 0..<2 {
        var shift = system == 0 ? difference : 0
        shift += seedDeviation / 2.squareRoot() * Self.normal(&generator)
        if training > 0 {
          let learned = (0..<documents).filter { !isTested[$0] }
          shift +=
            learned.reduce(0) { $0 + influence[system][$1] } / Double(learned.count).squareRoot()
        }
        let isCorrect = part.map { document in
          let luck = noise * (2 * Self.unit(&generator) - 1)
          return ease[Int(document)] + tastes[system][Int(document)] + shift + luck > 0
        }
        systems[system].append(DocumentScores(documents: part, isCorrect: isCorrect))
      }
    }
    return (systems[0], systems[1])
  }

  /// What one would have to assume of these systems to be right: ψ and λ as two runs on many documents show them.
  func trueAssumptions() -> DisagreementAssumptions {
    var pilot = self
    pilot.documents = 100_000
    pilot.runs = 2
    pilot.design = .givenTest
    pilot.seedDeviation = 0
    pilot.training = 0
    var generator = SeededGenerator(seed: 1, purpose: "pilot")
    let (first, second) = pilot.scores(using: &generator)
    let pairs = PairedDocuments(first: first, second: second)
    let repeated = zip(pairs.runs[0].differences, pairs.runs[1].differences).reduce(0) {
      $0 + Double($1.0 * $1.1)
    }
    let share = repeated / Double(pairs.documentCount) / pairs.disagreement
    return DisagreementAssumptions(
      disagreement: pairs.disagreement, repeatedShare: min(1, max(0, share)), runDeviation: seedDeviation)
  }

  private func testParts(using generator: inout SeededGenerator) -> [[Int32]] {
    var all = (0..<Int32(documents)).map { $0 }
    switch design {
    case .givenTest: return [[Int32]](repeating: all, count: runs)
    case .randomSplits(let ratio):
      let size = Int((Double(documents) * ratio / (1 + ratio)).rounded())
      return (0..<runs).map { _ in
        generator.shuffle(&all)
        return all.prefix(size).sorted()
      }
    case .folds:
      generator.shuffle(&all)
      return (0..<runs).map { fold in
        all[(documents * fold / runs)..<(documents * (fold + 1) / runs)].sorted()
      }
    }
  }

  private static func unit(_ generator: inout SeededGenerator) -> Double {
    Double(generator.next() >> 11) * 0x1p-53
  }

  /// The sum of twelve uniforms is close to normal.
  private static func normal(_ generator: inout SeededGenerator) -> Double {
    (0..<12).reduce(0) { sum, _ in sum + unit(&generator) } - 6
  }
}
