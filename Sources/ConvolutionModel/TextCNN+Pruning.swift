import TensorMath

extension TextCNNConfiguration {
  /// The filters of a width that may stand for one another when some are left out: those of one head where the kernel has
  /// a generator, h(f) = ⌊f·H / F⌋, otherwise all.
  package var filterGroups: [Range<Int>] {
    guard kernel.hasGenerator else { return [0..<filters] }
    // The first f with ⌊f·H / F⌋ = head.
    func start(_ head: Int) -> Int { (head * filters + kernel.heads - 1) / kernel.heads }
    return (0..<kernel.heads).map { start($0)..<start($0 + 1) }
  }
}

extension TextCNN {
  /// The network with some of its filters, in their order: as if each of the others said the same of every document.
  ///
  /// - Parameters:
  ///   - kept: For each width the filters that stay, ascending; as many for each width, and for each head as many as a
  ///     network of that size has.
  ///   - constants: What a filter that goes is taken to say, `[features]`: times its output weights it is added to the
  ///     output bias.
  /// - Complexity: O(parameters).
  package func keeping(_ kept: [[Int]], constants: [Float]) -> TextCNN {
    var smaller = configuration
    smaller.filters = kept[0].count
    precondition(kept.allSatisfy { $0.count == smaller.filters }, "widths of different numbers of filters")
    for own in kept {
      precondition(
        zip(configuration.filterGroups, smaller.filterGroups).allSatisfy { old, new in
          own[new].allSatisfy(old.contains)
        }, "filters would change their head")
    }
    let filters = configuration.filters
    let isLocal = configuration.kernel.kind == .local
    let features = kept.enumerated().flatMap { width, own in own.map { width * filters + $0 } }
    let old = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0) })
    var network = TextCNN(smaller, vocabularyCount: vocabularyCount, pieceCount: pieceCount, classes: classes)
    network.setTensors { name, _ in
      let tensor = old[name]!
      if name == "output.weight" { return tensor.selecting(features, ofAxis: 1) }
      for (width, own) in zip(configuration.widths, kept) where name.hasPrefix("conv\(width).") {
        return tensor.selecting(own, ofAxis: isLocal && name.hasSuffix(".weight") ? 1 : 0)
      }
      return tensor.values
    }
    let gone = Set(0..<layout.featureCount).subtracting(features).sorted()
    for c in 0..<classes {
      network.dense[network.layout.outputBias + c] += gone.reduce(0) { sum, feature in
        sum + dense[layout.outputWeight + c * layout.featureStride + feature] * constants[feature]
      }
    }
    return network
  }

  /// The output weights, `[C, features]`.
  package var outputWeights: [[Float]] {
    (0..<classes).map { c in
      (0..<layout.featureCount).map { dense[layout.outputWeight + c * layout.featureStride + $0] }
    }
  }
}

extension NamedTensor {
  /// The values of a tensor that has only some of the indices of one axis, in their order.
  func selecting(_ indices: [Int], ofAxis axis: Int) -> [Float] {
    let inner = shape[(axis + 1)...].reduce(1, *)
    let outer = shape[..<axis].reduce(1, *)
    return (0..<outer).flatMap { o in
      indices.flatMap { index in
        let start = (o * shape[axis] + index) * inner
        return values[start..<start + inner]
      }
    }
  }
}
