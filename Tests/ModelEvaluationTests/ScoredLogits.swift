@testable import ModelEvaluation

/// Forty documents of three classes with logits that are too large by far, and what Python's numpy and scipy say of them.
enum ScoredLogits {
  static let classes = 3
  static let logits: [[Double]] = [
    [0.0, 0.9, -0.82], [-2.67, -1.36, -2.97], [0.18, 4.02, -1.48], [-1.86, 1.47, 1.07], [0.32, -2.79, -0.09],
    [2.09, -4.03, -1.37], [-5.7, -3.87, -5.53], [-0.71, -3.8, 0.81], [0.47, -0.56, -7.55],
    [-1.62, -0.15, 0.34],
    [-4.59, -1.43, -2.94], [-2.43, 3.18, -2.42], [-0.1, 2.65, -1.75], [-0.34, 0.33, 0.19],
    [-3.68, 0.23, 4.08],
    [-4.64, 2.58, 0.36], [-1.92, 6.0, 2.29], [-3.6, 0.22, 1.73], [-0.57, 2.05, -0.2], [2.0, 4.32, -2.03],
    [0.61, -1.39, 0.38], [-3.56, -1.74, -0.59], [2.7, 3.44, -3.97], [-2.38, 1.94, -5.98],
    [-1.39, -0.29, 3.77],
    [2.07, -0.98, -1.11], [-0.75, 4.57, -1.28], [-0.91, 1.06, -0.36], [-0.59, -3.34, -0.03],
    [-1.33, 3.5, 1.96],
    [-0.07, 2.01, -1.02], [3.16, -0.02, 1.75], [-3.87, 1.04, -5.06], [-6.11, -0.91, -2.7],
    [0.49, 6.73, -2.5],
    [-1.87, 0.62, 1.48], [-0.53, -0.62, 2.11], [1.56, -3.1, -0.24], [0.11, -3.16, 0.78], [-2.57, 2.92, 0.58],
  ]
  static let truth: [Int] = [
    1, 2, 1, 2, 0, 0, 1, 0, 0, 2, 1, 1, 1, 2, 2, 2, 1, 2, 2, 1, 1, 1, 1, 1, 2, 0, 1, 1, 2, 1, 1, 1, 1, 1, 1,
    1, 2,
    0, 0, 1,
  ]
  static let temperature = 1.3601506206730525

  struct Scores: Sendable {
    let expected: Double
    let maximum: Double
    let brier: Double
    let logLoss: Double
  }
  static let asTheyAre = Scores(
    expected: 0.10750225041633842, maximum: 0.5181699168213605, brier: 0.3760128171334265,
    logLoss: 0.6350332660182131)
  static let atTheBest = Scores(
    expected: 0.054236225321553054, maximum: 0.3978942575445392, brier: 0.36377455723172136,
    logLoss: 0.6124702760905076)

  /// softmax(logits / T), written out.
  static func probabilities(temperature: Double = 1) -> [[Float]] {
    logits.map { own in
      let powers = own.map { exponential($0 / temperature) }
      return powers.map { Float($0 / powers.reduce(0, +)) }
    }
  }
}
