import EmbeddingStorage
import Foundation

/// Stores of word vectors with bytes that a bad disk changed.
struct StoreSubject: Subject {
  private(set) var count = 0
  let unit = "damaged stores told of"
  private var mutator: Mutator
  /// What is imported into damaged stores.
  private let more: String
  /// A sound store, and what it has.
  private let sound: [UInt8]
  private let words: [String]
  private let values: [UInt32]

  private static let name = "fuzz"

  init(folder: String, seed: UInt64) throws {
    more = folder + "/more.txt"
    try Checks.write(Array("a 1 2\nb 3 4\n".utf8), to: more)
    let text = folder + "/sound.txt"
    var lines = ""
    for number in 0..<400 { lines += "word\(number) \(Float(number) / 7) -1.5 \(number * 3)\n" }
    try Checks.write(Array(lines.utf8), to: text)
    let path = folder + "/sound.sqlite"
    _ = try EmbeddingStore.importVectors(from: text, into: path, options: .init(name: Self.name))
    let store = try EmbeddingStore(path: path)
    words = try store.words()
    values = try store.vectors(for: words).values.map(\.bitPattern)
    sound = [UInt8](try Data(contentsOf: URL(filePath: path)))
    mutator = Mutator(seeds: [sound], seed: seed)
  }

  mutating func next() -> Input {
    var bytes = sound
    for _ in 0..<1 + mutator.number(below: 4) {
      let place = mutator.number(below: bytes.count)
      switch mutator.number(below: 4) {
      case 0: bytes[place] ^= 1 << UInt8(mutator.number(below: 8))
      case 1:
        for index in place..<min(place + 4096, bytes.count) { bytes[index] = 0 }
      case 2:
        for index in place..<min(place + 1 + mutator.number(below: 16), bytes.count) {
          bytes[index] = UInt8(mutator.number(below: 256))
        }
      // A truncated file, seldom in its middle.
      default:
        if mutator.number(below: 8) == 0 {
          bytes.removeSubrange(max(1, place)...)
        } else {
          bytes[place] = 0xFF
        }
      }
    }
    return Input(name: "input.sqlite", bytes: bytes, manner: "no options")
  }

  mutating func examine(_ bytes: [UInt8], at path: String) throws {
    defer { for ending in ["-wal", "-shm", "-journal"] { unlink(path + ending) } }
    var isTold = false
    do {
      let store = try EmbeddingStore(path: path)
      isTold = try !store.check().problems.isEmpty
      let found = try store.words()
      let vectors = try store.vectors(for: words)
      _ = try store.view().neighbors(of: words[3], count: 5)
      _ = try VectorIndex(store.view()).neighbors(of: words[3], count: 5)
      try store.view().export(as: mutator.choice(EmbeddingStore.ExportFormat.allCases)) { _ in }
      guard isTold || (found == words && vectors.values.map(\.bitPattern) == values) else {
        throw Finding("what was changed is not told")
      }
    } catch is EmbeddingStoreError {
      isTold = true
    }
    if isTold { count += 1 }
    do {
      _ = try EmbeddingStore.importVectors(from: more, into: path, options: .init(name: "more"))
      try EmbeddingStore(path: path, access: .writing).removeSet(named: Self.name)
    } catch is EmbeddingStoreError {
    }
  }
}
