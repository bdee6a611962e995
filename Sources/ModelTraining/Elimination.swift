import ConvolutionModel

/// Takes filters away, width by width and head by head, always the one that is missed least.
struct Elimination {
  /// For each width and each of its groups the filters that are left, as numbers of features.
  private var left: [[[Int]]]
  private let filters: Int
  private let unused: Set<Int>
  /// G of `FilterInfluence`; nil: only unused filters may go.
  private let form: [Float]?
  /// G[f,f] + 2·Σ G[f,g] over those g that are gone: what f would add to the quadratic form if it went too.
  private var costs: [Float]

  init(_ configuration: TextCNNConfiguration, form: [Float]?, unused: Set<Int>) {
    filters = configuration.filters
    self.form = form
    self.unused = unused
    left = configuration.widths.indices.map { width in
      configuration.filterGroups.map { group in group.map { width * configuration.filters + $0 } }
    }
    let count = configuration.widths.count * filters
    costs = (0..<count).map { f in form.map { $0[f * count + f] } ?? 0 }
  }

  /// For each width the filters that are left, ascending.
  var kept: [[Int]] {
    left.enumerated().map { width, groups in groups.joined().map { $0 - width * filters } }
  }

  /// Takes as many as it takes to be of that shape, and returns which went; nil, and nothing happens, where a head would
  /// have to have more filters than it has, or where a filter would have to go that is used and must not.
  mutating func shrink(to configuration: TextCNNConfiguration) -> [Int]? {
    let kernel = configuration.kernel
    guard configuration.filters >= (kernel.hasGenerator ? kernel.heads : 1) else { return nil }
    let sizes = configuration.filterGroups.map(\.count)
    for groups in left {
      for (group, size) in zip(groups, sizes) {
        guard size <= group.count else { return nil }
        guard form != nil || group.count(where: unused.contains) >= group.count - size else { return nil }
      }
    }
    var gone: [Int] = []
    for width in left.indices {
      for (group, size) in sizes.enumerated() {
        while left[width][group].count > size { gone.append(removeCheapest(width, group)) }
      }
    }
    return gone
  }

  private mutating func removeCheapest(_ width: Int, _ group: Int) -> Int {
    let own = left[width][group]
    // What is free goes first.
    func rank(_ place: Int) -> (Int, Float) { (unused.contains(own[place]) ? 0 : 1, costs[own[place]]) }
    let place = own.indices.min { rank($0) < rank($1) }!
    let feature = left[width][group].remove(at: place)
    if let form {
      for f in costs.indices { costs[f] += 2 * form[feature * costs.count + f] }
    }
    return feature
  }
}
