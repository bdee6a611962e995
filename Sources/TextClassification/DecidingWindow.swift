import ConvolutionModel

/// The window of a document that is worth showing: that decides, and in which attention does something.
struct DecidingWindow {
  let window: AttentionStatistics.Window
  /// share · max_k |a_k − 1|: a window that decides by weights of 1 shows nothing, nor does one of great weights that says
  /// nothing.
  let merit: Double

  /// The filters of one head, where they have their maximum in the same window.
  private struct Place: Hashable {
    let widthIndex: Int
    let window: Int
    let head: Int
  }

  /// The best one of a document.
  ///
  /// - Parameter weights: The document's own.
  /// - Returns: nil where none that has a word at each place speaks for the most probable class by weights other than 1.
  /// - Complexity: As `TextCNN.trace`.
  init?(
    _ document: Predictor.Tokens, number: Int, _ network: TextCNN, _ weights: [WindowWeights]
  ) {
    let configuration = network.configuration
    let trace = network.trace(document.ids, weights: weights)
    let ranking = ranked(trace.logits[...])
    let rival = configuration.output == .softmax ? ranking.dropFirst().first : nil
    var leads: [Place: Double] = [:]
    var all = 0.0
    for feature in trace.features.indices {
      let output = network.contributions(of: feature, value: 1)
      let strength = output[ranking[0]] - (rival.map { output[$0] } ?? 0)
      let widthIndex = feature / configuration.featuresPerWidth
      let head = feature % configuration.filters * configuration.kernel.heads / configuration.filters
      for part in trace.parts[feature] where part.value != 0 {
        let lead = Double(strength * part.value)
        all += max(0, lead)
        if part.weights.count == configuration.widths[widthIndex] {
          leads[Place(widthIndex: widthIndex, window: part.position, head: head), default: 0] += lead
        }
      }
    }
    var best: (place: Place, merit: Double)?
    for (place, lead) in leads where lead > 0 {
      let own = weights[place.widthIndex]
      let off = own.places(place.window).map { abs(own[place.window, place.head, $0] - 1) }.max() ?? 0
      let merit = lead / all * Double(off)
      // A dictionary has no order, so of equal ones the narrowest, earliest, first.
      func rank(_ place: Place) -> (Int, Int, Int) { (place.widthIndex, place.window, place.head) }
      if merit > 0,
        best.map({ merit > $0.merit || merit == $0.merit && rank(place) < rank($0.place) }) ?? true
      {
        best = (place, merit)
      }
    }
    guard let (place, merit) = best, let lead = leads[place] else { return nil }
    let own = weights[place.widthIndex]
    self.merit = merit
    window = AttentionStatistics.Window(
      words: Array(document.words[own.words(place.window)]),
      weights: own.places(place.window).map { Double(own[place.window, place.head, $0]) }, head: place.head,
      document: number, predicted: ranking[0], share: lead / all)
  }

  /// The best `count`, but no words twice, and classes by turns: else one class with a telling phrase would fill the list.
  static func varied(_ windows: [DecidingWindow], count: Int) -> [DecidingWindow] {
    let sorted = windows.sorted { ($1.merit, $0.window.document) < ($0.merit, $1.window.document) }
    var seen: Set<[String]> = []
    var turns: [Int: Int] = [:]
    var ranked: [(turn: Int, index: Int)] = []
    for (index, window) in sorted.enumerated() where seen.insert(window.window.words).inserted {
      ranked.append((turns[window.window.predicted, default: 0], index))
      turns[window.window.predicted, default: 0] += 1
    }
    return ranked.sorted { $0 < $1 }.prefix(count).map { sorted[$0.index] }
  }
}
