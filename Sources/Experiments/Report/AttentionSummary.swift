/// Where attention's weight goes.
public struct AttentionSummary: Codable, Sendable, Equatable {
  /// One width of window, over all windows of the test documents that padding does not touch.
  public struct Width: Codable, Sendable, Equatable {
    public var width: Int
    public var windows: Int
    /// Mean weight and standard deviation of each place, `[heads][n]`; a static kernel has 1 and 0.
    public var meanWeights: [[Double]]
    public var deviations: [[Double]]
  }

  /// A frequent word, over all windows, places and heads that it stands in.
  public struct Word: Codable, Sendable, Equatable {
    public var word: String
    public var count: Int
    public var meanWeight: Double
    public var deviation: Double
  }

  /// A window of a test document, with the weights of one head.
  public struct Window: Codable, Sendable, Equatable {
    public var words: [String]
    public var weights: [Double]
    /// The head, counted from 1, and the document's true and predicted label.
    public var head: Int
    public var truth: String
    public var predicted: String
  }

  public var widths: [Width]
  /// The most frequent words first.
  public var words: [Word]
  /// Windows that decide: winners of many filters.
  public var windows: [Window]
}
