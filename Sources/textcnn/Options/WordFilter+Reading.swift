import EmbeddingStorage
import Foundation
import TextCorpus

extension EmbeddingStore.WordFilter {
  /// The words of a corpus, as they stand there and in lower case: a training may look for either.
  init(corpus path: String, tokenizer configuration: TokenizerConfiguration) throws {
    var configuration = configuration
    configuration.isLowercased = false
    var counts = WordCounts()
    do {
      try counts.add(DocumentStream(path: path, options: ReadingOptions()), Tokenizer(configuration))
    } catch CorpusError.noColumn {
      throw CommandFailure(
        "\(path): has no columns of usual names for label and text; "
          + "write it as TSV by textcnn corpus convert, with --label-column and --text-column, and name that")
    }
    let words = (0..<counts.count).map { counts.text(of: $0) }
    self.init(source: URL(filePath: path).lastPathComponent, words: words + words.map { $0.lowercased() })
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
