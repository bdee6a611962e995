import TextClassification
import TextCorpus

/// Held-out documents on their way to a predictor, some at a time: memory does not grow with the corpus.
struct HeldOutBlocks<Truth> {
  private var texts: [String] = []
  private var truths: [Truth] = []
  private var byteCount = 0

  /// Enough that all threads have work; long documents make a block by their bytes.
  private static var mostDocuments: Int { 4096 }
  private static var mostBytes: Int { 1 << 24 }

  /// Adds a document.
  mutating func add(_ text: String, _ truth: Truth) {
    texts.append(text)
    truths.append(truth)
    byteCount += text.utf8.count
  }

  /// Whether there are enough of them.
  var isFull: Bool { texts.count >= Self.mostDocuments || byteCount >= Self.mostBytes }

  /// Those that wait, which then wait no more.
  mutating func take() -> (texts: [String], truths: [Truth]) {
    let block = (texts, truths)
    self = HeldOutBlocks()
    return block
  }
}
