/// What can go wrong between a file of word vectors, its store and the one who asks.
///
/// `description` is one sentence that names the file, the place in it, and the mend.
public enum EmbeddingStoreError: Error, Equatable, Sendable {
  /// No file is at this path.
  case missingFile(String)
  /// The file is there, but cannot be read.
  case unreadable(String, reason: String)
  /// The store, or the folder that it needs for its journal, cannot be written.
  case unwritable(String, reason: String)
  /// The disk is full; the store is as it was.
  case diskFull(String)
  /// Another process is writing to the store.
  case busy(String)
  /// The file is not an embedding store; it was not touched.
  case notAStore(String, reason: String)
  /// A newer version of this library wrote the store.
  case newerSchema(String)
  /// The store's file is damaged.
  case damaged(String)
  /// SQLite reported something that none of the other cases covers.
  case storage(String, reason: String)
  /// The store is in order, but holds no vectors.
  case noVectors(String)
  /// The store has several sets, and none was chosen.
  case ambiguousSet(String, names: [String])
  /// The store has no set of that name.
  case unknownSet(String, store: String, names: [String])
  /// The text does not say which sets to read.
  case badExpression(String, part: String)
  /// Sets that are averaged have different numbers of numbers.
  case unequalDimensions(String, names: [String], dimensions: [Int])
  /// A set was replaced or removed while it was being used.
  case changed(String)
  /// The store has no vector for the word.
  case unknownWord(String, store: String)
  /// The file to import is not a file of word vectors.
  case notVectors(String, reason: String)
  /// The file to import is compressed and cannot be unpacked; the sentence says why.
  case notUnpacked(String)
  /// The file to import has vectors only, and no list of words was given.
  case wordsMissing(String)
  /// The file to import has its own words, and a list of words was given.
  case wordsNotNeeded(String)
  /// A tensor was asked for of a file that has none.
  case tensorNotNeeded(String)
  /// The file to import has several tensors that could be meant, or not the one that was asked for.
  case wrongTensor(String, asked: String?, names: [String])
  /// The sets have too few words in common to map one to the other.
  case tooFewSharedWords(String, found: Int, needed: Int)
  /// A word that the format of an export would not give back.
  case unwritableWord(String, store: String)
  /// The ridge is so small that rounding decides the map.
  case undeterminedMap(String, ridge: Double)
  /// The map leads a word to numbers that are too large for Float.
  case endlessImage(String, store: String)
  /// The set is removed, and the file could not be made smaller.
  case notCompacted(String, reason: String)
  /// A line or an entry of the file to import is wrong, and wrong ones were not to be skipped.
  case badEntry(String, EmbeddingStore.BadEntry)
}

extension EmbeddingStoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingFile(let path):
      "\(path): no such file; check the path"
    case .unreadable(let path, let reason):
      "\(path): cannot be read (\(reason)); give a file that you may read"
    case .unwritable(let path, let reason):
      "\(path): cannot be written (\(reason)); choose a path in a folder that exists and that you may write to"
    case .diskFull(let path):
      "\(path): the disk is full and the store is as it was; free some space and import again"
    case .busy(let path):
      "\(path): another process is writing to it; wait until it has finished"
    case .notAStore(let path, let reason):
      "\(path): not an embedding store (\(reason)); give the path of a store, or import vectors into a new one"
    case .newerSchema(let path):
      "\(path): written by a newer version of this program; update the program or import the vectors again"
    case .damaged(let path):
      "\(path): the store is damaged; delete it and import the vectors again"
    case .storage(let path, let reason):
      "\(path): SQLite cannot go on (\(reason)); check the disk and the file"
    case .noVectors(let path):
      "\(path): the store holds no vectors yet; import a file of word vectors into it"
    case .ambiguousSet(let path, let names):
      "\(path): holds \(names.count) sets (\(Self.list(names))); say which to use (--sets)"
    case .unknownSet(let name, let path, let names):
      "\(path): holds no set \"\(name)\"; use one that it has: \(Self.list(names))"
    case .badExpression(let text, let part):
      "\"\(text)\": \"\(part)\" is no name of a set; write names with + between them, or with / for their mean"
    case .unequalDimensions(let path, let names, let dimensions):
      "\(path): \(zip(names, dimensions).map { "\($0) has \($1)" }.joined(separator: ", ")) numbers a vector, "
        + "so there is no mean of them; use + instead of /"
    case .changed(let path):
      "\(path): the set was replaced or removed meanwhile; start again"
    case .unknownWord(let word, let store):
      "\(store): no vector for \"\(word)\"; check its spelling and its capitals"
    case .notVectors(let path, let reason):
      "\(path): not a file of word vectors (\(reason)); give GloVe text, word2vec or fastText in text or binary form, .npy or safetensors"
    case .notUnpacked(let sentence): sentence
    case .wordsMissing(let path):
      "\(path): an array of vectors without words; give the list of its words too (--words), one a line"
    case .wordsNotNeeded(let path):
      "\(path): the file has words of its own; leave out the list"
    case .tensorNotNeeded(let path):
      "\(path): only safetensors files have tensors with names; leave out the name of the tensor"
    case .wrongTensor(let path, let asked, let names):
      if names.isEmpty {
        "\(path): has no matrix of floating-point numbers; give a file of word vectors"
      } else if let asked {
        "\(path): has no matrix \"\(asked)\"; use one that it has: \(Self.list(names))"
      } else {
        "\(path): has \(names.count) matrices (\(Self.list(names))); say which is meant (--tensor)"
      }
    case .tooFewSharedWords(let path, let found, let needed):
      "\(path): the sets have \(found) words in common, and \(needed) are needed; use sets that share more words"
    case .undeterminedMap(let path, let ridge):
      "\(path): a ridge of \(ridge) does not determine the map; use a greater one, such as 0.001"
    case .endlessImage(let word, let path):
      "\(path): the map leads the word \(String(reflecting: word)) beyond all numbers; use a greater ridge, or other sets"
    case .notCompacted(let path, let reason):
      "\(path): the set is removed, but the file is as large as it was (\(reason)); the next import uses the room"
    case .unwritableWord(let word, let path):
      "\(path): the word \(String(reflecting: word)) cannot be written in this format; export as safetensors"
    case .badEntry(let path, let entry):
      "\(entry.description(in: path)); \(entry.problem.mend)"
    }
  }

  /// Some names for a message, not all of thousands.
  private static func list(_ names: [String]) -> String {
    names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", …" : "")
  }
}
