import CTensorMath
import TensorMath

extension Tower {
  /// Activations of all positions of document b → its features.
  func pool(
    _ b: Int, _ h: UnsafePointer<Float>, rows: Int, _ dense: UnsafePointer<Float>,
    into features: UnsafeMutablePointer<Float>
  ) {
    let filters = configuration.filters
    switch configuration.pooling {
    case .max, .kMax:
      tcm_strongest_rows(
        h, rows, filters, stride, configuration.featuresPerFilter, features,
        kept.base + b * configuration.featuresPerWidth, filters)
    case .mean, .attention:
      let shares = shares.base + topRow(b)
      findShares(h, rows: rows, dense, into: shares)
      tcm_weighted_mean(h, rows, filters, stride, shares, features)
    }
  }

  /// The positions that a feature of the only document comes from, and the share of each.
  func parts(of feature: Int) -> [(position: Int, share: Float)] {
    switch configuration.pooling {
    case .max, .kMax: return kept[feature] < 0 ? [] : [(position: Int(kept[feature]), share: Float(1))]
    case .mean, .attention: return (0..<positions(0)).map { (position: $0, share: shares[$0]) }
    }
  }

  /// What each position counts: 1 / rows, or with attention softmax of ⟨v, h_i⟩.
  private func findShares(
    _ h: UnsafePointer<Float>, rows: Int, _ dense: UnsafePointer<Float>,
    into shares: UnsafeMutablePointer<Float>
  ) {
    guard let query = vectors.poolingQuery else {
      shares.update(repeating: 1 / Float(rows), count: rows)
      return
    }
    shares.update(repeating: 0, count: rows)
    // Panel by panel, as at rest, where no more of a word's row is at hand at once.
    for panel in layout.panels where panel.block.widthIndex == widthIndex {
      let first = panel.block.filters.lowerBound + panel.filters.lowerBound
      tcm_add_scores(h + first, rows, panel.filters.count, stride, dense + query + first, shares)
    }
    _ = softmax(shares, count: rows)
  }

  /// ∂L/∂features → ∂L/∂h, added to `gradient`, and with attention pooling ∂L/∂v:
  ///
  ///     ∂L/∂α_i = ⟨∂L/∂feature, h_i⟩      ∂L/∂s_i = α_i·(∂L/∂α_i − Σ_j α_j·∂L/∂α_j)
  ///     ∂L/∂h_i = α_i·∂L/∂feature + ∂L/∂s_i·v      ∂L/∂v = Σ_i ∂L/∂s_i·h_i
  func differentiatePooling(
    _ b: Int, _ h: UnsafePointer<Float>, rows: Int, _ dense: UnsafePointer<Float>,
    _ featureGradient: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>,
    query queryGradient: UnsafeMutablePointer<Float>
  ) {
    let filters = configuration.filters
    switch configuration.pooling {
    case .max, .kMax:
      let kept = kept.base + b * configuration.featuresPerWidth
      for feature in 0..<configuration.featuresPerWidth where kept[feature] >= 0 {
        gradient[Int(kept[feature]) * stride + feature % filters] += featureGradient[feature]
      }
    case .mean, .attention:
      let shares = shares.base + topRow(b)
      for i in 0..<rows {
        for f in 0..<filters { gradient[i * stride + f] += shares[i] * featureGradient[f] }
      }
      guard let query = vectors.poolingQuery else { return }
      let change = shareGradient.base + topRow(b)
      var mean: Float = 0
      for i in 0..<rows {
        var sum: Float = 0
        for f in 0..<filters { sum += featureGradient[f] * h[i * stride + f] }
        change[i] = sum
        mean += shares[i] * sum
      }
      for i in 0..<rows {
        let ds = shares[i] * (change[i] - mean)
        for f in 0..<filters {
          gradient[i * stride + f] += ds * dense[query + f]
          queryGradient[f] += ds * h[i * stride + f]
        }
      }
    }
  }
}
