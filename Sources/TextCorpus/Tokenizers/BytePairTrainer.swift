/// Learns the merges of `byte-pairs` from the words of a text.
///
///     repeat: of all pairs of symbols side by side, merge the one that is met most often
///
/// Counts are over words times how often each is met; no pair reaches over the end of a word. Of pairs met equally often
/// the one whose left symbol has the lower bytes comes first, then the one whose right symbol has.
///
/// Counts are kept up with every merge, at the places where it happens, and a heap gives the next pair: it holds counts
/// as they once were, and what it gives is put back where it has sunk since.
///
/// Source: Sennrich et al. 2016, algorithm 1 and its note on indexing, <https://arxiv.org/abs/1508.07909>.
struct BytePairTrainer {
  private struct Pair: Hashable {
    var left: Int32
    var right: Int32
  }

  private let leastCount: Int
  private var table = WordTable()
  /// The symbols of all words, one behind the other; -1 for a character that is none, and for what was merged away.
  private var symbols: [Int32] = []
  /// The neighbours of each place in its word; -1 for none.
  private var before: [Int32] = []
  private var behind: [Int32] = []
  /// How often the word of each place is met.
  private var weights: [Int] = []
  private var counts: [Pair: Int] = [:]
  /// Where each pair was seen, some no longer true.
  private var places: [Pair: [Int32]] = [:]
  private var heap: [(count: Int, pair: Pair)] = []

  /// - Parameter leastCount: Characters and pairs met less often are left alone.
  init(_ words: WordCounts, leastCount: Int = 2) {
    self.leastCount = leastCount
    takeCharacters(of: words)
    for place in symbols.indices where behind[place] >= 0 { count(place, by: weights[place]) }
    for (pair, count) in counts where count >= leastCount { heap.append((count, pair)) }
    for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(index) }
  }

  /// How many characters there are to begin with.
  private(set) var characterCount = 0

  /// Learns until there are so many symbols, or no pair is met often enough.
  ///
  /// - Throws: `tooFewPieces` if there are as many characters already.
  /// - Complexity: O(n log n) for n characters of distinct words, in practice.
  mutating func merges(symbols limit: Int) throws(TokenizerError) -> BytePairMerges {
    guard limit > characterCount else {
      throw .tooFewPieces(asked: limit, characters: characterCount)
    }
    var merges: [Int32] = []
    while table.count < limit, let pair = nextPair() {
      guard let joined = BytePairMerges.joined(table, Int(pair.left), Int(pair.right)),
        let result = table.insert(joined.span)
      else { preconditionFailure("a pair that cannot be joined") }
      merges += [pair.left, pair.right]
      merge(pair, to: result)
    }
    return try BytePairMerges(table, merges: merges)
  }

  // MARK: Characters

  private mutating func takeCharacters(of words: WordCounts) {
    // By their bytes: String takes spellings for one that the text has apart. And in the order of their bytes, so that
    // the order of the words does not matter.
    var names = WordTable()
    var met: [Int] = []
    func forEachCharacter(_ body: (_ word: Int, _ name: String, _ isFirst: Bool) -> Void) {
      for word in 0..<words.count {
        let bytes = words.utf8(of: word)
        var isFirst = true
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
          body(word, isFirst ? String(scalar) : BytePairMerges.continuation + String(scalar), isFirst)
          isFirst = false
        }
      }
    }
    forEachCharacter { word, name, _ in
      // There are fewer characters than would not fit.
      let id = Int(withUTF8(of: name) { names.insert($0) }!)
      if id == met.count { met.append(0) }
      met[id] += words.counts[word]
    }
    let kept = met.indices.filter { met[$0] >= leastCount }.map { Array(names.utf8[names.range(of: $0)]) }
    for name in kept.sorted(by: { $0.lexicographicallyPrecedes($1) }) { _ = table.insert(name.span) }
    characterCount = table.count
    let characters = table
    var symbols: [Int32] = []
    var before: [Int32] = []
    var behind: [Int32] = []
    var weights: [Int] = []
    forEachCharacter { word, name, isFirst in
      let symbol = withUTF8(of: name) { characters.id(of: $0) } ?? -1
      let isJoined = !isFirst && symbol >= 0 && symbols[symbols.count - 1] >= 0
      before.append(isJoined ? Int32(symbols.count - 1) : -1)
      if isJoined { behind[symbols.count - 1] = Int32(symbols.count) }
      behind.append(-1)
      symbols.append(symbol)
      weights.append(words.counts[word])
    }
    self.symbols = symbols
    self.before = before
    self.behind = behind
    self.weights = weights
  }

  // MARK: Merging

  /// The pair that begins at a place.
  private func pair(at place: Int) -> Pair { Pair(left: symbols[place], right: symbols[Int(behind[place])]) }

  /// Counts the pair at a place, and keeps the place.
  private mutating func count(_ place: Int, by weight: Int) {
    let pair = pair(at: place)
    counts[pair, default: 0] += weight
    places[pair, default: []].append(Int32(place))
  }

  private mutating func merge(_ pair: Pair, to result: Int32) {
    // In the order of the text, so that aaa becomes aa a.
    let own = (places.removeValue(forKey: pair) ?? []).sorted()
    var grown: Set<Pair> = []
    for place in own.lazy.map({ Int($0) }) {
      guard symbols[place] == pair.left, behind[place] >= 0, symbols[Int(behind[place])] == pair.right else {
        continue
      }
      let right = Int(behind[place])
      let weight = weights[place]
      if before[place] >= 0 { counts[self.pair(at: Int(before[place])), default: 0] -= weight }
      if behind[right] >= 0 { counts[self.pair(at: right), default: 0] -= weight }
      symbols[place] = result
      symbols[right] = -1
      behind[place] = behind[right]
      behind[right] = -1
      before[right] = -1
      if behind[place] >= 0 {
        before[Int(behind[place])] = Int32(place)
        count(place, by: weight)
        grown.insert(self.pair(at: place))
      }
      if before[place] >= 0 {
        count(Int(before[place]), by: weight)
        grown.insert(self.pair(at: Int(before[place])))
      }
    }
    counts[pair] = nil
    for pair in grown { push(pair) }
  }

  // MARK: The heap

  /// The pair to merge next, with its true count; nil if none is met often enough.
  private mutating func nextPair() -> Pair? {
    while let top = heap.first {
      let last = heap.removeLast()
      if !heap.isEmpty {
        heap[0] = last
        sink(0)
      }
      let count = counts[top.pair] ?? 0
      if count == top.count { return top.pair }
      if count < top.count { push(top.pair) }
    }
    return nil
  }

  private mutating func push(_ pair: Pair) {
    guard let count = counts[pair], count >= leastCount else { return }
    heap.append((count, pair))
    var index = heap.count - 1
    while index > 0, precedes(index, (index - 1) / 2) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func sink(_ start: Int) {
    var index = start
    while true {
      var first = index
      for child in [2 * index + 1, 2 * index + 2] where child < heap.count && precedes(child, first) {
        first = child
      }
      if first == index { return }
      heap.swapAt(index, first)
      index = first
    }
  }

  private func precedes(_ first: Int, _ second: Int) -> Bool {
    let (first, second) = (heap[first], heap[second])
    if first.count != second.count { return first.count > second.count }
    if first.pair.left != second.pair.left { return bytesPrecede(first.pair.left, second.pair.left) }
    return first.pair.right != second.pair.right && bytesPrecede(first.pair.right, second.pair.right)
  }

  private func bytesPrecede(_ first: Int32, _ second: Int32) -> Bool {
    let bytes = table.utf8.span
    let (first, second) = (table.range(of: Int(first)), table.range(of: Int(second)))
    for index in 0..<min(first.count, second.count) {
      let (left, right) = (bytes[first.lowerBound + index], bytes[second.lowerBound + index])
      if left != right { return left < right }
    }
    return first.count < second.count
  }
}
