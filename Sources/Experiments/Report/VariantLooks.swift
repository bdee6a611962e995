import Drawings

/// How each variant looks wherever it is drawn: a shape of its own, filled for contenders and open for controls.
struct VariantLooks {
  private var symbols: [String: Symbol] = [:]
  private var controls: Set<String> = []
  /// In the order of the report.
  let variants: [VariantDescription]

  init(_ variants: [VariantDescription]) {
    self.variants = variants
    for (index, variant) in variants.enumerated() {
      symbols[variant.name] = Symbol(index, filled: variant.control == nil)
      if variant.control != nil { controls.insert(variant.name) }
    }
  }

  func symbol(_ name: String) -> Symbol { symbols[name] ?? Symbol(0) }
  func isControl(_ name: String) -> Bool { controls.contains(name) }

  /// Whether a pair is one of contenders; the other pairs rule something out.
  func isContest(_ first: String, _ second: String) -> Bool { !isControl(first) && !isControl(second) }

  /// What filled and open shapes mean, where there are both.
  var legend: String { controls.isEmpty ? "" : " Contenders are filled, controls open." }
}
