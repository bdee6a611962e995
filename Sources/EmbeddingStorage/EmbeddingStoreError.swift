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
  /// The store has no vector for the word.
  case unknownWord(String, store: String)
  /// The file to import is not a file of word vectors.
  case notVectors(String, reason: String)
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
    case .unknownWord(let word, let store):
      "\(store): no vector for \"\(word)\"; check its spelling and its capitals"
    case .notVectors(let path, let reason):
      "\(path): not a file of word vectors (\(reason)); give GloVe text, or word2vec or fastText in text or binary form"
    case .badEntry(let path, let entry):
      "\(entry.description(in: path)); \(entry.problem.mend)"
    }
  }
}
