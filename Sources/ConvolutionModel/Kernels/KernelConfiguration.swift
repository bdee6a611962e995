/// How a convolution weights the words of a window: `z = b + Σ_k a_k · ⟨W_k, x_k⟩`.
public struct KernelConfiguration: Codable, Sendable, Hashable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// All a = 1: the ordinary convolution.
    case `static`
    /// The a of every window are generated from the words in it.
    case attention
    /// All a = 1, and each of R regions of the document has kernels of its own: the locally connected layer of
    /// DeepFace (Taigman et al. 2014), along a text. Window i is in region ⌊R·i / windows⌋.
    case local
  }

  /// Which words move a word's weight. With attention only.
  public enum Mode: String, Codable, Sendable, CaseIterable {
    /// A word's weight depends on itself and its place.
    case position
    /// The middle word generates the kernel, as in dynamic convolution (Wu et al. 2019, arXiv 1901.10430).
    case center
    /// Every word of the window, by its place, moves every weight.
    case window
  }

  /// Whether each place of the window has weights of its own.
  public enum Offsets: String, Codable, Sendable, CaseIterable {
    /// W[f,k,:], as in Kim 2014.
    case each
    /// W[f,:]: the window is the weighted sum of its words, with n times fewer weights.
    case shared
  }

  /// How scores become weights; zero scores give a = 1 in each.
  public enum Normalizer: String, Codable, Sendable, CaseIterable {
    /// a = m · softmax(s) over the m words that are there.
    case softmax
    /// a = 2σ(s)
    case sigmoid
    /// a = 1 + s
    case linear
  }

  /// Whether windows weight their words.
  public var kind: Kind
  /// Which words move a weight; with attention only.
  public var mode: Mode
  /// Whether each place of a window has weights of its own.
  public var offsets: Offsets
  /// How scores become weights; where the kernel has a generator.
  public var normalizer: Normalizer
  /// H: how many sets of weights a window has; the filters are divided among them.
  public var heads: Int
  /// R: how many regions of a document have kernels of their own; with local kernels only.
  public var regions: Int
  /// m: how many words to either side of a window also move its weights; in mode window only.
  public var context = 0
  /// Whether each head learns how far its weights leave 1: a' = 1 + g·(a − 1); with attention only.
  public var isGated = false

  /// A static kernel unless told otherwise.
  public init(
    kind: Kind = .static, mode: Mode = .window, offsets: Offsets = .each, normalizer: Normalizer = .softmax,
    heads: Int = 4, regions: Int = 3
  ) {
    self.kind = kind
    self.mode = mode
    self.offsets = offsets
    self.normalizer = normalizer
    self.heads = heads
    self.regions = regions
  }

  /// Files say nothing of what did not exist when they were written.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      kind: try container.decode(Kind.self, forKey: .kind),
      mode: try container.decode(Mode.self, forKey: .mode),
      offsets: try container.decode(Offsets.self, forKey: .offsets),
      normalizer: try container.decode(Normalizer.self, forKey: .normalizer),
      heads: try container.decode(Int.self, forKey: .heads))
    regions = try container.decodeIfPresent(Int.self, forKey: .regions) ?? regions
    context = try container.decodeIfPresent(Int.self, forKey: .context) ?? context
    isGated = try container.decodeIfPresent(Bool.self, forKey: .isGated) ?? isGated
  }

  /// Whether the weights a are learned at all: with attention, and with shared offsets, where a static kernel
  /// learns one set for all windows.
  package var hasGenerator: Bool { kind == .attention || offsets == .shared }

  /// How many words to either side of a window this kernel's scores come from.
  package var reach: Int { kind == .attention && mode == .window ? context : 0 }

  /// Whether heads have gates.
  package var hasGates: Bool { kind == .attention && isGated }

  /// In how many regions of a document windows have kernels of their own.
  package var regionCount: Int { kind == .local ? regions : 1 }

  /// How many vectors a filter has: one for each place of a window in each region, or one for all.
  package func placeCount(width: Int) -> Int { offsets == .each ? regionCount * width : 1 }

  /// How many query vectors a head of this kernel has for windows of `width` words.
  package func queryCount(width: Int) -> Int {
    guard kind == .attention else { return 0 }
    return mode == .window ? width * (width + 2 * reach) : width
  }
}
