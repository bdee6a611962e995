import CTensorMath
import TensorMath

/// Neighbouring windows that one task learns from: what it draws, and the moves it wants.
///
/// A shard reads the tables and writes only what is its own. For each token that is a context word of one of its windows it sums
/// up the moves of all of them; each window's own word and those drawn against it get a move each. The moves are sorted
/// into parts by the rows they are for, so that other tasks can apply them without asking whose is whose.
///
/// Scratch of a task, used again and again.
final class SkipGramShard {
  /// Moves that are wanted of the rows of one part of a table: row and where its move lies.
  struct Part {
    var rows: [Int32] = []
    var moves: [Int32] = []

    mutating func removeAll() {
      rows.removeAll(keepingCapacity: true)
      moves.removeAll(keepingCapacity: true)
    }
  }

  private(set) var loss = 0.0
  private(set) var pairs = 0
  private(set) var inputParts: [Part]
  private(set) var outputParts: [Part]
  let inputMoves = Scratch<Float>()
  let outputMoves = Scratch<Float>()
  /// The inputs of tokens that are made of pieces, `[places, stride]`.
  private let composed = Scratch<Float>()
  private var coefficients: [Float] = []
  /// The words to be told of all windows: a window's own first.
  private var targets: [Int32] = []
  private var targetStarts: [Int] = []
  private var reaches: [Int] = []
  private var contexts: [UnsafePointer<Float>?] = []
  private var contextMoves: [UnsafeMutablePointer<Float>?] = []
  private var targetRows: [UnsafePointer<Float>?] = []

  init(parts: Int) {
    inputParts = Array(repeating: Part(), count: parts)
    outputParts = inputParts
  }

  /// What all shards of a round share.
  struct Round {
    let stretch: Stretch
    let inputs: UnsafePointer<Float>
    let outputs: UnsafePointer<Float>
    let stride: Int
    let index: SubwordIndex
    let sampler: NegativeSampler
    let window: Int
    let negatives: Int
    /// Of the random numbers of this epoch and stretch.
    let key: UInt64
    var rate: Float = 0
  }

  /// Wants moves for the windows around the tokens at `places` of the stretch.
  func learn(_ places: Range<Int>, of round: borrowing Round, tellsLoss: Bool) {
    loss = 0
    pairs = 0
    for part in inputParts.indices {
      inputParts[part].removeAll()
      outputParts[part].removeAll()
    }
    draw(places, round)
    let first = max(places.lowerBound - round.window, 0)
    let end = min(places.upperBound + round.window, round.stretch.tokens.count)
    prepareInputs(first..<end, round)
    let inputRow = round.index.hasSubwords ? UnsafePointer(composed.base) : nil
    let stride = round.stride
    let tokens = round.stretch.tokens
    var document = round.stretch.document(at: places.lowerBound)
    for (window, place) in places.enumerated() {
      while round.stretch.starts[document + 1] <= place { document += 1 }
      let reach = reaches[window]
      let left = max(place - reach, round.stretch.starts[document])
      let right = min(place + reach + 1, round.stretch.starts[document + 1])
      let targetRange = targetStarts[window]..<targetStarts[window + 1]
      let count = right - left - 1
      guard count > 0 else { continue }
      contexts.removeAll(keepingCapacity: true)
      contextMoves.removeAll(keepingCapacity: true)
      for other in left..<right where other != place {
        contexts.append(
          inputRow.map { $0 + (other - first) * stride } ?? round.inputs + Int(tokens[other]) * stride)
        contextMoves.append(inputMoves.base + (other - first) * stride)
      }
      targetRows.removeAll(keepingCapacity: true)
      for target in targetRange {
        targetRows.append(round.outputs + Int(targets[target]) * stride)
        let part = Int(targets[target]) % outputParts.count
        outputParts[part].rows.append(targets[target])
        outputParts[part].moves.append(Int32(target))
      }
      prefetch(window + 2, round)
      loss += tcm_skip_gram(
        contexts, contextMoves, count, targetRows, outputMoves.base + targetRange.lowerBound * stride,
        targetRange.count, stride, round.rate, tellsLoss)
      pairs += count
    }
    sortInputs(first..<end, round)
  }

  /// Draws reach and negatives of each window. A negative that is the window's own word is none, as in word2vec.
  private func draw(_ places: Range<Int>, _ round: borrowing Round) {
    targets.removeAll(keepingCapacity: true)
    reaches.removeAll(keepingCapacity: true)
    targetStarts.removeAll(keepingCapacity: true)
    targetStarts.append(0)
    for place in places {
      var generator = PlaceGenerator(key: round.key, place: UInt64(place))
      reaches.append(1 + PlaceGenerator.below(round.window, generator.next()))
      let own = round.stretch.tokens[place]
      targets.append(own)
      for _ in 0..<round.negatives {
        let word = round.sampler.word(generator.next())
        if word != own { targets.append(word) }
      }
      targetStarts.append(targets.count)
    }
    outputMoves.reserve(targets.count * round.stride)
  }

  /// Moves 0 for the tokens at `places`; where words are made of pieces, their means.
  private func prepareInputs(_ places: Range<Int>, _ round: borrowing Round) {
    let stride = round.stride
    inputMoves.reserve(places.count * stride)
    inputMoves.base.update(repeating: 0, count: places.count * stride)
    guard round.index.hasSubwords else { return }
    composed.reserve(places.count * stride)
    for (offset, place) in places.enumerated() {
      let rows = round.index.rows(of: Int(round.stretch.tokens[place]))
      let share = 1 / Float(rows.count)
      coefficients.removeAll(keepingCapacity: true)
      for _ in rows { coefficients.append(share) }
      rows.withUnsafeBufferPointer { rows in
        tcm_sum_weighted_rows(
          composed.base + offset * stride, false, round.inputs, stride, rows.baseAddress, coefficients,
          rows.count)
      }
    }
  }

  private func prefetch(_ window: Int, _ round: borrowing Round) {
    guard window < reaches.count else { return }
    let range = targetStarts[window]..<targetStarts[window + 1]
    targets.withUnsafeBufferPointer {
      tcm_prefetch_rows(
        round.outputs, round.stride * MemoryLayout<Float>.stride, $0.baseAddress! + range.lowerBound,
        range.count)
    }
  }

  /// Puts the moves of the tokens at `places` where their rows' parts find them; a piece takes all of its word's move, as
  /// in fastText.
  private func sortInputs(_ places: Range<Int>, _ round: borrowing Round) {
    func want(_ row: Int32, _ move: Int) {
      let part = Int(row) % inputParts.count
      inputParts[part].rows.append(row)
      inputParts[part].moves.append(Int32(move))
    }
    for (offset, place) in places.enumerated() {
      let word = round.stretch.tokens[place]
      if round.index.hasSubwords {
        for row in round.index.rows(of: Int(word)) { want(row, offset) }
      } else {
        want(word, offset)
      }
    }
  }
}
