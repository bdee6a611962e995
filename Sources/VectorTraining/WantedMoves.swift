import CTensorMath
import TensorMath

/// Moves that are wanted of the rows of a table, sorted into parts by row: whoever applies a part need not look at
/// others.
///
/// Row r is of part r mod parts, so that frequent words, which have the first rows, are spread over all. Within a part
/// moves stay in the order in which they were added.
struct WantedMoves {
  /// A power of two.
  let parts: Int
  private var added: [(row: Int32, move: Int32)] = []
  private(set) var rows: [Int32] = []
  /// Where each row's move lies.
  private(set) var moves: [Int32] = []
  /// Part p is `rows[starts[p] ..< starts[p + 1]]`.
  private(set) var starts: [Int]

  init(parts: Int) {
    precondition(parts > 0 && parts & (parts - 1) == 0, "\(parts) parts")
    self.parts = parts
    starts = Array(repeating: 0, count: parts + 1)
  }

  mutating func removeAll() { added.removeAll(keepingCapacity: true) }

  @inline(__always)
  mutating func add(row: Int32, move: Int) { added.append((row, Int32(truncatingIfNeeded: move))) }

  /// Sorts what was added, in O(added + parts).
  mutating func sort() {
    let mask = Int32(parts - 1)
    var next = [Int](repeating: 0, count: parts + 1)
    for item in added { next[Int(item.row & mask) + 1] += 1 }
    for part in 0..<parts { next[part + 1] += next[part] }
    starts = next
    if rows.count < added.count {
      rows.append(contentsOf: repeatElement(0, count: added.count - rows.count))
      moves.append(contentsOf: repeatElement(0, count: added.count - moves.count))
    }
    rows.withUnsafeMutableBufferPointer { rows in
      moves.withUnsafeMutableBufferPointer { moves in
        for item in added {
          let part = Int(item.row & mask)
          rows[next[part]] = item.row
          moves[next[part]] = item.move
          next[part] += 1
        }
      }
    }
  }

  /// Moves the rows of one part: table[rows[i], :] += values[moves[i], :].
  func apply(_ part: Int, of values: Scratch<Float>, to table: UnsafeMutablePointer<Float>, stride: Int) {
    let range = starts[part]..<starts[part + 1]
    rows.withUnsafeBufferPointer { rows in
      moves.withUnsafeBufferPointer { moves in
        guard let rows = rows.baseAddress, let moves = moves.baseAddress else { return }
        tcm_add_rows(
          table, stride, rows + range.lowerBound, values.base, moves + range.lowerBound, range.count)
      }
    }
  }
}
