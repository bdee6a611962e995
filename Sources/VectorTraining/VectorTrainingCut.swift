/// How the work is cut: no result depends on threads, every result on this.
package struct VectorTrainingCut: Sendable, Equatable {
  /// Windows a round, which all step from the same vectors.
  package var round: Int
  /// Shards a round.
  package var shards = 8
  /// Parts of each table.
  package var parts = 8
  /// Tokens that are thinned out at a time.
  package var stretch = 1 << 20

  package init(round: Int) {
    precondition(round > 0, "\(round) windows a round")
    self.round = round
  }

  /// Rounds as long as is good for the threads, and short where a word would come so often in one that its moves, which
  /// do not know of one another, add up to more than a step.
  ///
  ///     round = 0.2 / (rate · p),   1 at least, 512 at most
  ///
  /// with p the most frequent word's share of the text once that is thinned out; of words made of rows, the greatest
  /// mean over a word's rows of the shares of all words that have the row. Measured on 3.3 million tokens: rounds of 32
  /// to 512 windows learn vectors that are equally good, 2048 slightly worse ones; 512 take six tenths of the time of
  /// 32.
  init(for text: SkipGramText, _ configuration: VectorTrainingConfiguration, index: SubwordIndex) {
    let kept = zip(text.counts, text.keepThresholds(sample: configuration.sample))
      .map { Double($0) * Double($1) }
    let total = kept.reduce(0, +)
    var greatest = kept.max() ?? 0
    if index.hasSubwords {
      var shares = [Double](repeating: 0, count: index.rowCount)
      for word in kept.indices { for row in index.rows(of: word) { shares[Int(row)] += kept[word] } }
      for word in kept.indices {
        let rows = index.rows(of: word)
        greatest = max(greatest, rows.reduce(0) { $0 + shares[Int($1)] } / Double(rows.count))
      }
    }
    self.init(round: Int(min(max(0.2 * total / (Double(configuration.learningRate) * greatest), 1), 512)))
  }
}
