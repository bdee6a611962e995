import Foundation
import Testing

@testable import ModelSerialization

@Suite struct TensorFileHeaderTests {
  @Test(arguments: [
    "{}", "{} \n", #"{ "__metadata__" : { } }"#,
    #"{"a":{"data_offsets":[0,4],"shape":[1],"dtype":"F32"}}"#,
    // Bytes in another order than the names, and empty tensors between.
    #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"#
      + #""c":{"dtype":"I8","shape":[0,9223372036854775807],"data_offsets":[1,1]},"#
      + #""d":{"dtype":"BOOL","shape":[1],"data_offsets":[3,4]}}"#,
  ])
  func soundHeaders(json: String) throws {
    let header = try TensorFileHeader(json: Array(json.utf8))
    let data = [UInt8](repeating: 0, count: header.dataLength)
    #expect([0, 4].contains(data.count))
    _ = try TensorFile(bytes: safetensors(json, data: data), file: "m", requiringChecksum: false)
  }

  @Test func escapes() throws {
    let json = #"{"__metadata__":{"\u00e9\ud83d\ude00":"\"\\\/\b\f\n\r\t\u0000 \u20AC"}}"#
    let header = try TensorFileHeader(json: Array(json.utf8))
    #expect(header.metadata == ["é😀": "\"\\/\u{8}\u{C}\n\r\t\0 €"])
  }

  @Test(arguments: brokenHeaders)
  func brokenHeaderIsRefused(json: String, reason: String) throws {
    let error = #expect(throws: TensorFileHeaderError.self) { try TensorFileHeader(json: Array(json.utf8)) }
    #expect(error?.reason == reason)
    // Data enough for any offset named here, so that only the header can be at fault.
    #expect(throws: ModelFileError.self) {
      try TensorFile(
        bytes: safetensors(json, data: [UInt8](repeating: 0, count: 8)), file: "m", requiringChecksum: false)
    }
  }

  @Test func textThatIsNotUTF8IsRefused() {
    let json = Array(#"{"__metadata__":{"a":""#.utf8) + [0xC3, 0x28] + Array(#""}}"#.utf8)
    #expect(throws: TensorFileHeaderError("the text before byte 25 is not UTF-8")) {
      try TensorFileHeader(json: json)
    }
  }

  /// Nothing nests in a header, so depth costs nothing.
  @Test func deepNestingIsRefusedAtOnce() {
    for opening in ["[", "{\"a\":"] {
      let json = "{\"a\":" + String(repeating: opening, count: 1_000_000)
      #expect(throws: TensorFileHeaderError.self) { try TensorFileHeader(json: Array(json.utf8)) }
    }
  }

  /// No prefix of a header is one, and no byte changed at random crashes the parser.
  @Test func damagedHeadersNeverCrash() throws {
    let json = Array(
      #"{"__metadata__":{"k":"v\u00e9","sha256":"00"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}"#
        .utf8)
    _ = try TensorFileHeader(json: json)
    for length in 0..<json.count {
      #expect(throws: TensorFileHeaderError.self) { try TensorFileHeader(json: Array(json.prefix(length))) }
    }
    for index in json.indices {
      for byte in UInt8.min...UInt8.max {
        var damaged = json
        damaged[index] = byte
        _ = try? TensorFileHeader(json: damaged)
      }
    }
  }
}

private func tensor(
  _ name: String = "a", type: String = "F32", shape: String = "[1]", offsets: String = "[0,4]"
) -> String {
  #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
}

private let brokenHeaders: [(String, String)] = [
  ("", "expected an object at byte 0 of its 0"),
  (" {}", "expected an object at byte 0 of its 3"),
  ("{}x", "expected nothing more at byte 2 of its 3"),
  ("{}{}", "expected nothing more at byte 2 of its 4"),
  ("{\(tensor()),}", "expected '\"' at byte 54 of its 55"),
  ("{\"a\" 1}", "expected ':' at byte 5 of its 7"),
  ("{\"a\":1}", "expected '{' at byte 5 of its 7"),
  ("{\"a\":{}}", "tensor \"a\" lacks its dtype, shape or data_offsets"),
  ("{\"a\":{\"dtype\":\"F32\"}}", "tensor \"a\" lacks its dtype, shape or data_offsets"),
  ("{\"a\":{\"dtype\":\"F32\",\"x\":1}}", "tensor \"a\" has the unknown key \"x\""),
  ("{\"a\":{\"shape\":[1],\"shape\":[1]}}", "tensor \"a\" has \"shape\" twice"),
  ("{\(tensor()),\(tensor())}", "\"a\" stands there twice"),
  ("{\"__metadata__\":{},\"__metadata__\":{}}", "\"__metadata__\" stands there twice"),
  ("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", "\"k\" stands in the metadata twice"),
  ("{\"__metadata__\":{\"sha256\":\"1\",\"sha256\":\"1\"}}", "\"sha256\" stands in the metadata twice"),
  ("{\"__metadata__\":{\"k\":1}}", "expected '\"' at byte 21 of its 24"),
  ("{\"__metadata__\":null}", "expected '{' at byte 16 of its 21"),
  ("{\"__metadata__\":{\"k\":\"\n\"}}", "expected text without control characters at byte 22 of its 26"),
  ("{\"__metadata__\":{\"k\":\"\\x\"}}", "expected an escape at byte 23 of its 27"),
  ("{\"__metadata__\":{\"k\":\"\\u12g4\"}}", "expected four hexadecimal digits at byte 24 of its 31"),
  ("{\"__metadata__\":{\"k\":\"\\u+123\"}}", "expected four hexadecimal digits at byte 24 of its 31"),
  ("{\"__metadata__\":{\"k\":\"\\ud83d\"}}", "expected a character at byte 28 of its 31"),
  ("{\"__metadata__\":{\"k\":\"\\ude00\"}}", "expected a character at byte 28 of its 31"),
  ("{\"__metadata__\":{\"k\":\"v", "expected the end of a text at byte 23 of its 23"),
  ("{\(tensor(type: "F31"))}", "tensor \"a\" is of the unknown type \"F31\""),
  ("{\(tensor(shape: "[-1]"))}", "expected a whole number at byte 29 of its 55"),
  ("{\(tensor(shape: "[01]"))}", "expected a whole number at byte 29 of its 55"),
  ("{\(tensor(shape: "[1.0]"))}", "expected ']' at byte 30 of its 56"),
  ("{\(tensor(shape: "[1,]"))}", "expected a whole number at byte 31 of its 55"),
  ("{\(tensor(shape: "[[1]]"))}", "expected a whole number at byte 29 of its 56"),
  ("{\(tensor(shape: "[9223372036854775808]"))}", "expected a whole number at byte 29 of its 72"),
  ("{\(tensor(shape: "[2]"))}", "tensor \"a\" has 4 bytes, which is not [2] of F32"),
  (
    "{\(tensor(shape: "[4294967296,4294967296]", offsets: "[0,0]"))}",
    "tensor \"a\" has 0 bytes, which is not [4294967296, 4294967296] of F32"
  ),
  ("{\(tensor(offsets: "[0,4,8]"))}", "tensor \"a\" has the data_offsets [0, 4, 8]"),
  ("{\(tensor(offsets: "[4]"))}", "tensor \"a\" has the data_offsets [4]"),
  ("{\(tensor(offsets: "[4,0]"))}", "tensor \"a\" has the data_offsets [4, 0]"),
  ("{\(tensor(offsets: "[4,8]"))}", "tensor \"a\" starts at byte 4 of the data, expected 0"),
  ("{\(tensor()),\(tensor("b", offsets: "[3,7]"))}", "tensor \"b\" starts at byte 3 of the data, expected 4"),
  ("{\(tensor()),\(tensor("b", offsets: "[0,4]"))}", "tensor \"b\" starts at byte 0 of the data, expected 4"),
  ("{\(tensor()),\(tensor("b", offsets: "[5,9]"))}", "tensor \"b\" starts at byte 5 of the data, expected 4"),
]
