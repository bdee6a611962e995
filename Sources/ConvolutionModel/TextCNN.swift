import TensorMath

/// The network: word vectors, n-gram kernels, and the linear layer above them. A value; it knows no text.
///
/// `TrainingPass` runs it forward and backward over a batch, `ProjectedVocabulary` runs it at rest.
package struct TextCNN: Sendable {
  package let layout: ParameterLayout
  /// V: how many words have a vector.
  package let vocabularyCount: Int
  /// P: how many pieces of words have one, for words that the vocabulary lacks.
  package let pieceCount: Int
  /// Such words: V + g is the number of guest g. They are made of rows of `embedding`, and are no part of the network.
  package var guests = WordComposition()
  /// Everything but the word vectors; `layout` says what lies where.
  package var dense: AlignedFloats
  private var vectors: WordVectors

  package var configuration: TextCNNConfiguration { layout.configuration }
  package var classes: Int { layout.classes }

  /// A network of zeros.
  package init(
    _ configuration: TextCNNConfiguration, vocabularyCount: Int, pieceCount: Int = 0, classes: Int
  ) {
    layout = ParameterLayout(configuration, classes: classes)
    self.vocabularyCount = vocabularyCount
    self.pieceCount = pieceCount
    dense = AlignedFloats(count: layout.denseCount)
    vectors = .inMemory(AlignedFloats(count: (vocabularyCount + pieceCount) * layout.rowStride))
  }

  /// A network of zeros whose word vectors, and those of pieces behind them, stay where they are; `copyRow` copies one of
  /// them.
  package init(
    _ configuration: TextCNNConfiguration, vocabularyCount: Int, pieceCount: Int = 0, classes: Int,
    copyRow: @escaping @Sendable (_ word: Int, _ target: UnsafeMutablePointer<Float>) -> Void
  ) {
    layout = ParameterLayout(configuration, classes: classes)
    self.vocabularyCount = vocabularyCount
    self.pieceCount = pieceCount
    dense = AlignedFloats(count: layout.denseCount)
    vectors = .elsewhere(copyRow)
  }

  /// A network to start training from.
  ///
  /// Kernels are uniform within 1/√(n·d), output weights within 1/√features, as PyTorch starts its layers; slopes are
  /// 0.25, gates 1; biases and the generators of attention are zero, and the regions of local kernels begin alike: so both
  /// start as the static model of the same seed, unless the generator is random (`drawQueries`). Residual convolutions above
  /// the first start at zero and so, below max pooling,
  /// as the network without them (Goyal et al. 2017, arXiv 1706.02677, start their residual branches so). Word vectors
  /// are uniform within `vectorBound`, those of pieces zero.
  package init(
    _ configuration: TextCNNConfiguration, vocabularyCount: Int, pieceCount: Int = 0, classes: Int,
    seed: UInt64,
    vectorBound: Float
  ) {
    self.init(configuration, vocabularyCount: vocabularyCount, pieceCount: pieceCount, classes: classes)
    let filters = configuration.filters
    for place in layout.places {
      var generator = SeededGenerator(seed: seed, purpose: place.name)
      let isKernel = place.name.hasPrefix("conv") && place.name.hasSuffix(".weight")
      let isUpper = isKernel && place.name.split(separator: ".").count == 3
      if isUpper && configuration.isResidual { continue }
      let regions = isKernel && !isUpper ? configuration.kernel.regionCount : 1
      let count = place.shape.reduce(1, *) / regions
      let bound: Float
      if isUpper {
        // 3·F inputs and outputs: √(6 / (3F + 3F)), Glorot & Bengio 2010; gradients keep their size from level to level.
        bound = 1 / Float(filters).squareRoot()
      } else if isKernel {
        bound = 1 / Float(count / filters).squareRoot()
      } else if place.name == "output.weight" {
        bound = 1 / Float(layout.featureCount).squareRoot()
      } else if place.name.hasSuffix(".slope") || place.name.hasSuffix(".gate") {
        [Float](repeating: place.name.hasSuffix(".gate") ? 1 : 0.25, count: count).withUnsafeBufferPointer {
          layout.store($0, at: place, in: &dense)
        }
        continue
      } else {
        continue
      }
      let values = (0..<count).map { _ in generator.uniform(within: bound) }
      let all = regions == 1 ? values : (0..<regions).flatMap { _ in values }
      all.withUnsafeBufferPointer { layout.store($0, at: place, in: &dense) }
    }
    if configuration.kernel.hasFrozenGenerator { drawQueries(seed: seed, vectorBound: vectorBound) }
    var generator = SeededGenerator(seed: seed, purpose: "embedding")
    let d = configuration.dimension
    let stride = layout.rowStride
    embedding.withUnsafeMutablePointer { base in
      for word in 0..<vocabularyCount {
        for i in 0..<d { base[word * stride + i] = generator.uniform(within: vectorBound) }
      }
    }
  }

  /// Rows of `embedding`: the words', then the pieces'.
  package var rowCount: Int { vocabularyCount + pieceCount }

  /// Vectors of words, and behind them of pieces, `[V + P, d]` with padded rows. Those that are elsewhere are copied at each
  /// call.
  package var embedding: AlignedFloats {
    get { vectors.rows(count: rowCount, stride: layout.rowStride) }
    _modify {
      var rows = embedding
      vectors = .inMemory(Self.none)
      defer { vectors = .inMemory(rows) }
      yield &rows
    }
  }

  private static let none = AlignedFloats(count: 0)

  /// Copies the vectors of some words, guests among them, into rows of `layout.rowStride`, padding left alone.
  func copyVectors(of words: ArraySlice<Int32>, into x: UnsafeMutablePointer<Float>) {
    vectors.copy(words, guests: guests, firstGuest: vocabularyCount, into: x, stride: layout.rowStride)
  }

  /// Numbers that are learned or kept: padding not counted.
  package var parameterCount: Int {
    layout.places.reduce(rowCount * configuration.dimension) { $0 + $1.shape.reduce(1, *) }
  }

  /// The vector of a word, or row of a piece, without padding.
  package subscript(vectorOf word: Int) -> [Float] {
    get {
      embedding.withUnsafePointer {
        Array(
          UnsafeBufferPointer(start: $0 + word * layout.rowStride, count: configuration.dimension))
      }
    }
    set {
      precondition(
        newValue.count == configuration.dimension, "\(newValue.count) of \(configuration.dimension)")
      let start = word * layout.rowStride
      embedding.withUnsafeMutablePointer { base in
        for (i, value) in newValue.enumerated() { base[start + i] = value }
      }
    }
  }

  /// The tensor of the pieces' vectors.
  package static let piecesName = "pieces"

  /// Every parameter under its name, `embedding` first, then `pieces` where there are some.
  package var tensors: [NamedTensor] {
    let d = configuration.dimension
    let table = embedding
    return rowTensors.map { name, rows in
      var vectors: [Float] = []
      vectors.reserveCapacity(rows.count * d)
      table.withUnsafePointer { base in
        for row in rows {
          vectors.append(contentsOf: UnsafeBufferPointer(start: base + row * layout.rowStride, count: d))
        }
      }
      return NamedTensor(name: name, shape: [rows.count, d], values: vectors)
    } + denseTensors
  }

  /// The tensors that `embedding` consists of.
  private var rowTensors: [(name: String, rows: Range<Int>)] {
    [("embedding", 0..<vocabularyCount)]
      + (pieceCount > 0 ? [(Self.piecesName, vocabularyCount..<rowCount)] : [])
  }

  /// Every parameter but the word vectors.
  package var denseTensors: [NamedTensor] { layout.tensors(from: dense) }

  /// The names and shapes that `tensors` would have, without the numbers.
  package var tensorShapes: [(name: String, shape: [Int])] {
    rowTensors.map { ($0.name, [$0.rows.count, configuration.dimension]) }
      + layout.places.map { ($0.name, $0.shape) }
  }

  /// Sets every parameter; `values` is asked once for each name of `tensorShapes`.
  package mutating func setTensors(_ values: (_ name: String, _ shape: [Int]) throws -> [Float]) rethrows {
    let d = configuration.dimension
    let stride = layout.rowStride
    for (name, rows) in rowTensors {
      let vectors = try values(name, [rows.count, d])
      precondition(vectors.count == rows.count * d, "\(name) of \(vectors.count) values")
      vectors.withUnsafeBufferPointer { vectors in
        embedding.withUnsafeMutablePointer { base in
          guard let source = vectors.baseAddress else { return }
          for (i, row) in rows.enumerated() { (base + row * stride).update(from: source + i * d, count: d) }
        }
      }
    }
    try setDenseTensors { name, shape, take in try values(name, shape).withUnsafeBufferPointer(take) }
  }

  /// Sets every parameter but the word vectors. `lend` is asked once for each name, and calls its last argument with the
  /// values, of which no copy is kept.
  package mutating func setDenseTensors(
    _ lend: (_ name: String, _ shape: [Int], _ take: (UnsafeBufferPointer<Float>) -> Void) throws -> Void
  ) rethrows {
    for place in layout.places {
      try lend(place.name, place.shape) { layout.store($0, at: place, in: &dense) }
    }
  }

  /// Multiplies the output weights, not the biases.
  package mutating func scaleOutputWeights(by factor: Float) {
    let range = layout.outputWeight..<layout.outputWeight + layout.classes * layout.featureStride
    dense.withUnsafeMutablePointer { base in for i in range { base[i] *= factor } }
  }

  /// Multiplies every word vector, and those of pieces.
  package mutating func scaleVectors(by factor: Float) {
    let count = rowCount * layout.rowStride
    embedding.withUnsafeMutablePointer { base in for i in 0..<count { base[i] *= factor } }
  }

  /// Rescales every class row of the output weights longer than `bound` to that length (Kim 2014, section 3.1).
  package mutating func limitOutputNorms(to bound: Float) {
    let layout = layout
    dense.withUnsafeMutablePointer { base in
      for c in 0..<layout.classes {
        let row = base + layout.outputWeight + c * layout.featureStride
        var square: Float = 0
        for i in 0..<layout.featureCount { square += row[i] * row[i] }
        let length = square.squareRoot()
        guard length > bound else { continue }
        for i in 0..<layout.featureCount { row[i] *= bound / length }
      }
    }
  }
}

extension TextCNN: Equatable {
  /// Equal bit for bit, whatever the guests.
  package static func == (a: TextCNN, b: TextCNN) -> Bool {
    a.layout == b.layout && a.vocabularyCount == b.vocabularyCount && a.dense == b.dense
      && a.embedding == b.embedding
  }
}
