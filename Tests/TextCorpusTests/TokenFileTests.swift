import Foundation
import Testing

@testable import TextCorpus

@Suite struct TokenFileTests {
  private let folder = FileManager.default.temporaryDirectory.path

  @Test func whatIsWrittenComesBack() throws {
    var generator = SplitMix(state: 4)
    var file = try TokenFile(in: folder)
    var expected = EncodedText()
    // Some longer than a block, many of them short, some empty.
    for index in 0..<5000 {
      let length = index == 77 ? 300_000 : index % 7 == 0 ? 0 : Int.random(in: 1...90, using: &generator)
      let tokens = (0..<length).map { _ in Int32.random(in: 0..<1_000_000, using: &generator) }
      try file.append(tokens, label: Int32(index % 5))
      expected.append(tokens, label: Int32(index % 5))
    }
    try file.finish()
    #expect(file.count == 5000)
    #expect(file.tokenCount == expected.tokens.count)
    let order = (0..<Int32(5000)).shuffled(using: &generator)
    file.willRead(order[...])
    var found = EncodedText()
    try file.read(order[...], into: &found)
    #expect(found == expected.selecting(order.map { Int($0) }))

    try file.forEach(in: 10..<4000, writesBack: true) { document, block, record in
      block[record.lowerBound] = Int32(document)
      for place in record.dropFirst() { block[place] += 1 }
    }
    found.removeAll()
    try file.read(Array(0..<Int32(5000))[...], into: &found)
    for document in 0..<5000 {
      let isChanged = (10..<4000).contains(document)
      #expect(found.labels[document] == (isChanged ? Int32(document) : Int32(document % 5)))
      #expect(found[document].elementsEqual(expected[document].lazy.map { isChanged ? $0 + 1 : $0 }))
    }
  }

  @Test func startsReachBeyond32Bits() {
    var starts = PackedStarts()
    let ends = [0, 5, 5, 1 << 32, 1 << 32 + 7, 1 << 40 - 1]
    for end in ends { starts.append(end: end) }
    #expect(starts.count == 6)
    #expect((0...6).map { starts[$0] } == [0] + ends)
  }

  @Test func theFileHasNoName() throws {
    let own = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: own) }
    var file = try TokenFile(in: own.path)
    try file.append([1, 2, 3], label: 0)
    try file.finish()
    #expect(try FileManager.default.contentsOfDirectory(atPath: own.path).isEmpty)
  }

  @Test func aFolderThatIsNotThere() {
    let error = #expect(throws: TemporaryFileError.self) { try TokenFile(in: "/no/such/folder") }
    #expect(
      error?.description
        == "/no/such/folder: no temporary file for the text can be made there (no such file or directory); "
        + "let TMPDIR name another folder, or give more --memory")
  }

  #if os(Linux)
    /// A device that is always full.
    @Test func aFullDisk() throws {
      var file = TokenFile(TemporaryFile(descriptor: open("/dev/full", O_RDWR), folder: "/full"))
      try file.append([1, 2, 3], label: 0)
      let error = #expect(throws: TemporaryFileError.self) { try file.finish() }
      #expect(error == .cannotWrite(folder: "/full", reason: "no space left on device"))
      #expect(
        error?.description
          == "/full: the temporary file of the text cannot be written (no space left on device); "
          + "make room, let TMPDIR name another folder, or give more --memory")
    }
  #endif

  @Test func aFileThatBecameShorter() throws {
    let file = try TemporaryFile(in: folder)
    var bytes = [UInt8](repeating: 0, count: 4)
    let error = #expect(throws: TemporaryFileError.self) {
      try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
    }
    #expect(error == .cannotRead(folder: folder, reason: "it has become shorter"))
  }
}
