import Foundation
import Testing

@testable import ModelSerialization

@Suite struct TensorFileTests {
  private static let tensors = [
    TensorFile.Tensor(name: "words", shape: [5], elements: .bytes([0x63, 0, 0x66, 0xC3, 0xA9])),
    TensorFile.Tensor(
      name: "conv3.weight", shape: [1, 2, 2], elements: .floats([0.5, -1, .infinity, -0.0])),
    TensorFile.Tensor(name: "conv10.bias", shape: [0, 7], elements: .floats([])),
    TensorFile.Tensor(name: "offsets", shape: [2], elements: .int64s([.min, .max])),
    TensorFile.Tensor(name: "rank", shape: [], elements: .int32s([-2])),
  ]
  private static let metadata = ["format": "x \"y\"\né中😀\\ \u{1}\u{7F}", "": "", "tokenizer": "{\"a\":1}"]

  /// The bytes that `write` puts into a file.
  private static func written(
    _ tensors: [TensorFile.Tensor] = tensors, _ metadata: [String: String] = metadata
  ) throws -> Data {
    try withTemporaryDirectory { directory in
      let path = directory + "/m.safetensors"
      let digest = try TensorFile.write(tensors, metadata: metadata, to: path)
      #expect(try TensorFile(contentsOf: path).checksum == digest)
      #expect(try contents(of: directory) == ["m.safetensors"])
      return try bytes(of: path)
    }
  }

  @Test func roundTrip() throws {
    let file = try TensorFile(bytes: Self.written(), file: "m.safetensors")
    #expect(file.metadata == Self.metadata)
    #expect(file.names == ["offsets", "conv10.bias", "conv3.weight", "rank", "words"])
    #expect(try file.bytes(named: "words", shape: [5]) == [0x63, 0, 0x66, 0xC3, 0xA9])
    let floats = try file.floats(named: "conv3.weight", shape: [1, 2, 2])
    #expect(
      floats.map(\.bitPattern) == [0.5, -1, .infinity, -0.0].map { (value: Float) in value.bitPattern })
    #expect(try file.floats(named: "conv10.bias", shape: [0, 7]).isEmpty)
    #expect(try file.int64s(named: "offsets") == [.min, .max])
    #expect(try file.int32s(named: "rank", shape: []) == [-2])
    #expect(try file.requireMetadata("tokenizer") == "{\"a\":1}")
  }

  /// The digest is that of Python's hashlib over the digest of the same bytes with 64 zeros in its place.
  @Test func exactBytes() throws {
    let data = try Self.written(
      [
        .init(name: "b", shape: [3], elements: .bytes([1, 2, 3])),
        .init(name: "a", shape: [2], elements: .floats([1, 2])),
      ], ["format": "1"])
    let digest = "a31c88b38e78ca8563ee31ada7329a1b593cd9f4bb9b427a11b1c7c0de990f71"
    let header =
      #"{"__metadata__":{"format":"1","sha256":"\#(digest)"},"#
      + #""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
      + #""b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}   "#
    #expect(data == safetensors(header, data: [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 1, 2, 3]))
  }

  /// Likewise, over the digests of the file's three mebibytes.
  @Test func longFilesAreSummedPieceByPiece() throws {
    let bytes = (0..<(5 << 19) + 3).map { UInt8(truncatingIfNeeded: $0 * 7 + ($0 >> 8)) }
    var data = try Self.written([.init(name: "x", shape: [bytes.count], elements: .bytes(bytes))], [:])
    #expect(
      try TensorFile(bytes: data, file: "m").checksum
        == "6bb7dd15468a1953eeae4b4dfe7ee562e1f7f3dc59551dbd0cf4ea447c615b14")
    for index in [1 << 20, (2 << 20) - 1, data.count - 1] {
      data[index] ^= 1
      #expect(throws: ModelFileError.checksumMismatch(file: "m"), "byte \(index)") {
        try TensorFile(bytes: data, file: "m")
      }
      data[index] ^= 1
    }
  }

  @Test func slicesCountFromTheirOwnStart() throws {
    let slice = try (Data([1, 2, 3]) + Self.written()).dropFirst(3)
    #expect(try TensorFile(bytes: slice, file: "m").int32s(named: "rank") == [-2])
  }

  @Test func orderOfTensorsDoesNotMatter() throws {
    #expect(try Self.written(Self.tensors.reversed()) == Self.written())
  }

  @Test func dataStartsAtAMultipleOfEight() throws {
    for length in 0..<9 {
      let data = try Self.written([], ["k": String(repeating: "x", count: length)])
      #expect(data.count % 8 == 0)
    }
  }

  @Test func readsWhatPythonWrote() throws {
    let file = try TensorFile(bytes: writtenByPython, file: "python", requiringChecksum: false)
    #expect(file.metadata == ["format": "x \"y\"\né中😀\\ \u{1}"])
    #expect(
      try file.floats(named: "conv3.weight", shape: [1, 2, 3]) == [-0.5, -0.25, 0, 0.25, 0.5, 0.75])
    #expect(try file.int64s(named: "offsets") == [0, -7, 1 << 40])
    #expect(try file.int32s(named: "scalar", shape: []) == [3])
    #expect(try file.floats(named: "empty", shape: [0, 4]).isEmpty)
    #expect(try file.bytes(named: "words") == Array("café".utf8))
    #expect(try file.entry(named: "half").element == .float16)
    #expect(try Array(file.rawBytes(named: "half")) == [0x00, 0x3E, 0x00, 0xC0])
  }

  @Test func fileWithoutChecksumIsNoModel() {
    #expect(
      description { try TensorFile(bytes: writtenByPython, file: "m.safetensors") }
        == "m.safetensors: a safetensors file, but no TextCNN model (its metadata has no checksum); "
        + "name a file that textcnn train wrote")
  }

  @Test func missingMetadataIsNoModel() throws {
    let file = try TensorFile(bytes: Self.written(), file: "m.safetensors")
    #expect(
      description { try file.requireMetadata("kernel") }
        == "m.safetensors: a safetensors file, but no TextCNN model (no \"kernel\" in its metadata); "
        + "name a file that textcnn train wrote")
  }

  /// Any bit of any byte: a file that was altered is never read.
  @Test func everyFlippedBitIsRefused() throws {
    let data = try Self.written()
    var refusals: [String: Int] = [:]
    for index in data.indices {
      for bit in 0..<8 {
        var altered = data
        altered[index] ^= 1 << UInt8(bit)
        do {
          _ = try TensorFile(bytes: altered, file: "m")
          Issue.record("bit \(bit) of byte \(index) was not missed")
        } catch let error as ModelFileError {
          let isData = index >= data.count - 41
          #expect(!isData || error == .checksumMismatch(file: "m"), "byte \(index)")
          refusals["\(error)".prefix(20).description, default: 0] += 1
        }
      }
    }
    #expect(refusals.count > 3)
  }

  @Test func everyTruncationIsRefused() throws {
    let data = try Self.written()
    for length in 0..<data.count {
      #expect(throws: ModelFileError.self, "\(length) bytes") {
        try TensorFile(bytes: data.prefix(length), file: "m")
      }
    }
    #expect(
      description { try TensorFile(bytes: data.dropLast(1), file: "m.safetensors") }
        == "m.safetensors: the file is truncated (expected at least \(data.count) bytes, "
        + "has \(data.count - 1)); copy or train it again")
    #expect(throws: ModelFileError.truncated(file: "m", expected: data.count - 41, actual: 100)) {
      try TensorFile(bytes: data.prefix(100), file: "m")
    }
  }

  @Test func extraBytesAreRefused() throws {
    #expect(throws: ModelFileError.corruptHeader(file: "m", reason: "2 bytes follow the last tensor")) {
      try TensorFile(bytes: Self.written() + [0, 0], file: "m")
    }
  }

  @Test func checksumMismatchSaysSo() throws {
    var data = try Self.written()
    data[data.count - 1] ^= 1
    #expect(
      description { try TensorFile(bytes: data, file: "model.safetensors") }
        == "model.safetensors: the file was altered or damaged (checksum mismatch); copy or train it again")
  }

  @Test func wrongTensorsAreNamed() throws {
    let file = try TensorFile(bytes: Self.written(), file: "mr.safetensors")
    #expect(
      description { try file.floats(named: "conv3.weight", shape: [100, 3, 200]) }
        == "mr.safetensors: tensor \"conv3.weight\" is [1, 2, 2], expected [100, 3, 200]; "
        + "train the model again")
    #expect(
      description { try file.floats(named: "offsets") }
        == "mr.safetensors: tensor \"offsets\" holds I64, expected F32; train the model again")
    #expect(
      description { try file.int32s(named: "output.bias") }
        == "mr.safetensors: tensor \"output.bias\" is missing; train the model again")
  }

  @Test(
    arguments: [
      ([], "the file is empty"), (Array("hello".utf8), "the file has only 5 bytes"),
      (Array("love\tthis film\n".utf8), "not a TextCNN model (no safetensors file)"),
      (Array("SQLite format 3\0".utf8), "not a TextCNN model (no safetensors file)"),
      ([UInt8](repeating: 0, count: 64), "not a TextCNN model (no safetensors file)"),
      ([UInt8](repeating: 255, count: 64), "not a TextCNN model (no safetensors file)"),
      ([2, 0, 0, 0, 0, 0, 0, 0, 0x5B, 0x5D], "not a TextCNN model (no safetensors file)"),
    ] as [([UInt8], String)])
  func foreignFilesAreRefused(bytes: [UInt8], reason: String) {
    #expect(throws: ModelFileError.notAModel(file: "m", reason: reason)) {
      try TensorFile(bytes: Data(bytes), file: "m")
    }
  }

  @Test func headerLengthIsCapped() {
    let length: [UInt8] = [1, 0xE1, 0xF5, 0x05, 0, 0, 0, 0]  // 100,000,001
    #expect(throws: ModelFileError.self) { try TensorFile(bytes: Data(length + [0x7B]), file: "m") }
    let allowed: [UInt8] = [0, 0xE1, 0xF5, 0x05, 0, 0, 0, 0]
    #expect(throws: ModelFileError.truncated(file: "m", expected: 100_000_008, actual: 9)) {
      try TensorFile(bytes: Data(allowed + [0x7B]), file: "m")
    }
  }

  @Test func unreadablePathsSaySo() throws {
    try withTemporaryDirectory { directory in
      #expect(
        description { try TensorFile(contentsOf: directory + "/none") }
          == "\(directory)/none: cannot be read: no such file or directory; check the path and its permissions"
      )
      #expect(
        description { try TensorFile(contentsOf: directory) }
          == "\(directory): cannot be read: it is a directory; name the model file in it")
    }
    #expect(
      description { try TensorFile(contentsOf: "/dev/null") }
        == "/dev/null: cannot be read: it is no regular file; name a model file")
  }

  @Test func hostileNamesCannotReachTheTerminal() {
    let error = ModelFileError.missingTensor(
      file: "m", tensor: "\u{1B}[2J" + String(repeating: "x", count: 500))
    #expect(!error.description.unicodeScalars.contains("\u{1B}"))
    #expect(error.description.count < 200)
  }
}

/// What the error says; "no error" if there is none.
private func description(_ body: () throws -> some Any) -> String {
  do {
    _ = try body()
    return "no error"
  } catch {
    return "\(error)"
  }
}
