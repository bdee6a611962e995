import ConvolutionModel
import Foundation
import Testing

@Suite struct TextCNNConfigurationTests {
  private func expect(
    _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout TextCNNConfiguration) -> Void
  ) {
    var configuration = TextCNNConfiguration()
    change(&configuration)
    #expect(throws: ConfigurationError(message), sourceLocation: sourceLocation) {
      try configuration.validate()
    }
  }

  @Test func whatDescribesNoNetworkIsRefused() {
    for dimension in [0, -1, 4097, .max] {
      expect("the dimension is \(dimension); it must be from 1 to 4096") { $0.dimension = dimension }
    }
    for filters in [0, -3, 65_537] {
      expect("there are \(filters) filters; use 1 to 65536 for each width") { $0.filters = filters }
    }
    expect("no window width is given; use for instance 3,4,5") { $0.widths = [] }
    for width in [0, -1, 17, .max] {
      expect("a window width is \(width); it must be from 1 to 16") { $0.widths = [2, width] }
    }
    expect("the window widths are [3, 3]; give each once, in ascending order") { $0.widths = [3, 3] }
    expect("the window widths are [4, 3]; give each once, in ascending order") { $0.widths = [4, 3] }
    expect(
      "the kernels would have 805306368 weights; use fewer filters or a smaller dimension, for at most 268435456"
    ) {
      $0 = TextCNNConfiguration(dimension: 4096, widths: [1, 2], filters: 65_536)
    }
    for regions in [0, -1, 1001] {
      expect("there are \(regions) regions; use 1 to 1000 with local kernels") {
        $0.kernel = KernelConfiguration(kind: .local, regions: regions)
      }
    }
    expect("local kernels have weights of their own for each place; they do not go with shared offsets") {
      $0.kernel = KernelConfiguration(kind: .local, offsets: .shared)
    }
    expect("the depth is 2; random generators are made for word vectors, so use depth 1 or learned ones") {
      $0.kernel = KernelConfiguration(kind: .attention, generator: .random)
      $0.depth = 2
    }
    for context in [-1, 17] {
      expect("the context is \(context) words; it must be from 0 to 16") { $0.kernel.context = context }
    }
    for heads in [0, -1, 101] {
      let message = "there are \(heads) heads for 100 filters; a head needs at least one filter"
      expect(message) { $0.kernel = KernelConfiguration(kind: .attention, heads: heads) }
      expect(message) { $0.kernel = KernelConfiguration(kind: .static, offsets: .shared, heads: heads) }
    }
  }

  @Test func whatDescribesOneIsNot() throws {
    try TextCNNConfiguration().validate()
    try TextCNNConfiguration(dimension: 1, widths: [1], filters: 1).validate()
    try TextCNNConfiguration(dimension: 4096, widths: [1], filters: 65_536).validate()
    try TextCNNConfiguration(dimension: 16, widths: Array(1...16), filters: 100).validate()
    // Nor do they have a generator that could be random.
    try TextCNNConfiguration(kernel: KernelConfiguration(generator: .random), depth: 2).validate()
    // Static kernels have no heads, so their number is not looked at.
    try TextCNNConfiguration(filters: 2, kernel: KernelConfiguration(heads: 99)).validate()
    try TextCNNConfiguration(filters: 7, kernel: KernelConfiguration(kind: .attention, heads: 7)).validate()
  }

  @Test func defaultsAreKims() {
    let configuration = TextCNNConfiguration()
    #expect(
      configuration.dimension == 300 && configuration.widths == [3, 4, 5] && configuration.filters == 100)
    #expect(configuration.activation == .relu && configuration.kernel.kind == .static)
  }

  @Test func codingKeepsEverything() throws {
    var configuration = TextCNNConfiguration(
      dimension: 7, widths: [1, 9], filters: 3,
      kernel: KernelConfiguration(
        kind: .attention, mode: .center, offsets: .shared, normalizer: .sigmoid, heads: 3, regions: 5,
        generator: .random),
      activation: .prelu)
    configuration.kernel.context = 2
    configuration.kernel.isGated = true
    let data = try JSONEncoder().encode(configuration)
    #expect(try JSONDecoder().decode(TextCNNConfiguration.self, from: data) == configuration)
  }

  /// They have no regions, no context and no gates.
  @Test func kernelsOfOldFilesAreRead() throws {
    let old = #"{"kind":"attention","mode":"center","offsets":"shared","normalizer":"linear","heads":7}"#
    #expect(
      try JSONDecoder().decode(KernelConfiguration.self, from: Data(old.utf8))
        == KernelConfiguration(
          kind: .attention, mode: .center, offsets: .shared, normalizer: .linear, heads: 7))
  }
}
