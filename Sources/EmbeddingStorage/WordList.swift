/// The words of an array's rows: a text file, a word a line.
struct WordList: RowWords {
  private let source: SourceFile
  private(set) var word: ArraySlice<UInt8> = []

  init(path: String) throws {
    source = try SourceFile(path: path)
    if try source.require(3), source.bytes[source.unread].starts(with: [0xEF, 0xBB, 0xBF]) { source.skip(3) }
  }

  mutating func advance() throws -> Bool {
    guard let line = try source.nextLine() else { return false }
    var text = source.bytes[line]
    if text.last == 0x0D { text.removeLast() }
    word = text[...]
    return true
  }
}
