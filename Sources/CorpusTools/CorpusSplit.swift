import TensorMath

/// Deals the documents of a corpus out to parts, stratified, whole groups at a time.
///
/// Groups come in random order, those of more documents first; a document without a group is one of its
/// own. Each goes to the part that lacks most, in its classes and in all:
///
///     lack(p) = Σ over the classes c of the group (share(p) · (seen(c) + size(c)) − has(p, c))
///             + share(p) · (seen + size) − has(p)
///
/// where `size` is what the group brings and `has` what the part was given before. Ties go to the earlier
/// part. The first group of each class goes to the first part, which is the one that is learned from: a
/// class of a single document is never in the test alone. So without groups the parts keep within a document
/// or two of their share, in all and in each class, unless classes of one or two documents are many.
package enum CorpusSplit {
  /// What is known of a document.
  package struct Document: Sendable {
    package var label: Int32
    /// Equal for documents that stay together; nil: it stands alone.
    package var group: UInt64?

    package init(label: Int32, group: UInt64? = nil) {
      self.label = label
      self.group = group
    }
  }

  /// The part of each document.
  ///
  /// - Parameters:
  ///   - shares: Of each part; they count in proportion to one another.
  ///   - seed: The same seed and documents give the same parts.
  /// - Precondition: There is a share, and all are above zero.
  /// - Complexity: O(n log n + n · parts).
  package static func parts(of documents: [Document], shares: [Double], seed: UInt64) -> [Int] {
    precondition(!shares.isEmpty && shares.allSatisfy { $0 > 0 }, "shares \(shares)")
    let sum = shares.reduce(0, +)
    let shares = shares.map { $0 / sum }
    let classCount = 1 + Int(documents.map(\.label).max() ?? -1)
    var dealt = Dealt(shares: shares, classCount: classCount)
    var parts = [Int](repeating: 0, count: documents.count)
    for group in ordered(groups(of: documents), seed: seed) {
      let part = dealt.add(group.map { Int(documents[$0].label) })
      for document in group { parts[document] = part }
    }
    return parts
  }

  private static func groups(of documents: [Document]) -> [[Int]] {
    var groups: [[Int]] = []
    var places: [UInt64: Int] = [:]
    for (index, document) in documents.enumerated() {
      if let group = document.group {
        if let place = places[group] {
          groups[place].append(index)
          continue
        }
        places[group] = groups.count
      }
      groups.append([index])
    }
    return groups
  }

  private static func ordered(_ groups: [[Int]], seed: UInt64) -> [[Int]] {
    var generator = SeededGenerator(seed: seed, purpose: "corpus split")
    // Random keys and the place itself: an order that no library's shuffle decides.
    let keyed = groups.enumerated().map { (size: $1.count, key: generator.next() as UInt64, place: $0) }
    return keyed.sorted { ($1.size, $0.key, $0.place) < ($0.size, $1.key, $1.place) }.map { groups[$0.place] }
  }

  private struct Dealt {
    let shares: [Double]
    var seen = 0.0
    var has: [Double]
    var seenOfClass: [Double]
    /// `[classes, parts]`.
    var hasOfClass: [Double]

    init(shares: [Double], classCount: Int) {
      self.shares = shares
      has = [Double](repeating: 0, count: shares.count)
      seenOfClass = [Double](repeating: 0, count: classCount)
      hasOfClass = [Double](repeating: 0, count: classCount * shares.count)
    }

    /// Deals out a group of documents of these classes; the part it goes to.
    mutating func add(_ labels: [Int]) -> Int {
      var sizes: [Int: Double] = [:]
      for label in labels { sizes[label, default: 0] += 1 }
      let classes = sizes.sorted { $0.key < $1.key }
      let size = Double(labels.count)
      var best = (part: 0, lack: -Double.infinity)
      let isNew = classes.contains { seenOfClass[$0.key] == 0 }
      for part in shares.indices where !isNew {
        var lack = shares[part] * (seen + size) - has[part]
        for (label, size) in classes {
          lack += shares[part] * (seenOfClass[label] + size) - hasOfClass[label * shares.count + part]
        }
        if lack > best.lack + 1e-9 { best = (part, lack) }
      }
      seen += size
      has[best.part] += size
      for (label, size) in classes {
        seenOfClass[label] += size
        hasOfClass[label * shares.count + best.part] += size
      }
      return best.part
    }
  }
}
