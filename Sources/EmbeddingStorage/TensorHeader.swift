import Foundation

/// The header of a safetensors file: what tensors there are.
struct TensorHeader {
  struct Tensor: Decodable {
    let dtype: String
    let shape: [Int]
    let offsets: [Int]

    private enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  let tensors: [String: Tensor]
  private let dataStart: Int

  /// The longest header, as in the reference implementation.
  private static let largestLength: UInt64 = 100_000_000

  init(_ file: inout MappedFile) throws {
    let length = try file.next(UInt64.self)
    guard length <= Self.largestLength else { throw file.cutShort }
    dataStart = 8 + Int(length)
    let json = try file.withBytes(8..<dataStart) { Data($0) }
    guard let entries = try? JSONDecoder().decode([String: Entry].self, from: json) else {
      throw EmbeddingStoreError.notVectors(file.path, reason: "its header is not that of a safetensors file")
    }
    tensors = entries.compactMapValues(\.tensor)
  }

  /// The bytes of a tensor, as a range of the file.
  func place(of name: String, in file: MappedFile) throws -> Range<Int> {
    guard let offsets = tensors[name]?.offsets, offsets.count == 2, offsets[0] >= 0,
      offsets[0] <= offsets[1],
      offsets[1] <= file.count - dataStart
    else { throw file.cutShort }
    return dataStart + offsets[0]..<dataStart + offsets[1]
  }

  /// A tensor, or the metadata, which are none.
  private struct Entry: Decodable {
    let tensor: Tensor?
    init(from decoder: any Decoder) throws { tensor = try? Tensor(from: decoder) }
  }
}
