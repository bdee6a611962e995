import TensorMath

// What a pass leaves behind, as values: for tests and diagnosis, not for the step itself.
extension TrainingPass {
  /// Features as the linear layer saw them, `[B, features]`.
  package func features(_ batch: Batch) -> [Float] { unpadded(features, rows: batch.count) }

  /// Probabilities, `[B, C]`.
  package func probabilities(_ batch: Batch) -> [Float] { probabilities.array(batch.count * layout.classes) }

  /// Every gradient under its tensor's name; rows that the batch lacks have zeros.
  package func gradients(_ batch: Batch, vocabularyCount: Int, pieceCount: Int = 0) -> [NamedTensor] {
    let d = layout.configuration.dimension
    var vectors = [Float](repeating: 0, count: (vocabularyCount + pieceCount) * d)
    let own = tableGradient(batch)
    for (r, row) in batch.touchedRows.enumerated() {
      for i in 0..<d { vectors[Int(row) * d + i] = own[r * layout.rowStride + i] }
    }
    let words = vocabularyCount * d
    var tensors = [
      NamedTensor(name: "embedding", shape: [vocabularyCount, d], values: Array(vectors[..<words]))
    ]
    if pieceCount > 0 {
      tensors.append(
        NamedTensor(name: TextCNN.piecesName, shape: [pieceCount, d], values: Array(vectors[words...])))
    }
    return tensors + layout.tensors(from: gradient)
  }

  private func unpadded(_ buffer: Scratch<Float>, rows: Int) -> [Float] {
    (0..<rows).flatMap { b in
      UnsafeBufferPointer(start: buffer.base + b * layout.featureStride, count: layout.featureCount)
    }
  }
}
