/// What was compared on what, short enough for a heading.
struct PageTitle {
  let text: String

  init(_ report: ExperimentReport) {
    let contenders = report.variants.filter { $0.control == nil }.map(\.name)
    // Some of many would be neither a name nor a number of all.
    let isShort = (1...4).contains(contenders.count)
    let named = isShort ? contenders : report.variants.map(\.name)
    let corpora = report.corpora.map(\.name)
    text =
      Self.listed(named, upTo: 4, or: "variants") + " on " + Self.listed(corpora, upTo: 3, or: "corpora")
  }

  /// "a, b and c", or "12 variants" where they are more than `count`.
  private static func listed(_ names: [String], upTo count: Int, or things: String) -> String {
    guard names.count <= count, let last = names.last else { return "\(names.count) \(things)" }
    let first = names.dropLast()
    return first.isEmpty ? last : first.joined(separator: ", ") + " and " + last
  }
}
