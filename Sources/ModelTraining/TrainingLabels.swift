import TextCorpus

/// What the documents of a training corpus are.
struct TrainingLabels {
  let labels: LabelSet
  /// The class of each document, or the number of its combination of labels.
  let classes: [Int32]
  /// What those numbers mean where a document has any number of labels; nil: they are classes.
  let combinations: LabelCombinations?
  /// What parts of the corpus have alike: the documents of each class, or those with each rarest label
  /// (`LabelCombinations.strata`).
  let strata: [Int32]

  init(_ text: TrainingText) {
    labels = text.labels
    classes = text.classes
    combinations = text.combinations
    strata = text.strata
  }

  /// - Throws: `TrainingError.oneClass` or `sameLabels` where all documents have the same; `CorpusError.labelCount` for one
  ///   of none or several, where one is expected.
  init(_ collected: CollectedLabels, of name: String, isMultiLabel: Bool) throws {
    if collected.lists.count == 1, isMultiLabel || collected.lists[0].count == 1 {
      throw isMultiLabel
        ? TrainingError.sameLabels(file: name)
        : TrainingError.oneClass(file: name, label: collected.lists[0][0])
    }
    labels = LabelSet(collected.lists.joined())
    if isMultiLabel {
      let all = LabelCombinations(collected, labels: labels)
      classes = all.numbers
      strata = all.strata(classes: labels.count)
      combinations = all.withoutDocuments
    } else {
      if let document = collected.numbers.firstIndex(where: { collected.lists[Int($0)].count != 1 }) {
        throw CorpusError.labelCount(
          file: name, count: collected.lists[Int(collected.numbers[document])].count, document: document)
      }
      // Every label of the documents is among their labels.
      let numbers = collected.lists.map { [labels] in Int32(labels.index(of: $0[0]) ?? 0) }
      classes = collected.numbers.map { numbers[Int($0)] }
      strata = classes
      combinations = nil
    }
  }

  /// How many of some documents have each class number.
  func classCounts(of documents: [Int32]) -> [Int] {
    DocumentSelection.counts(of: documents.lazy.map { classes[Int($0)] })
  }
}
