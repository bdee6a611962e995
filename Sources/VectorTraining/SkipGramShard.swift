import CTensorMath
import TensorMath

/// Neighbouring windows that one task learns from: what it draws, and the moves it wants.
///
/// A shard reads the tables and writes only what is its own. For each token that is a context word of one of its
/// windows it sums up the moves of all of them; each window's own word and those drawn against it get a move each.
///
/// Scratch of a task, used again and again. A value, whose mutating calls are checked for exclusivity once and not at
/// each property: as a class it took twice the time.
struct SkipGramShard {
  /// Of the windows learned from last, where it was asked for.
  private(set) var loss = 0.0
  /// Pairs of a window's word and a context word.
  private(set) var pairs = 0
  private(set) var inputMoves: WantedMoves
  private(set) var outputMoves: WantedMoves
  /// The moves, `[context tokens, stride]` and `[targets, stride]`.
  let inputRows = Scratch<Float>()
  let outputRows = Scratch<Float>()
  /// The inputs of tokens that are made of pieces, `[context tokens, stride]`, and 0, 1, … as their row numbers.
  private let composed = Scratch<Float>()
  private var composedNumbers: [Int32] = []
  private var shares: [Float] = []
  /// The words to be told of all windows, each window's own first.
  private var targets: [Int32] = []
  private var targetStarts: [Int] = []
  private var reaches: [Int] = []

  init(parts: Int) {
    inputMoves = WantedMoves(parts: parts)
    outputMoves = inputMoves
  }

  /// Wants moves for the windows around the tokens at `places` of the stretch.
  mutating func learn(_ places: Range<Int>, of round: borrowing SkipGramRound, tellsLoss: Bool) {
    loss = 0
    pairs = 0
    outputMoves.removeAll()
    draw(places, round)
    let all = round.stretch.tokens.count
    let context = max(places.lowerBound - round.window, 0)..<min(places.upperBound + round.window, all)
    prepareInputs(context, round)
    round.stretch.tokens.withUnsafeBufferPointer { tokens in
      targets.withUnsafeBufferPointer { targets in
        walk(places, context, tokens.baseAddress!, targets.baseAddress!, round, tellsLoss)
      }
    }
    outputMoves.sort()
    sortInputs(context, round)
  }

  /// One window after the other.
  private mutating func walk(
    _ places: Range<Int>, _ context: Range<Int>, _ tokens: UnsafePointer<Int32>,
    _ targets: UnsafePointer<Int32>, _ round: borrowing SkipGramRound, _ tellsLoss: Bool
  ) {
    let stride = round.stride
    let starts = round.stretch.starts
    let rowBytes = stride * MemoryLayout<Float>.stride
    let isComposed = round.index.hasSubwords
    let numbers = composedNumbers
    var document = round.stretch.document(at: places.lowerBound)
    for window in 0..<places.count {
      let place = places.lowerBound + window
      while starts[document + 1] <= place { document += 1 }
      let left = max(place - reaches[window], starts[document])
      let right = min(place + reaches[window] + 1, starts[document + 1])
      guard right - left > 1 else { continue }
      let first = targetStarts[window]
      let count = targetStarts[window + 1] - first
      for target in first..<first + count { outputMoves.add(row: targets[target], move: target) }
      // Rows lie in no order: two windows ahead they are asked for.
      if window + 2 < places.count {
        let soon = targetStarts[window + 2]
        tcm_prefetch_rows(round.outputs, rowBytes, targets + soon, targetStarts[window + 3] - soon)
      }
      let offset = left - context.lowerBound
      let moves = inputRows.base + offset * stride
      if isComposed {
        loss += numbers.withUnsafeBufferPointer {
          tcm_skip_gram(
            composed.base, $0.baseAddress! + offset, moves, right - left, place - left, round.outputs,
            targets + first, outputRows.base + first * stride, count, stride, round.rate, tellsLoss)
        }
      } else {
        if place + round.window + 2 < context.upperBound {
          tcm_prefetch_rows(round.inputs, rowBytes, tokens + place + round.window + 2, 1)
        }
        loss += tcm_skip_gram(
          round.inputs, tokens + left, moves, right - left, place - left, round.outputs, targets + first,
          outputRows.base + first * stride, count, stride, round.rate, tellsLoss)
      }
      pairs += right - left - 1
    }
  }

  /// Draws reach and negatives of each window. A negative that is the window's own word is none, as in word2vec.
  private mutating func draw(_ places: Range<Int>, _ round: borrowing SkipGramRound) {
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
    outputRows.reserve(targets.count * round.stride)
  }

  /// Moves 0 for the tokens of `context`; where words are made of pieces, their means.
  private mutating func prepareInputs(_ context: Range<Int>, _ round: borrowing SkipGramRound) {
    let stride = round.stride
    inputRows.reserve(context.count * stride)
    inputRows.base.update(repeating: 0, count: context.count * stride)
    guard round.index.hasSubwords else { return }
    composed.reserve(context.count * stride)
    for offset in 0..<context.count {
      if offset >= composedNumbers.count { composedNumbers.append(Int32(offset)) }
      let rows = round.index.rows(of: Int(round.stretch.tokens[context.lowerBound + offset]))
      shares.removeAll(keepingCapacity: true)
      shares.append(contentsOf: repeatElement(1 / Float(rows.count), count: rows.count))
      rows.withUnsafeBufferPointer { rows in
        tcm_sum_weighted_rows(
          composed.base + offset * stride, false, round.inputs, stride, rows.baseAddress, shares, rows.count)
      }
    }
  }

  /// A piece takes all of its word's move, as in fastText.
  private mutating func sortInputs(_ context: Range<Int>, _ round: borrowing SkipGramRound) {
    inputMoves.removeAll()
    for offset in 0..<context.count {
      let word = round.stretch.tokens[context.lowerBound + offset]
      if round.index.hasSubwords {
        for row in round.index.rows(of: Int(word)) { inputMoves.add(row: row, move: offset) }
      } else {
        inputMoves.add(row: word, move: offset)
      }
    }
    inputMoves.sort()
  }
}

/// A place for a shard that a task may write while others write theirs.
final class SkipGramShardBox {
  var shard: SkipGramShard
  init(parts: Int) { shard = SkipGramShard(parts: parts) }
}
