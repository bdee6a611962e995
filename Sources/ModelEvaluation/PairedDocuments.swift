/// Two systems, document by document: in each run the first system's right answers less the second's.
///
///     d[r, i] = first right − second right ∈ {−1, 0, 1},   run r, document i of those that run r judged
///
/// With a given test set every run judges every document: runs and documents are crossed. With random splits or folds
/// each run has documents of its own, and a document may come back in another run.
package struct PairedDocuments: Sendable, Equatable {
  /// The differences of one run.
  package struct Run: Sendable, Equatable {
    /// Which documents, as places `0 ..< documentCount`, ascending.
    package let places: [Int32]
    /// `d`, in the same order.
    package let differences: [Int8]

    /// First minus second accuracy.
    package var mean: Double { Double(differences.reduce(0) { $0 + Int($1) }) / Double(differences.count) }
  }

  /// In the order given.
  package let runs: [Run]
  /// How many different documents all runs together judged.
  package let documentCount: Int

  /// Whether every run judged every document.
  package var isCrossed: Bool { runs.allSatisfy { $0.places.count == documentCount } }
  /// How many answers were compared: the sum over runs of their documents.
  package var cellCount: Int { runs.reduce(0) { $0 + $1.places.count } }
  /// The share of the answers in which exactly one of the two is right.
  package var disagreement: Double {
    let unlike = runs.reduce(0) { sum, run in sum + run.differences.count { $0 != 0 } }
    return Double(unlike) / Double(cellCount)
  }

  /// Pairs run r of the first system with run r of the second.
  /// - Precondition: At least one run; both have as many; run r of both judged the same documents, at least one.
  /// - Complexity: O(cells · log documents).
  package init(first: [DocumentScores], second: [DocumentScores]) {
    precondition(
      first.count == second.count && !first.isEmpty,
      "\(first.count) runs of the first system, \(second.count) of the second")
    for (run, (one, other)) in zip(first, second).enumerated() {
      precondition(
        !one.documents.isEmpty && one.documents == other.documents,
        "run \(run + 1): both systems must judge the same documents, at least one")
    }
    let numbers =
      first.allSatisfy { $0.documents == first[0].documents }
      ? first[0].documents : Set(first.flatMap(\.documents)).sorted()
    documentCount = numbers.count
    runs = zip(first, second).map { one, other in
      // Both lists ascend, so one walk through `numbers` finds all places of a run.
      var place = 0
      let places = one.documents.map { number in
        while numbers[place] < number { place += 1 }
        return Int32(place)
      }
      let differences = zip(one.isCorrect, other.isCorrect).map { Int8($0 ? 1 : 0) - Int8($1 ? 1 : 0) }
      return Run(places: places, differences: differences)
    }
  }

  /// The mean over runs of the difference of their accuracies.
  package var mean: Double { SampleStatistics.mean(runs.map(\.mean)) ?? 0 }
}
