import Foundation

extension EmbeddingStore {
  /// A word and how close it is to another.
  public struct Neighbor: Equatable, Sendable {
    /// The word.
    public let word: String
    /// The cosine of the angle between the two vectors, −1 … 1.
    public let cosine: Double
  }
}

/// The closest so far, of many; ties go to the earlier place.
///
/// O(log count) an addition on the average: it keeps up to twice as many and sorts when it is full.
struct NearestList {
  private let count: Int
  private var items: [(place: Int, cosine: Double)] = []
  /// What is below comes too late.
  private var least = -Double.infinity

  init(count: Int) { self.count = min(count, Int(Int32.max)) }

  mutating func add(_ place: Int, _ cosine: Double) {
    guard cosine > least else { return }
    items.append((place, cosine))
    if items.count >= 2 * count + 16 { shrink() }
  }

  /// The closest, closest first.
  var sorted: [(place: Int, cosine: Double)] {
    var list = self
    list.shrink()
    return list.items
  }

  private mutating func shrink() {
    items.sort { ($1.cosine, $0.place) < ($0.cosine, $1.place) }
    guard items.count >= count else { return }
    items.removeLast(items.count - count)
    // Places come in ascending order, so that a later one with the same cosine is not wanted.
    least = items.last?.cosine ?? .infinity
  }
}
