import Drawings

/// Which labels are taken for which: all counts for few labels, the largest confusions for many.
struct ConfusionPart {
  let corpus: CorpusResult

  /// More labels than this do not fit beside each other.
  static let mostLabels = 12
  private static let mostConfusions = 15

  var html: String {
    let count = corpus.labels.count
    let variants = corpus.variants.filter { variant in
      variant.confusion.count == count && variant.confusion.allSatisfy { $0.count == count } && count > 0
    }
    guard !variants.isEmpty else { return "" }
    let isSmall = count <= Self.mostLabels
    let note =
      isSmall
      ? "Rows are true labels, columns predicted ones in the same order; documents, all runs together. The deeper the shade, the greater the "
        + "share of its row; the framed diagonal is right."
      : "The most frequent confusions, all runs together; the share is of the documents of the true label."
    return """
      <h3>Confusions</h3>
      <p class="note">\(note)</p>
      <div class="tables">
      \(variants.map { isSmall ? matrix($0) : list($0) }.joined(separator: "\n"))
      </div>

      """
  }

  private func matrix(_ variant: VariantResult) -> String {
    // Short names head the columns themselves; long ones would make them wide, and are numbered.
    let isNumbered = corpus.labels.contains { TextWidth.estimate($0, size: 1) > 4 }
    let head = corpus.labels.enumerated().map { index, label in
      isNumbered ? "\(index + 1)" : Page.name(label)
    }
    let rows = corpus.labels.enumerated().map { row, label -> [String] in
      let counts = variant.confusion[row]
      let total = max(1, counts.reduce(0, +))
      let cells = counts.enumerated().map { column, count in
        let share = Double(count) / Double(total)
        let kind = row == column ? "cell right" : "cell"
        let text = count == 0 ? "<span class=\"zero\">·</span>" : Figures.count(count)
        return "<span class=\"\(kind)\" style=\"--share: \(Figures.fixed(share, 2))\">\(text)</span>"
      }
      return [(isNumbered ? "\(row + 1) " : "") + Page.name(label)] + cells
    }
    return Page.table(
      Page.name(variant.name), label: "Confusions of \(variant.name) on \(corpus.name)",
      head: ["true \\ predicted"] + head, rows: rows, kind: "matrix")
  }

  private func list(_ variant: VariantResult) -> String {
    var confusions: [(row: Int, column: Int, count: Int)] = []
    for (row, counts) in variant.confusion.enumerated() {
      for (column, count) in counts.enumerated() where row != column && count > 0 {
        confusions.append((row, column, count))
      }
    }
    let wrong = confusions.reduce(0) { $0 + $1.count }
    confusions.sort { ($1.count, $0.row, $0.column) < ($0.count, $1.row, $1.column) }
    let rows = confusions.prefix(Self.mostConfusions).map { confusion -> [String] in
      let total = max(1, variant.confusion[confusion.row].reduce(0, +))
      return [
        "\(Page.name(corpus.labels[confusion.row])) → \(Page.name(corpus.labels[confusion.column]))",
        Figures.count(confusion.count),
        "\(Page.percent(Double(confusion.count) / Double(total), digits: 1)) %",
      ]
    }
    let shown = confusions.prefix(Self.mostConfusions).reduce(0) { $0 + $1.count }
    return Page.table(
      "\(Page.name(variant.name)): \(Figures.count(shown)) of \(Page.count(wrong, "error"))",
      label: "Confusions of \(variant.name) on \(corpus.name)", head: ["true → predicted", "count", "share"],
      rows: rows, kind: "list")
  }
}
