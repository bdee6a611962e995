import Foundation
import Testing

@testable import ModelSerialization

@Suite struct AtomicFileTests {
  private struct Stop: Error {}

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  /// The reason of the `unwritable` error; fails if there is none or it names another file.
  private func reason(
    _ path: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
  ) -> String? {
    let error = #expect(throws: ModelFileError.self, sourceLocation: sourceLocation) { try body() }
    guard case .unwritable(path, let reason) = error else { return error?.description }
    return reason
  }

  @Test func writesANewFile() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/new"
      try AtomicFile.write(to: path) { output in
        try output.write("one\n")
        try output.write("")
        #expect(!FileManager.default.fileExists(atPath: path))
        try output.write("zwölf\n")
      }
      #expect(try bytes(of: path) == Data("one\nzwölf\n".utf8))
      #expect(try contents(of: directory) == ["new"])
      let mask = umask(0)
      umask(mask)
      #expect(try mode(path) == 0o666 & ~Int(mask))
    }
  }

  @Test func replacesAFileAndKeepsItsPermissions() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/old"
      try Data("old".utf8).write(to: URL(fileURLWithPath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
      try AtomicFile.write(to: path) { try $0.write("new") }
      #expect(try bytes(of: path) == Data("new".utf8))
      #expect(try mode(path) == 0o640)
      #expect(try contents(of: directory) == ["old"])
    }
  }

  @Test func aFailingBodyLeavesTheOldFile() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/old"
      try Data("old".utf8).write(to: URL(fileURLWithPath: path))
      #expect(throws: Stop.self) {
        try AtomicFile.write(to: path) { output in
          try output.write("half of the n")
          throw Stop()
        }
      }
      #expect(try bytes(of: path) == Data("old".utf8))
      #expect(try contents(of: directory) == ["old"])
    }
  }

  @Test func followsLinks() throws {
    try withTemporaryDirectory { directory in
      let manager = FileManager.default
      try manager.createDirectory(atPath: directory + "/models", withIntermediateDirectories: false)
      try Data("old".utf8).write(to: URL(fileURLWithPath: directory + "/models/1"))
      // A link to a link, relative to where it stands, and one to a file that does not exist yet.
      try manager.createSymbolicLink(
        atPath: directory + "/models/latest", withDestinationPath: "1")
      try manager.createSymbolicLink(
        atPath: directory + "/link", withDestinationPath: "models/latest")
      try manager.createSymbolicLink(
        atPath: directory + "/dangling", withDestinationPath: directory + "/models/2")
      try AtomicFile.write(to: directory + "/link") { try $0.write("new") }
      try AtomicFile.write(to: directory + "/dangling") { try $0.write("two") }
      #expect(try bytes(of: directory + "/models/1") == Data("new".utf8))
      #expect(try bytes(of: directory + "/models/2") == Data("two".utf8))
      #expect(try manager.destinationOfSymbolicLink(atPath: directory + "/link") == "models/latest")
      #expect(try manager.destinationOfSymbolicLink(atPath: directory + "/models/latest") == "1")
      #expect(try contents(of: directory + "/models") == ["1", "2", "latest"])
      #expect(try contents(of: directory) == ["dangling", "link", "models"])
    }
  }

  @Test func linksInACircleAreRefused() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/a"
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "a")
      #expect(
        reason(path) { try AtomicFile.check(path) }
          == "too many levels of symbolic links; choose another path")
    }
  }

  @Test func impossibleTargetsSayWhy() throws {
    try withTemporaryDirectory { directory in
      for (path, expected) in [
        (directory, "it is a directory; choose another path"),
        (
          directory + "/none/m", "there is no directory \(directory)/none; make it or choose another path"
        ),
        (directory + "/none/", "there is no directory \(directory)/none; make it or choose another path"),
        ("/dev/null", "it is no regular file; choose another path"),
        (directory + "/" + String(repeating: "x", count: 300), "file name too long; choose another path"),
      ] {
        #expect(reason(path) { try AtomicFile.check(path) } == expected)
        #expect(reason(path) { try AtomicFile.write(to: path) { try $0.write("x") } } == expected)
      }
      #expect(
        reason("\"\"") { try AtomicFile.check("") } == "the path is empty; choose another path")
      let file = directory + "/file"
      try Data().write(to: URL(fileURLWithPath: file))
      #expect(
        reason(file + "/m") { try AtomicFile.check(file + "/m") }
          == "not a directory; choose another path")
      #expect(try contents(of: directory) == ["file"])
    }
  }

  @Test func checkLeavesNothing() throws {
    try withTemporaryDirectory { directory in
      try AtomicFile.check(directory + "/m")
      #expect(try contents(of: directory).isEmpty)
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may write anywhere: permissions cannot be tested"))
  func permissionsAreRespected() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/m"
      try Data("old".utf8).write(to: URL(fileURLWithPath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
      #expect(
        reason(path) { try AtomicFile.write(to: path) { try $0.write("x") } }
          == "permission denied; choose another path")
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: directory)
      #expect(
        reason(directory + "/n") { try AtomicFile.check(directory + "/n") }
          == "permission denied; choose another path")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory)
      #expect(try bytes(of: path) == Data("old".utf8))
    }
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "only root on Linux can mount a small disk to fill"))
  func aFullDiskLeavesTheOldFile() throws {
    try withTemporaryDirectory { directory in
      try SmallDisk.with(at: directory) {
        let path = directory + "/m"
        try AtomicFile.write(to: path) { try $0.write("old") }
        let block = [UInt8](repeating: 1, count: 1 << 20)
        #expect(
          reason(path) {
            try AtomicFile.write(to: path) { output in try block.withUnsafeBytes { try output.write($0) } }
          } == "no space left on device; free some space or choose another path")
        #expect(try bytes(of: path) == Data("old".utf8))
        #expect(try contents(of: directory) == ["m"])
      }
    }
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "only root on Linux can mount a disk read-only"))
  func aReadOnlyDiskIsRefused() throws {
    try withTemporaryDirectory { directory in
      try SmallDisk.with(at: directory, options: "ro") {
        let path = directory + "/m"
        #expect(
          reason(path) { try AtomicFile.check(path) }
            == "read-only file system; choose another path")
      }
    }
  }
}

/// A file system of 64 KB in memory.
private enum SmallDisk {
  static let isAvailable: Bool = {
    guard geteuid() == 0 else { return false }
    // Root in a container may lack the right to mount.
    return (try? withTemporaryDirectory { try with(at: $0) {} }) != nil
  }()

  static func with(at directory: String, options: String = "rw", _ body: () throws -> Void) throws {
    try run("mount", "-t", "tmpfs", "-o", "size=64k,\(options)", "tmpfs", directory)
    defer { try? run("umount", directory) }
    try body()
  }

  private struct Failed: Error {}

  private static func run(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed() }
  }
}
