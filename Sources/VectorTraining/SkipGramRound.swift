import TensorMath

/// What all shards of a round read: windows over a stretch, and the vectors as they are at its start.
struct SkipGramRound {
  let stretch: Stretch
  let inputs: UnsafePointer<Float>
  let outputs: UnsafePointer<Float>
  /// How far the rows of all tables are apart.
  let stride: Int
  let index: SubwordIndex
  let sampler: NegativeSampler
  let window: Int
  let negatives: Int
  /// Of the random numbers of this epoch and stretch.
  let key: UInt64
  /// The step size.
  var rate: Float = 0
}
