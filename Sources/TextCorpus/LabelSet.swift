/// The distinct labels of a classifier, sorted; the place of a label is its class number.
///
/// Sorted as Swift compares strings, by Unicode scalars in normal form, so the order does not depend on the locale
/// and canonically equivalent labels are one.
public struct LabelSet: Sendable, Equatable {
  public let labels: [String]

  private let indices: [String: Int]

  /// - Complexity: O(n log n).
  public init(_ labels: some Sequence<String>) {
    self.labels = Set(labels).sorted()
    indices = Dictionary(uniqueKeysWithValues: self.labels.enumerated().map { ($1, $0) })
  }

  /// The labels of a corpus.
  public init(_ corpus: Corpus) {
    self.init(corpus.documents.lazy.flatMap(\.labels))
  }

  /// How many labels there are, C.
  public var count: Int { labels.count }

  /// The label of a class number.
  public subscript(index: Int) -> String { labels[index] }

  /// The class number of a label, nil if it is none of these.
  ///
  /// - Complexity: O(1).
  public func index(of label: String) -> Int? { indices[label] }

  /// The class numbers of all documents of a corpus that have one label each.
  ///
  /// - Throws: `unknownLabel` at the first document whose label is none of these, `labelCount` at the first that has
  ///   none or several.
  public func indices(of corpus: Corpus) throws(CorpusError) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(corpus.documents.count)
    for (number, document) in corpus.documents.enumerated() {
      guard document.labels.count == 1 else {
        throw .labelCount(file: corpus.name, count: document.labels.count, document: number)
      }
      guard let index = indices[document.label] else {
        throw .unknownLabel(file: corpus.name, label: document.label, document: number)
      }
      result.append(Int32(index))
    }
    return result
  }
}

/// As an array of strings.
extension LabelSet: Codable {
  /// - Throws: `DecodingError` if the labels are not sorted and distinct, for then the class numbers would shift.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let labels = try container.decode([String].self)
    self.init(labels)
    guard self.labels == labels else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "the labels are not sorted and distinct")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(labels)
  }
}
