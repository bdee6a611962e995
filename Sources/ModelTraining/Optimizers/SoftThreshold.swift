/// The proximal operator of t·|w|: argmin_x t·|x| + (x − w)²/2. NaN stays NaN.
///
///     sign(w) · max(|w| − t, 0)
///
/// Source: Parikh & Boyd 2014, "Proximal algorithms", section 6.5.2.
@inline(__always)
func softThreshold(_ w: Float, _ t: Float) -> Float {
  if abs(w) <= t { return 0 }
  return w > 0 ? w - t : w + t
}
