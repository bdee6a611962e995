/// Labels beside what they name, moved apart where they would touch.
package enum LabelSpread {
  /// Heights near `wanted`, in the same order, at least `gap` apart and, if there is room, within `bounds`.
  ///
  /// Labels that touch form a block around the mean of where they want to be; blocks that touch become one.
  package static func places(_ wanted: [Double], gap: Double, within bounds: ClosedRange<Double>) -> [Double]
  {
    struct Block {
      var members: [Int]
      var first: Double
    }
    func placed(_ members: [Int]) -> Block {
      let mean =
        members.enumerated().map { wanted[$0.element] - Double($0.offset) * gap }.reduce(0, +)
        / Double(members.count)
      let last = bounds.upperBound - Double(members.count - 1) * gap
      return Block(members: members, first: max(bounds.lowerBound, min(mean, last)))
    }
    var blocks: [Block] = []
    for index in wanted.indices.sorted(by: { (wanted[$0], $0) < (wanted[$1], $1) }) {
      var block = placed([index])
      while let above = blocks.last, above.first + Double(above.members.count) * gap > block.first {
        blocks.removeLast()
        block = placed(above.members + block.members)
      }
      blocks.append(block)
    }
    var places = wanted
    for block in blocks {
      for (offset, index) in block.members.enumerated() { places[index] = block.first + Double(offset) * gap }
    }
    return places
  }
}
