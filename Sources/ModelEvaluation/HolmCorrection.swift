/// Holm's step-down correction of several p values, so that all true null hypotheses together are rejected at most as
/// often as the level says.
///
///     adjusted p of the j-th smallest = max over i ≤ j of min(1, (m − i + 1) · p₍ᵢ₎)
///
/// It assumes nothing about how the tests depend on each other, and is never weaker than Bonferroni's.
/// Source: Holm 1979, <https://www.jstor.org/stable/4615733>.
package enum HolmCorrection {
  /// The adjusted p values, in the order given.
  /// - Precondition: Each lies in 0 … 1.
  /// - Complexity: O(m log m).
  package static func adjusted(_ pValues: [Double]) -> [Double] {
    precondition(pValues.allSatisfy { (0...1).contains($0) }, "p values must lie between 0 and 1")
    var adjusted = pValues
    var greatest = 0.0
    for (step, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
      greatest = max(greatest, min(1, Double(pValues.count - step) * pValues[index]))
      adjusted[index] = greatest
    }
    return adjusted
  }
}
