/// Rows of cells in columns: the first column starts at the left, numbers end at the right.
struct TextTable {
  var header: [String]
  var rows: [[String]] = []
  /// Columns that hold words, not numbers.
  var leftColumns: Set<Int> = [0]

  init(_ header: [String]) { self.header = header }

  var text: String {
    let all = ([header] + rows).map { $0.map(Self.printable) }
    let widths = header.indices.map { column in all.map { Self.width(of: $0[column]) }.max() ?? 0 }
    let lines = all.map { row in
      zip(row.indices, row).map { column, cell in
        let gap = String(repeating: " ", count: widths[column] - Self.width(of: cell))
        return leftColumns.contains(column) ? cell + gap : gap + cell
      }.joined(separator: "  ").trimmedRight
    }
    return ([Style.output.bold(lines[0])] + lines.dropFirst()).joined(separator: "\n")
  }

  /// Labels come from files that nobody has vouched for, and tables go to terminals.
  private static func printable(_ cell: String) -> String {
    guard cell.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      return cell
    }
    var text = String.UnicodeScalarView()
    for scalar in cell.unicodeScalars {
      text.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
    }
    return String(text)
  }

  /// Columns of a terminal that a cell takes; East Asian characters take two.
  private static func width(of cell: String) -> Int {
    cell.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.value {
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
        sum + 2
      default: scalar.properties.generalCategory == .nonspacingMark ? sum : sum + 1
      }
    }
  }
}

extension String {
  fileprivate var trimmedRight: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
