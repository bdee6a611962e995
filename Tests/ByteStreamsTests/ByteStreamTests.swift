import Foundation
import Testing

@testable import ByteStreams

/// Files that other programs packed: gzip, zstd, xz, bzip2 and zip as the system has them, or Python.
@Suite("ByteStream")
struct ByteStreamTests {
  static let text = (0..<20_000).map { "line \($0) of some text\n" }.joined()

  /// What a stream gives, read in pieces of `size`.
  private func contents(_ stream: consuming ByteStream, by size: Int = 1000) throws -> String {
    var all: [UInt8] = []
    var block = [UInt8](repeating: 0, count: size)
    while true {
      let count = try block.withUnsafeMutableBytes { try stream.read(into: $0) }
      if count == 0 { return String(decoding: all, as: UTF8.self) }
      all += block[..<count]
    }
  }

  /// Whoever looks for an encoding reads beyond the end, and reads again.
  @Test(
    "behind the end of a small packed file nothing comes, however often it is asked for",
    arguments: [
      "import lzma; open('x', 'wb').write(lzma.compress(b'small'))",
      "import bz2; open('x', 'wb').write(bz2.compress(b'small'))",
      "import gzip; open('x', 'wb').write(gzip.compress(b'small'))",
      "import zipfile; zipfile.ZipFile('x', 'w').writestr('a', b'small')",
    ])
  func smallFiles(code: String) throws {
    try packed(by: code) { folder in
      var stream = try ByteStream(path: folder + "x")
      var block = [UInt8](repeating: 0, count: 100)
      var counts: [Int] = []
      for _ in 0..<4 { counts.append(try block.withUnsafeMutableBytes { try stream.read(into: $0) }) }
      #expect(counts == [5, 0, 0, 0])
    }
  }

  private func contents(of path: String) throws -> String {
    try contents(try ByteStream(path: path))
  }

  /// Runs a line of Python over a folder with the text in `text`.
  private func packed(by code: String, _ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "bytes-" + UUID().uuidString + "/"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Self.text.write(toFile: folder + "text", atomically: true, encoding: .utf8)
    let python = Process()
    python.executableURL = URL(filePath: "/usr/bin/env")
    python.arguments = ["python3", "-c", "text = open('text', 'rb').read()\n" + code]
    python.currentDirectoryURL = URL(filePath: folder)
    try python.run()
    python.waitUntilExit()
    try #require(python.terminationStatus == 0)
    try body(folder)
  }

  @Test("what is not packed passes through, also in the smallest pieces", arguments: [1, 3, 1 << 16])
  func plain(size: Int) throws {
    try packed(by: "") { folder in
      let stream = try ByteStream(path: folder + "text")
      #expect(stream.compression == nil)
      #expect(stream.fileBytes == Self.text.utf8.count)
      #expect(try contents(stream, by: size) == Self.text)
    }
  }

  @Test(
    "packed files, told by their content",
    arguments: [
      ("import gzip; open('x', 'wb').write(gzip.compress(text))", Compression.gzip),
      ("import gzip; open('x', 'wb').write(gzip.compress(text[:500]) + gzip.compress(text[500:]))", .gzip),
      ("import gzip; open('x', 'wb').write(gzip.compress(text) + bytes(512))", .gzip),
      ("import lzma; open('x', 'wb').write(lzma.compress(text))", .xz),
      ("import bz2; open('x', 'wb').write(bz2.compress(text))", .bzip2),
      ("import zipfile; zipfile.ZipFile('x', 'w', zipfile.ZIP_DEFLATED).write('text')", .zip),
    ])
  func unpacks(code: String, compression: Compression) throws {
    try packed(by: code) { folder in
      var stream = try ByteStream(path: folder + "x")
      #expect(stream.compression == compression)
      #expect(try contents(stream) == Self.text)
      // The same through a pipe that brings what it has.
      let file = try #require(FileHandle(forReadingAtPath: folder + "x"))
      stream = try ByteStream(descriptor: file.fileDescriptor, name: "pipe")
      #expect(stream.compression == compression)
      #expect(try contents(stream) == Self.text)
    }
  }

  @Test("zstd, as the program zstd 1.5 packs it")
  func zstd() throws {
    let code = """
      import base64
      packed = "KLUv/QRotQAAgHRoZSBzYW1lIHRleHQsIAoBAMLMOiWAJAs="
      open('x', 'wb').write(base64.b64decode(packed))
      """
    try packed(by: code) { folder in
      let stream = try ByteStream(path: folder + "x")
      #expect(stream.compression == .zstd)
      #expect(try contents(stream) == "the same text, the same text, the same text\n")
    }
  }

  @Test("a packed file that ends early, or whose bytes were changed, is named")
  func damaged() throws {
    let code = """
      import gzip
      packed = gzip.compress(text)
      open('short', 'wb').write(packed[:len(packed) // 2])
      open('changed', 'wb').write(packed[:3000] + bytes(50) + packed[3050:])
      """
    try packed(by: code) { folder in
      for name in ["short", "changed"] {
        let error = #expect(throws: ByteStreamError.self) {
          try contents(of: folder + name)
        }
        guard case .damaged(folder + name, _) = error else {
          Issue.record("\(name): \(String(describing: error))")
          continue
        }
      }
    }
  }

  @Test("an archive of several files wants the name of one")
  func members() throws {
    let code = """
      import zipfile
      with zipfile.ZipFile('all.zip', 'w', zipfile.ZIP_DEFLATED) as archive:
          archive.writestr('folder/', b'')
          archive.writestr('folder/a.txt', b'first')
          archive.writestr('b.txt', b'second')
          archive.writestr('für.txt', b'third')
      zipfile.ZipFile('none.zip', 'w').writestr('folder/', b'')
      """
    try packed(by: code) { folder in
      let path = folder + "all.zip"
      #expect(throws: ByteStreamError.severalMembers(path, members: ["folder/a.txt", "b.txt", "für.txt"])) {
        _ = try ByteStream(path: path)
      }
      let second = try contents(of: path + "/b.txt")
      #expect(second == "second")
      let first = try contents(of: path + "/folder/a.txt")
      #expect(first == "first")
      let third = try contents(of: path + "/für.txt")
      #expect(third == "third")
      #expect(throws: ByteStreamError.noMember(path, member: "c.txt")) {
        _ = try ByteStream(path: path + "/c.txt")
      }
      #expect(throws: ByteStreamError.noMember(folder + "none.zip", member: nil)) {
        _ = try ByteStream(path: folder + "none.zip")
      }
    }
  }

  @Test("no file, a folder, an empty file")
  func others() throws {
    try packed(by: "open('empty', 'w')") { folder in
      #expect(throws: ByteStreamError.noSuchFile(folder + "none")) {
        _ = try ByteStream(path: folder + "none")
      }
      #expect(throws: ByteStreamError.noSuchFile(folder + "none.zip/a")) {
        _ = try ByteStream(path: folder + "none.zip/a")
      }
      #expect(throws: ByteStreamError.isDirectory(folder)) { _ = try ByteStream(path: folder) }
      let nothing = try contents(of: folder + "empty")
      #expect(nothing == "")
    }
  }

  @Test("a text that begins as bzip2 does is text")
  func notPacked() {
    #expect(Compression(startOf: Array("BZh are letters".utf8)) == nil)
    #expect(Compression(startOf: Array("BZh9 and".utf8)) == nil)
    #expect(Compression(startOf: []) == nil)
  }

  @Test(
    "a zip archive of several files by a pipe is refused, not read in part; one that has a name is read once")
  func pipedArchives() throws {
    let code = """
      import zipfile
      for name, texts in (('one.zip', ['text']), ('two.zip', ['text', 'other'])):
          with zipfile.ZipFile(name, 'w') as archive:
              for text in texts: archive.writestr(text, open('text').read())
      """
    try packed(by: code) { folder in
      let file = try #require(FileHandle(forReadingAtPath: folder + "two.zip"))
      let reason = "a zip archive of several files by a pipe, of which none can be chosen"
      #expect(throws: ByteStreamError.unreadable("pipe", reason: reason)) {
        try contents(try ByteStream(descriptor: file.fileDescriptor, name: "pipe"))
      }
      let pipe = folder + "fifo"
      mkfifo(pipe, 0o600)
      let bytes = try Data(contentsOf: URL(filePath: folder + "one.zip"))
      Thread.detachNewThread {
        let writer = FileHandle(fileDescriptor: open(pipe, O_WRONLY), closeOnDealloc: true)
        try? writer.write(contentsOf: bytes)
        try? writer.close()
      }
      #expect(try contents(of: pipe) == Self.text)
    }
  }
}
