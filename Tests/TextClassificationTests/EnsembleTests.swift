import ConvolutionModel
import TensorMath
import TestSupport
import Testing

@testable import TextClassification

/// An ensemble of three networks that nobody has trained.
private func randomEnsemble(
  _ combination: Combination, kernel: KernelConfiguration = KernelConfiguration(kind: .attention, heads: 2)
) throws -> TextClassifier {
  TextClassifier(
    combining: try (1...3).map { try randomClassifier(kernel: kernel, seed: $0) }, by: combination,
    sharesVectors: false)
}

@Suite struct CombinationTests {
  /// Two documents, three classes; the members disagree on the second.
  private static let members: [[Float]] = [
    [0.5, 0.25, 0.25, 0.375, 0.375, 0.25], [0.25, 0.5, 0.25, 0.25, 0.75, 0],
    [0.75, 0.125, 0.125, 0, 0.25, 0.75],
  ]

  @Test func theMeanIsTheMean() {
    let expected = (0..<6).map { index in Self.members.reduce(0.0) { $0 + Double($1[index]) } / 3 }
    expectClose(
      Combination.mean.combine(Self.members, classes: 3), expected, "mean", relative: 1e-6, absolute: 0)
  }

  @Test func aVoteIsAShareOfVotesAndOfTheMean() {
    // The first of equal classes has the vote: document 1 gives each class one.
    let votes = [2.0, 1, 0, 1, 1, 1]
    let expected = (0..<6).map { index in
      (votes[index] + Self.members.reduce(0.0) { $0 + Double($1[index]) } / 3) / 4
    }
    expectClose(
      Combination.vote.combine(Self.members, classes: 3), expected, "vote", relative: 1e-6, absolute: 0)
  }

  /// By the mean class 1 wins document 0, by votes class 0; of equal votes the mean decides.
  @Test func theMajorityWinsAndTheMeanDecidesBetweenEquals() {
    let members: [[Float]] = [
      [0.52, 0.48, 0.3, 0.7], [0.51, 0.49, 0.6, 0.4], [0, 1, 0.35, 0.65], [0.6, 0.4, 0.9, 0.1],
    ]
    func labels(_ combination: Combination) -> [Int] {
      let combined = combination.combine(members, classes: 2)
      return [mostProbable(combined[0..<2]), mostProbable(combined[2..<4])]
    }
    #expect(labels(.mean) == [1, 0])
    #expect(labels(.vote) == [0, 0])
  }

  @Test(arguments: Combination.allCases)
  func oneMemberIsLeftAsItIs(combination: Combination) {
    #expect(combination.combine([Self.members[0]], classes: 3) == Self.members[0])
  }

  @Test(arguments: Combination.allCases, 2...100)
  func probabilitiesSumToOneAndElectTheWinner(combination: Combination, count: Int) {
    let members = (0..<count).map { member in
      (0..<4).flatMap { document -> [Float] in
        let share = Float((member * 7 + document * 3) % 11) / 10
        return [share / 2, (1 - share) / 2, 0.5]
      }
    }
    let combined = combination.combine(members, classes: 3)
    for document in 0..<4 {
      let own = combined[document * 3..<document * 3 + 3]
      #expect(abs(own.reduce(0, +) - 1) < 1e-5)
      guard combination == .vote else { continue }
      var votes = [0, 0, 0]
      for member in members { votes[mostProbable(member[document * 3..<document * 3 + 3])] += 1 }
      #expect(votes[mostProbable(own)] == votes.max())
    }
  }
}

@Suite struct EnsembleTests {
  @Test(arguments: Combination.allCases, [1, 2, 5])
  func aTextScoresTheSameAloneAndAmongOthers(combination: Combination, threads: Int) throws {
    let ensemble = try randomEnsemble(combination)
    let predictor = Predictor(ensemble, threads: threads)
    let together = predictor.predictions(for: PredictorTests.texts)
    for (text, prediction) in zip(PredictorTests.texts, together) {
      #expect(Predictor(ensemble).prediction(for: text) == prediction, "\(text)")
    }
    #expect(predictor.predictions(for: PredictorTests.texts.reversed()) == together.reversed())
  }

  @Test(arguments: Combination.allCases)
  func anEnsembleCombinesItsMembers(combination: Combination) throws {
    let ensemble = try randomEnsemble(combination)
    #expect(ensemble.memberCount == 3)
    #expect(ensemble.combination == combination)
    let alone = (0..<3).map { Predictor(ensemble.member($0)).predictions(for: PredictorTests.texts) }
    let whole = Predictor(ensemble, memory: .init(cacheRows: 2)).predictions(for: PredictorTests.texts)
    #expect(Set(alone.map { $0[0].probabilities }).count == 3)
    for (index, prediction) in whole.enumerated() {
      let members = alone.map { $0[index].probabilities }
      #expect(prediction.probabilities == combination.combine(members, classes: 3))
    }
  }

  @Test func membersPredictAsClassifiersOfTheirOwn() throws {
    let ensemble = try randomEnsemble(.mean)
    let predictor = Predictor(ensemble, threads: 2)
    predictor.warm()
    let members = predictor.members
    #expect(members.count == 3)
    for (index, member) in members.enumerated() {
      let own = try randomClassifier(seed: UInt64(index + 1))
      #expect(member.classifier.network == own.network && member.members.isEmpty)
      #expect(
        member.predictions(for: PredictorTests.texts) == Predictor(own).predictions(for: PredictorTests.texts)
      )
    }
    #expect(try Predictor(randomClassifier()).members.isEmpty)
  }

  @Test func sharedVectorsCountOnce() throws {
    let members = try (1...3).map { try randomClassifier(seed: $0) }
    let one = members[0].parameterCount
    let apart = TextClassifier(combining: members, by: .mean, sharesVectors: false)
    #expect(apart.parameterCount == 3 * one)
    let sharing = TextClassifier(combining: members, by: .mean, sharesVectors: true)
    #expect(sharing.parameterCount == 3 * one - 2 * 10 * 6)
    let described = sharing.describing(["seed": "1"])
    #expect(described.provenance == ["seed": "1"] && described.memberCount == 3)
    #expect(described.sharesVectors && described.parameterCount == sharing.parameterCount)
  }

  @Test(arguments: Combination.allCases)
  func anExplanationIsTheMeanOverTheMembers(combination: Combination) throws {
    let ensemble = try randomEnsemble(combination)
    let predictor = Predictor(ensemble)
    for text in ExplanationTests.texts {
      let explanation = try #require(predictor.explanation(of: text))
      #expect(explanation.memberCount == 3)
      #expect(explanation.prediction == predictor.prediction(for: text))
      #expect(explanation.classIndex == explanation.prediction.classIndex)
      let alone = try (0..<3).map { try #require(Predictor(ensemble.member($0)).explanation(of: text)) }
      func mean(_ part: (Explanation) -> [Float]) -> [Double] {
        (0..<3).map { c in alone.reduce(0.0) { $0 + Double(part($1)[c]) } / 3 }
      }
      expectClose(explanation.logits, mean(\.logits), text, relative: 1e-5, absolute: 1e-6)
      expectClose(explanation.bias, mean(\.bias), text, relative: 1e-5, absolute: 1e-6)
      let sums = explanation.phrases.reduce(into: explanation.bias.map { Double($0) }) { sums, phrase in
        for c in sums.indices { sums[c] += Double(phrase.contributions[c]) }
      }
      expectClose(explanation.logits, sums, text, relative: 1e-5, absolute: 1e-5)
      let filters = explanation.phrases.reduce(0) { $0 + $1.filterCount }
      #expect(filters == alone.reduce(0) { $1.phrases.reduce($0) { $0 + $1.filterCount } })
      guard let first = explanation.phrases.first, !first.words.isEmpty else { continue }
      let rest = explanation.words[..<first.words.lowerBound] + explanation.words[first.words.upperBound...]
      #expect(
        explanation.predictionWithoutFirst == predictor.prediction(for: rest.joined(separator: " ")),
        "\(text)")
    }
  }

  @Test func filtersAreThoseOfTheFirstMember() throws {
    let ensemble = try randomEnsemble(.mean)
    #expect(
      Predictor(ensemble).filterPhrases(in: FilterPhrasesTests.texts, top: 2)
        == Predictor(ensemble.member(0)).filterPhrases(in: FilterPhrasesTests.texts, top: 2))
  }
}

@Suite struct ThinningTests {
  static let texts = ["the game of stone", "", "dog , wall", "我 's the"]

  private func spread(_ p: [Float]) -> Double {
    let mean = p.reduce(0) { $0 + Double($1) } / Double(p.count)
    return (p.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(p.count - 1)).squareRoot()
  }

  /// Mean and standard deviation of the networks one by one; those of an ensemble are put together.
  @Test(arguments: [1, 3]) func meanAndSpread(members: Int) throws {
    let all = try (0..<members).map { try randomClassifier(seed: UInt64($0 + 1)) }
    let classifier =
      members == 1 ? all[0] : TextClassifier(combining: all, by: .mean, sharesVectors: false)
    let thinning = Predictor.Thinning(samples: 4, dropout: 0.4, seed: 7)
    let found = Predictor(classifier, threads: 2, thinning: thinning).predictions(for: Self.texts)
    let samples = all.enumerated().flatMap { member, own in
      let network = own.network
      let projected = ProjectedVocabulary(
        network, pool: WorkerPool(threads: 1),
        thinned: ThinnedOutput(network, samples: 4, rate: 0.4, seed: 7 + UInt64(member)))
      let encoded = Self.texts.map { text in
        Predictor(own).explanation(of: text)!.words.map { word in
          var copy = word
          return copy.withUTF8 { own.vocabulary.id(of: $0.span) } ?? 0
        }
      }
      let starts = encoded.reduce(into: [0]) { $0.append($0.last! + $1.count) }
      let p = projected.probabilities(tokens: encoded.flatMap { $0 }, starts: starts)
      return (0..<4).map { sample in
        Self.texts.indices.map { document in
          Array(p[(document * 4 + sample) * 3..<(document * 4 + sample + 1) * 3])
        }
      }
    }
    for (document, prediction) in found.enumerated() {
      for c in 0..<3 {
        let values = samples.map { $0[document][c] }
        let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
        expectClose([prediction.probabilities[c]], [mean], "mean", relative: 1e-5)
        expectClose([try #require(prediction.spread)[c]], [spread(values)], "spread", relative: 1e-4)
      }
    }
    #expect(found.contains { $0.spread!.contains { $0 > 0.001 } })
  }

  @Test func withoutDropoutNothingIsThinned() throws {
    let classifier = try randomClassifier()
    let whole = Predictor(classifier).predictions(for: Self.texts)
    #expect(whole.allSatisfy { $0.spread == nil })
    let thinned = Predictor(classifier, thinning: .init(samples: 1, dropout: 0)).predictions(for: Self.texts)
    for (a, b) in zip(thinned, whole) {
      expectClose(a.probabilities, b.probabilities.map { Double($0) }, "probabilities", relative: 1e-6)
      #expect(a.spread == [0, 0, 0])
    }
  }
}
