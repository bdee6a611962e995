/// What a `.npy` file says about its array.
///
///     93 "NUMPY" | version, 2 bytes | length of the header, 2 bytes, from version 2 on 4 | header | numbers
///     header = {'descr': '<f4', 'fortran_order': False, 'shape': (rows, columns), }
///
/// Source: NumPy Enhancement Proposal 1, <https://numpy.org/neps/nep-0001-npy-format.html>.
struct ArrayHeader: Equatable {
  let element: ArrayElement
  let rows: Int
  let columns: Int
  /// Whether columns lie one behind the other, and not rows.
  let isFortranOrder: Bool
  /// Where the first number is.
  let dataStart: Int

  static func begins(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.starts(with: [0x93] + Array("NUMPY".utf8)) }

  /// Reads the header and leaves the source at the first number.
  init(takingFrom source: SourceFile) throws {
    func refusal(_ reason: String) -> EmbeddingStoreError { .notVectors(source.path, reason: reason) }
    let cutShort = refusal("its header is cut short")
    guard try source.require(12) else { throw cutShort }
    let head = Array(source.bytes[source.unread].prefix(12))
    let isLong = head[6] >= 2
    let length = Int(head[8]) | Int(head[9]) << 8 | (isLong ? Int(head[10]) << 16 | Int(head[11]) << 24 : 0)
    let start = isLong ? 12 : 10
    guard length <= 1 << 16, try source.require(start + length) else { throw cutShort }
    let text = String(decoding: source.bytes[source.unread].dropFirst(start).prefix(length), as: UTF8.self)
    source.skip(start + length)

    guard let type = text.firstMatch(of: /'descr': *'([^']*)'/)?.1,
      let order = text.firstMatch(of: /'fortran_order': *(True|False)/)?.1,
      let shape = text.firstMatch(of: /'shape': *\(([0-9, ]*)\)/)?.1
    else { throw refusal("a NumPy array of records, whose numbers have no one type") }
    let elements: [Substring: ArrayElement] = ["<f2": .float16, "<f4": .float32, "<f8": .float64]
    guard let element = elements[type] else {
      throw refusal("a NumPy array of type \(type); save it as float16, float32 or float64, little-endian")
    }
    let lengths = shape.split(separator: ",").compactMap { Int($0.filter(\.isNumber)) }
    guard lengths.count == 2 else {
      throw refusal("a NumPy array of \(lengths.count) axes, not words × numbers")
    }
    guard (1...VectorFileLayout.largestDimension).contains(lengths[1]) else {
      throw refusal("a NumPy array of \(lengths[1]) numbers a row")
    }
    self.element = element
    isFortranOrder = order == "True"
    dataStart = start + length
    rows = lengths[0]
    columns = lengths[1]
  }
}
