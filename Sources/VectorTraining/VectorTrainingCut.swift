/// How the work is cut: no result depends on threads, every result on this.
package struct VectorTrainingCut: Sendable {
  /// Windows a round.
  package var round: Int
  /// Shards a round.
  package var shards = 8
  /// Parts of each table.
  package var parts = 8
  /// Tokens that are thinned out at a time.
  package var stretch = 1 << 20

  package init(round: Int) { self.round = round }
}
