import EmbeddingStorage
import Foundation
import TextCorpus

extension EmbeddingStore.WordFilter {
  /// The words of a corpus, as they stand there and in lower case: a training may look for either.
  init(corpus path: String, tokenizer configuration: TokenizerConfiguration) throws {
    var configuration = configuration
    configuration.isLowercased = false
    let tokenizer = Tokenizer(configuration)
    var words = Set<String>()
    for document in try CorpusReader().read(path).documents {
      for token in tokenizer.tokens(of: document.text) where words.insert(token).inserted {
        words.insert(token.lowercased())
      }
    }
    self.init(source: URL(filePath: path).lastPathComponent, words: words)
  }

  /// The words of a list, one a line.
  init(list path: String) throws {
    var words: [String] = []
    var lines = try LineReader(path: path)
    while try lines.advance() {
      words.append(lines.withLine { $0.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } })
    }
    self.init(source: URL(filePath: path).lastPathComponent, words: words)
  }
}
