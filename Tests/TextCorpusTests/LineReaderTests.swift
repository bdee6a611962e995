import Foundation
import Testing
import TextCorpus

@Suite struct LineReaderTests {
  /// The lines that come out of a pipe with these bytes.
  private func lines(_ text: String, blockSize: Int) throws -> [String] {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try pipe.fileHandleForWriting.close()
    var reader = try LineReader(
      descriptor: pipe.fileHandleForReading.fileDescriptor, name: "pipe", blockSize: blockSize)
    var lines: [String] = []
    while try reader.advance() {
      lines.append(
        reader.withLine { line in line.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } })
      #expect(reader.lineNumber == lines.count)
    }
    #expect(try !reader.advance())
    return lines
  }

  @Test(arguments: [1, 2, 3, 5, 8, 64, 4096])
  func linesDoNotDependOnTheBlock(blockSize: Int) throws {
    #expect(try lines("", blockSize: blockSize) == [])
    #expect(try lines("\n", blockSize: blockSize) == [""])
    #expect(try lines("\u{FEFF}", blockSize: blockSize) == [""])
    let text = "\u{FEFF}first\r\n\nthird is longer than the others\r\r\n\u{FEFF}4\nlast"
    #expect(
      try lines(text, blockSize: blockSize)
        == ["first", "", "third is longer than the others\r", "\u{FEFF}4", "last"])
  }

  @Test func answersWhileTheWriterStillTypes() throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data("the first\ntwo\nthr".utf8))
    var reader = try LineReader(descriptor: pipe.fileHandleForReading.fileDescriptor, name: "pipe")
    #expect(try reader.advance())
    let hasSecond = reader.hasLineAtHand
    #expect(hasSecond)
    #expect(try reader.advance())
    let hasThird = reader.hasLineAtHand
    #expect(!hasThird)
    try pipe.fileHandleForWriting.write(contentsOf: Data("ee".utf8))
    try pipe.fileHandleForWriting.close()
    #expect(try reader.advance())
    #expect(reader.withLine { $0.count } == 5)
    #expect(try !reader.advance())
  }

  @Test func peekDoesNotMove() throws {
    try withFile(Array("ab\ncd\n".utf8)) { path in
      var reader = try LineReader(path: path)
      #expect(try reader.peek(4) == Array("ab\nc".utf8))
      #expect(try reader.peek(100).count == 6)
      #expect(try reader.advance())
      #expect(reader.withLine { $0.count } == 2)
    }
  }
}
