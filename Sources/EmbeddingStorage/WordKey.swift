import Foundation

/// The bytes under which a word is stored: valid UTF-8, in lower case where that is asked for.
struct WordKey {
  /// The UTF-8 of the key.
  let bytes: Data
  /// Whether some bytes were not UTF-8 and were replaced by U+FFFD.
  let isRepaired: Bool

  init(_ word: ArraySlice<UInt8>, lowercased: Bool) {
    if !lowercased || !word.contains(where: { $0 >= 0x80 || ($0 >= 0x41 && $0 <= 0x5A) }),
      word.allSatisfy({ $0 < 0x80 })
    {
      bytes = Data(word)
      isRepaired = false
      return
    }
    let valid = String(validating: word, as: UTF8.self)
    let text = valid ?? String(decoding: word, as: UTF8.self)
    bytes = Data((lowercased ? text.lowercased() : text).utf8)
    isRepaired = valid == nil
  }
}
