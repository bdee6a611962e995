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
    let kernel = configuration.kernel
    let filters = configuration.filters
    let d = configuration.dimension
    for (index, n) in configuration.widths.enumerated() {
      let own = blocks.filter { $0.widthIndex == index }
      let block = (0..<filters).map { filter in own.first { $0.filters.contains(filter) }! }
      func rowStart(_ filter: Int, _ place: Int) -> Int {
        kernelRow(block[filter], place: place, filter: filter - block[filter].filters.lowerBound) * rowStride
      }
      if kernel.kind == .local {
        places.append(
          Place(
            name: "conv\(n).weight", shape: [kernel.regions, filters, n, d],
            runs: (0..<kernel.regions).flatMap { region in
              (0..<filters).flatMap { filter in (0..<n).map { rowStart(filter, region * n + $0) } }
            }))
      } else if kernel.offsets == .each {
        places.append(
          Place(
            name: "conv\(n).weight", shape: [filters, n, d],
            runs: (0..<filters).flatMap { filter in (0..<n).map { rowStart(filter, $0) } }))
      } else {
        places.append(
          Place(name: "conv\(n).weight", shape: [filters, d], runs: (0..<filters).map { rowStart($0, 0) }))
      }
      places.append(Place(name: "conv\(n).bias", shape: [filters], runs: [vectors[index].bias]))
      if let slope = vectors[index].slope {
        places.append(Place(name: "conv\(n).slope", shape: [filters], runs: [slope]))
      }
      guard let scoreBias = vectors[index].scoreBias else { continue }
      places.append(
        Place(
          name: "attention\(n).bias", shape: [kernel.heads, n],
          runs: (0..<kernel.heads).map { scoreBias + $0 * n }))
      guard kernel.kind == .attention else { continue }
      // The file has q[h,k,j,:]; the rows are (j, k, h), so that a word's scores for a place are neighbours.
      let isWindow = kernel.mode == .window
      let heads = kernel.heads
      let runs = (0..<heads).flatMap { h in
        (0..<n).flatMap { k in
          (0..<(isWindow ? n : 1)).map { j in (scores[index].firstRow + (j * n + k) * heads + h) * rowStride }
        }
      }
      places.append(
        Place(
          name: "attention\(n).query", shape: isWindow ? [kernel.heads, n, n, d] : [kernel.heads, n, d],
          runs: runs))
    }
    places.append(
      Place(
        name: "output.weight", shape: [classes, featureCount],
        runs: (0..<classes).map { outputWeight + $0 * featureStride }))
    places.append(Place(name: "output.bias", shape: [classes], runs: [outputBias]))
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
