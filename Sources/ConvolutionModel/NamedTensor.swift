import TensorMath

/// A parameter as the outside knows it: its name and layout in the design, without padding.
package struct NamedTensor: Sendable, Equatable {
  package var name: String
  package var shape: [Int]
  package var values: [Float]

  package init(name: String, shape: [Int], values: [Float]) {
    precondition(values.count == shape.reduce(1, *), "\(name) \(shape) of \(values.count) values")
    self.name = name
    self.shape = shape
    self.values = values
  }
}

extension ParameterLayout {
  /// A named tensor's place in the dense buffer: element `i` of the tensor is float `offset(i)`.
  package struct Place: Sendable {
    package var name: String
    package var shape: [Int]
    /// The last axis is contiguous; this gives the start of each run of it.
    package var runs: [Int]

    package var runLength: Int { shape.last! }
  }

  /// Every tensor but `embedding`, in the order of the file.
  package var places: [Place] {
    var places: [Place] = []
    for (index, n) in configuration.widths.enumerated() {
      places += convolutionPlaces(
        configuration.kernel, name: "\(n)", width: n, inputs: configuration.dimension,
        blocks: blocks.filter { $0.widthIndex == index }, vectors: vectors[index],
        scores: scores.isEmpty ? nil : scores[index]
      ) { $0 * rowStride }
      for level in levels[index] {
        places += convolutionPlaces(
          configuration.upperKernel, name: "\(n).\(level.number)", width: TextCNNConfiguration.upperWidth,
          inputs: configuration.filters, blocks: level.blocks, vectors: level.vectors, scores: level.scores
        ) { level.firstFloat + $0 * level.rowStride }
      }
      if let query = vectors[index].poolingQuery {
        places.append(Place(name: "pooling\(n).query", shape: [configuration.filters], runs: [query]))
      }
    }
    places.append(
      Place(
        name: "output.weight", shape: [classes, featureCount],
        runs: (0..<classes).map { outputWeight + $0 * featureStride }))
    places.append(Place(name: "output.bias", shape: [classes], runs: [outputBias]))
    return places
  }

  /// The tensors of one convolution, whose row r begins at float `start(r)`.
  private func convolutionPlaces(
    _ kernel: KernelConfiguration, name: String, width n: Int, inputs: Int, blocks: [Block], vectors: Vectors,
    scores: ScoreColumns?, start: (_ row: Int) -> Int
  ) -> [Place] {
    let filters = configuration.filters
    let block = (0..<filters).map { filter in blocks.first { $0.filters.contains(filter) }! }
    func rowStart(_ filter: Int, _ place: Int) -> Int {
      start(kernelRow(block[filter], place: place, filter: filter - block[filter].filters.lowerBound))
    }
    // The file has W[r,f,k,:]; local kernels alone have regions.
    let regions = kernel.regionCount
    let width = kernel.offsets == .each ? n : 1
    let shape = kernel.offsets == .each ? [filters, n, inputs] : [filters, inputs]
    var places = [
      Place(
        name: "conv\(name).weight", shape: kernel.kind == .local ? [regions] + shape : shape,
        runs: (0..<regions).flatMap { region in
          (0..<filters).flatMap { filter in (0..<width).map { rowStart(filter, region * n + $0) } }
        }),
      Place(name: "conv\(name).bias", shape: [filters], runs: [vectors.bias]),
    ]
    if let slope = vectors.slope {
      places.append(Place(name: "conv\(name).slope", shape: [filters], runs: [slope]))
    }
    guard let scores else { return places }
    let heads = kernel.heads
    places.append(
      Place(
        name: "attention\(name).bias", shape: [heads, n], runs: (0..<heads).map { scores.bias + $0 * n }))
    guard kernel.kind == .attention else { return places }
    if let gate = scores.gate {
      places.append(Place(name: "attention\(name).gate", shape: [heads], runs: [gate]))
    }
    // The file has q[h,k,j,:]; the rows are (j, k, h), so that a word's scores for a place are neighbours.
    let isWindow = kernel.mode == .window
    let runs = (0..<heads).flatMap { h in
      (0..<n).flatMap { k in
        (0..<scores.places).map { j in start(scores.firstRow + (j * n + k) * heads + h) }
      }
    }
    places.append(
      Place(
        name: "attention\(name).query",
        shape: isWindow ? [heads, n, scores.places, inputs] : [heads, n, inputs],
        runs: runs))
    return places
  }

  /// Reads every tensor out of a dense buffer.
  package func tensors(from dense: AlignedFloats) -> [NamedTensor] {
    dense.withUnsafePointer { base in tensors(from: base) }
  }

  package func tensors(from base: UnsafePointer<Float>) -> [NamedTensor] {
    places.map { place in
      var values: [Float] = []
      values.reserveCapacity(place.runs.count * place.runLength)
      for run in place.runs {
        values.append(contentsOf: UnsafeBufferPointer(start: base + run, count: place.runLength))
      }
      return NamedTensor(name: place.name, shape: place.shape, values: values)
    }
  }

  /// Writes a tensor's values into a dense buffer.
  package func store(_ values: UnsafeBufferPointer<Float>, at place: Place, in dense: inout AlignedFloats) {
    precondition(
      values.count == place.runs.count * place.runLength, "\(place.name) of \(values.count) values")
    guard let source = values.baseAddress else { return }
    dense.withUnsafeMutablePointer { base in
      for (index, run) in place.runs.enumerated() {
        (base + run).update(from: source + index * place.runLength, count: place.runLength)
      }
    }
  }
}
