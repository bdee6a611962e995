import Foundation

/// A safetensors file put together by hand: any header, any data.
func safetensors(_ header: String, data: [UInt8] = []) -> Data {
  safetensors(header: Array(header.utf8), data: data)
}

func safetensors(header: [UInt8], data: [UInt8] = []) -> Data {
  let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
  return Data(length + header + data)
}

/// What Python's safetensors 0.8 wrote for
///
///     save({"conv3.weight": arange(6, float32).reshape(1, 2, 3) / 4 - .5, "offsets": int64([0, -7, 1 << 40]),
///           "half": float16([1.5, -2]), "words": uint8(b"caf\xc3\xa9"), "empty": float32, 0 × 4,
///           "scalar": int32(3)}, metadata={"format": 'x "y"\né中😀\\ \x01'})
let writtenByPython =
  Data(
    base64Encoded: """
      qAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJ4IFwieVwiXG7DqeS4rfCfmIBcXCBcdTAwMDEifSwib2Zmc2V0cyI6\
      eyJkdHlwZSI6Ikk2NCIsInNoYXBlIjpbM10sImRhdGFfb2Zmc2V0cyI6WzAsMjRdfSwiY29udjMud2VpZ2h0Ijp7ImR0eXBlIjoi\
      RjMyIiwic2hhcGUiOlsxLDIsM10sImRhdGFfb2Zmc2V0cyI6WzI0LDQ4XX0sImVtcHR5Ijp7ImR0eXBlIjoiRjMyIiwic2hhcGUi\
      OlswLDRdLCJkYXRhX29mZnNldHMiOls0OCw0OF19LCJzY2FsYXIiOnsiZHR5cGUiOiJJMzIiLCJzaGFwZSI6W10sImRhdGFfb2Zm\
      c2V0cyI6WzQ4LDUyXX0sImhhbGYiOnsiZHR5cGUiOiJGMTYiLCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMiOls1Miw1Nl19LCJ3\
      b3JkcyI6eyJkdHlwZSI6IlU4Iiwic2hhcGUiOls1XSwiZGF0YV9vZmZzZXRzIjpbNTYsNjFdfX0gAAAAAAAAAAD5/////////wAA\
      AAAAAQAAAAAAvwAAgL4AAAAAAACAPgAAAD8AAEA/AwAAAAA+AMBjYWbDqQ==
      """) ?? Data()
