import TensorMath

extension TextCNN {
  /// The share of exact zeros in each tensor that L1 penalizes: kernels, queries and output weights. O(parameters
  /// without word vectors).
  package var zeroShares: [(name: String, share: Double)] {
    dense.withUnsafePointer { base in
      layout.places.filter { $0.name.hasSuffix(".weight") || $0.name.hasSuffix(".query") }.map { place in
        var zeros = 0
        for run in place.runs {
          for i in run..<run + place.runLength where base[i] == 0 { zeros += 1 }
        }
        return (place.name, Double(zeros) / Double(place.runs.count * place.runLength))
      }
    }
  }
}
