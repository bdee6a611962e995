import ConvolutionModel
import TensorMath

extension Oracle {
  /// Loss and probabilities of a document that has any number of labels: a binary cross-entropy of each.
  func labelwise(
    _ logits: [Double], _ targets: LabelTargets, combination: Int
  ) -> (loss: Double, probabilities: [Double]) {
    let probabilities = logits.map { 1 / (1 + exponential(-$0)) }
    var loss = 0.0
    for (c, p) in probabilities.enumerated() {
      let isPresent = targets.combinations[combination].contains(Int32(c))
      let weights = targets.weights?[c]
      let weight = Double(isPresent ? weights?.present ?? 1 : weights?.absent ?? 1)
      let target = (1 - smoothing) * (isPresent ? 1 : 0) + smoothing / 2
      let right = isPresent ? p : 1 - p
      let focus = focusing > 0 ? exponential(focusing * logarithm(1 - right)) : 1
      loss -= weight * focus * (target * logarithm(p) + (1 - target) * logarithm(1 - p))
    }
    return (loss, probabilities)
  }
}
