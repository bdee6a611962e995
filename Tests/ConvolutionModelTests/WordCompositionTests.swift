import ConvolutionModel
import TensorMath
import TestSupport
import Testing

/// Words that are means of rows, against the same arithmetic in Double and against networks of plain rows.
@Suite struct WordCompositionTests {
  static let vocabulary = 9
  static let pieces = 14

  /// Of the vocabulary and some words beyond it: own row and up to five pieces, some of them twice; the unknown word and the
  /// last guest have one row.
  private func composition(words: Int, seed: UInt64) -> WordComposition {
    var generator = SeededGenerator(seed: seed, purpose: "composition")
    var composition = WordComposition()
    for word in 0..<words {
      let count = generator.integer(below: 6)
      let pieces = (0..<count).map { _ in
        Int32(Self.vocabulary + generator.integer(below: Self.pieces - 1))
      }
      let own = word < Self.vocabulary ? [Int32(word)] : []
      composition.append(word == 0 || word == words - 1 || own.isEmpty && pieces.isEmpty ? [0] : own + pieces)
    }
    return composition
  }

  private func model(_ kernel: KernelConfiguration, depth: Int = 1, seed: UInt64) -> TextCNN {
    var configuration = TextCNNConfiguration(
      dimension: 5, widths: [2, 3], filters: 4, kernel: kernel, activation: .tanh)
    configuration.depth = depth
    var model = TextCNN(configuration, vocabularyCount: Self.vocabulary, pieceCount: Self.pieces, classes: 3)
    model.setTensors { name, shape in
      var generator = SeededGenerator(seed: seed, purpose: name)
      return generator.floats(shape.reduce(1, *), within: 0.6)
    }
    return model
  }

  private func batch(_ composition: WordComposition, _ documents: [[Int32]], labels: [Int32]) -> Batch {
    var batch = Batch(composition, rowCount: Self.vocabulary + Self.pieces)
    for (document, label) in zip(documents, labels) { batch.append(document, label: label) }
    batch.sortWords()
    batch.findRows()
    return batch
  }

  @Test(arguments: KernelConfiguration.all(heads: 2), [1, 2])
  func gradientsAreSlopes(_ kernel: KernelConfiguration, depth: Int) {
    for attempt in 0..<400 {
      let seed = UInt64(attempt + 1)
      let model = model(kernel, depth: depth, seed: seed)
      let composition = composition(words: 16, seed: seed)
      let documents = randomDocuments(depth == 1 ? 6 : 5, vocabularyCount: 16, seed: seed)
      let labels = randomLabels(documents.count, classes: 3, seed: seed)
      var oracle = Oracle(model)
      oracle.composition = (0..<composition.count).map { composition[$0].map { Int($0) } }
      let outcome = oracle.run(documents, labels: labels)
      guard outcome.margin > 1e-4 else { continue }
      let pass = TrainingPass(model.layout, pool: WorkerPool(threads: 1))
      let batch = batch(composition, documents, labels: labels)
      let loss = pass.run(model, batch)
      expectClose([loss], [outcome.loss], "loss", relative: 1e-5)
      expectClose(pass.features(batch), outcome.features, "features", relative: 4e-5)
      let gradients = pass.gradients(batch, vocabularyCount: Self.vocabulary, pieceCount: Self.pieces)
      #expect(gradients.map(\.name) == model.tensors.map(\.name))
      for gradient in gradients.prefix(2) {
        expectClose(
          gradient.values,
          gradient.values.indices.map {
            oracle.slope(of: gradient.name, at: $0, documents, labels: labels)
          }, gradient.name, relative: 1e-4, absolute: 2e-6)
        if gradient.name == TextCNN.piecesName {
          #expect(gradient.values.suffix(5).allSatisfy { $0 == 0 }, "a piece that no word has")
        }
      }
      return
    }
    Issue.record("no network with clear decisions in 400")
  }

  @Test func bitsDoNotDependOnTheThreads() {
    let model = model(KernelConfiguration(kind: .attention, heads: 2), seed: 3)
    let composition = composition(words: 300, seed: 4)
    let documents = randomDocuments(80, vocabularyCount: 300, seed: 5)
    let batch = batch(composition, documents, labels: randomLabels(80, classes: 3, seed: 6))
    func trained(threads: Int) -> TextCNN {
      let pool = WorkerPool(threads: threads)
      let pass = TrainingPass(model.layout, pool: pool)
      var moved = model
      for _ in 0..<3 { _ = pass.run(moved, batch) }
      let gradient = pass.tableGradient(batch)
      for (r, row) in batch.touchedRows.enumerated() {
        moved[vectorOf: Int(row)] = (0..<5).map { gradient[r * model.layout.rowStride + $0] }
      }
      return moved
    }
    let one = trained(threads: 1)
    #expect(one != model)
    for threads in [2, 3] { #expect(trained(threads: threads) == one, "\(threads) threads") }
  }

  /// A word that has one row is that row, to the bit.
  @Test(arguments: KernelConfiguration.all(heads: 2))
  func withoutPiecesTheNetworkIsThatOfBefore(_ kernel: KernelConfiguration) {
    let configuration = TextCNNConfiguration(dimension: 5, widths: [2, 3], filters: 4, kernel: kernel)
    let model = TextCNN.random(configuration, vocabularyCount: 40, seed: 8)
    var composition = WordComposition()
    for word in 0..<Int32(40) { composition.append([word]) }
    let documents = randomDocuments(30, vocabularyCount: 40, seed: 9)
    let labels = randomLabels(30, classes: 3, seed: 9)
    var plain = Batch(documents, labels: labels, vocabularyCount: 40)
    plain.sortWords()
    var composed = Batch(composition, rowCount: 40)
    for (document, label) in zip(documents, labels) { composed.append(document, label: label) }
    composed.sortWords()
    composed.findRows()
    #expect(composed.touchedRows == plain.touchedRows)
    let pool = WorkerPool(threads: 1)
    let (a, b) = (TrainingPass(model.layout, pool: pool), TrainingPass(model.layout, pool: pool))
    #expect(a.run(model, plain) == b.run(model, composed))
    #expect(a.gradients(plain, vocabularyCount: 40) == b.gradients(composed, vocabularyCount: 40))
    #expect(model.folding(composition) == model)
  }

  /// What a batch finds, against a search; twice, as its scratch is used again.
  @Test func rowsOfABatch() {
    let composition = composition(words: 16, seed: 1)
    var batch = Batch(composition, rowCount: Self.vocabulary + Self.pieces)
    for documents in [[[3, 12, 3], [1]], [[15, 9, 10, 11]], [[]]] as [[[Int32]]] {
      batch.removeAll()
      for document in documents { batch.append(document, label: 0) }
      batch.sortWords()
      batch.findRows()
      #expect(batch.touchedRows == Set(Set(documents.joined()).flatMap { composition[Int($0)] }).sorted())
    }
  }

  /// At rest guests are composed, from memory or from where the rows lie, and the words of the vocabulary are folded; all with
  /// the features that training has, and with bits that depend on the document alone.
  @Test(arguments: [1, 3], [nil, 3, 7])
  func atRest(threads: Int, cacheRows: Int?) {
    let model = model(KernelConfiguration(kind: .attention, heads: 2), seed: 5)
    let composition = composition(words: 16, seed: 7)
    var guests = WordComposition()
    for word in Self.vocabulary..<composition.count { guests.append(Array(composition[word])) }
    var resting = model.folding(composition)
    resting.guests = guests
    let documents = randomDocuments(40, vocabularyCount: 16, seed: 10)
    let pool = WorkerPool(threads: threads)
    func projected(_ model: TextCNN) -> ProjectedVocabulary {
      let projected = ProjectedVocabulary(model, pool: pool, cacheRows: cacheRows)
      projected.welcome(guests, isNew: false)
      return projected
    }
    func probabilities(_ projected: ProjectedVocabulary, _ documents: [[Int32]]) -> [Float] {
      projected.probabilities(
        tokens: documents.flatMap { $0 },
        starts: documents.reduce(into: [0]) { $0.append($0.last! + $1.count) })
    }
    let together = probabilities(projected(resting), documents)
    #expect(documents.flatMap { probabilities(projected(resting), [$0]) } == together)
    let table = resting.embedding
    let stride = resting.layout.rowStride
    var elsewhere = TextCNN(
      resting.configuration, vocabularyCount: Self.vocabulary, pieceCount: Self.pieces, classes: 3
    ) { row, target in table.withUnsafePointer { target.update(from: $0 + row * stride, count: 5) } }
    elsewhere.dense = resting.dense
    #expect(probabilities(projected(elsewhere), documents) == together)
    let pass = TrainingPass(model.layout, pool: pool)
    let batch = batch(composition, documents, labels: [Int32](repeating: 0, count: documents.count))
    _ = pass.run(model, batch)
    expectClose(
      together, pass.probabilities(batch).map { Double($0) }, "probabilities", relative: 1e-5, absolute: 1e-6)
    for (document, own) in zip(documents, 0...) {
      let trace = resting.trace(document)
      var answer = trace.logits
      resting.configuration.output.apply(to: &answer, count: 3)
      #expect(answer == Array(together[own * 3..<own * 3 + 3]))
    }
  }

  @Test func otherGuestsPushTheOldOnesOut() {
    let model = model(KernelConfiguration(), seed: 5)
    let projected = ProjectedVocabulary(model, pool: WorkerPool(threads: 1))
    func answers(_ rows: [Int32], isNew: Bool) -> [Float] {
      var guests = WordComposition()
      guests.append(rows)
      projected.welcome(guests, isNew: isNew)
      return projected.probabilities(tokens: [9, 1, 9], starts: [0, 3])
    }
    let first = answers([10, 11], isNew: false)
    let second = answers([12], isNew: true)
    #expect(second != first)
    #expect(answers([10, 11], isNew: true) == first)
    #expect(!model.knows(0) && model.knows(1))
  }
}
