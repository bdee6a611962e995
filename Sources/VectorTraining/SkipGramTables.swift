import CTensorMath
import TensorMath

/// What is learned: a row for each word and piece as context, and one for each word as what is to be told.
///
/// `inputs` `[rows, stride]` become the vectors; `outputs` `[V, stride]` are forgotten. Rows are padded to whole
/// vectors with zeros, which stay zeros.
struct SkipGramTables {
  let dimension: Int
  let stride: Int
  var inputs: AlignedFloats
  var outputs: AlignedFloats

  /// Inputs uniform within ±0.5/d, with pieces within ±1/d, as word2vec and fastText begin; outputs 0.
  init(words: Int, rows: Int, configuration: VectorTrainingConfiguration) {
    dimension = configuration.dimension
    stride = paddedRow(dimension)
    inputs = AlignedFloats(count: rows * stride)
    outputs = AlignedFloats(count: words * stride)
    var generator = SeededGenerator(seed: configuration.seed, purpose: "word vectors")
    let bound = (configuration.subwords == nil ? 0.5 : 1) / Float(dimension)
    let (dimension, stride) = (dimension, stride)
    inputs.withUnsafeMutablePointer { base in
      for row in 0..<rows {
        for column in 0..<dimension { base[row * stride + column] = generator.uniform(within: bound) }
      }
    }
  }
}
