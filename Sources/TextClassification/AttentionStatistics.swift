/// Where attention's weight goes in some texts: which places of a window count, which words, and windows that decide.
///
/// A static kernel gives every word the weight 1; what is said here are deviations from that.
public struct AttentionStatistics: Sendable, Equatable {
  /// One width of window, over all windows that have a word at every place.
  public struct Width: Sendable, Equatable {
    public let width: Int
    /// How many there are.
    public let windows: Int
    /// Mean weight of each place and its standard deviation over windows, `[heads][n]`.
    public let means: [[Double]]
    public let deviations: [[Double]]
  }

  /// A frequent word, over all windows, places and heads in which it stands.
  public struct Word: Sendable, Equatable {
    public let word: String
    /// How often the texts have it.
    public let count: Int
    public let mean: Double
    public let deviation: Double
  }

  /// A window without padding that decides, in a head that weighs its words unlike.
  public struct Window: Sendable, Equatable {
    public let words: [String]
    /// Of each of them.
    public let weights: [Double]
    /// Counted from 0.
    public let head: Int
    /// Number of the text, and the class that it is given.
    public let document: Int
    public let predicted: Int
    /// The part that the head's filters have, by this window, in what speaks for the class: of Σ max(0, O[c,f] − O[r,f])·feature_f,
    /// r the second most probable class.
    public let share: Double
  }

  /// Ascending; a width that no window of the texts fills is not among them.
  public let widths: [Width]
  /// The most frequent first. Words that the classifier does not know, not even by pieces, have one vector together, and
  /// are left out.
  public let words: [Word]
  /// One of a text at most, and of the same words; the classes take turns, and of each the best comes first.
  public let windows: [Window]
}

/// Count, sum and sum of squares of some weights, less 1 each: what is exactly 1 deviates by exactly 0.
struct WeightSums {
  private(set) var count = 0
  private var sum = 0.0
  private var square = 0.0

  mutating func add(_ weight: Float) {
    let off = Double(weight) - 1
    count += 1
    sum += off
    square += off * off
  }

  mutating func add(_ other: WeightSums) {
    count += other.count
    sum += other.sum
    square += other.square
  }

  /// - Precondition: There is a weight.
  var mean: Double { 1 + sum / Double(count) }

  /// √(Σ (a − mean)² / count)
  var deviation: Double {
    let mean = sum / Double(count)
    return max(0, square / Double(count) - mean * mean).squareRoot()
  }
}
