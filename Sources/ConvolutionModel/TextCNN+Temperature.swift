extension TextCNN {
  /// Divides the output layer, weights and biases, and with it every logit: softmax(logits / T), at no cost at rest.
  package mutating func divideLogits(by temperature: Float) {
    precondition(temperature > 0, "a temperature of \(temperature)")
    let layout = layout
    dense.withUnsafeMutablePointer { base in
      for i in 0..<layout.classes * layout.featureStride { base[layout.outputWeight + i] /= temperature }
      for c in 0..<layout.classes { base[layout.outputBias + c] /= temperature }
    }
  }
}
