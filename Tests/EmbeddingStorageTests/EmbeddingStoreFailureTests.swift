import Foundation
import Testing

@testable import EmbeddingStorage

// Each of these needs a process of its own: one to be killed, one with a limit, one without rights.
// Handing values to such a process came with Swift 6.3.
#if compiler(>=6.3)
  @Suite struct EmbeddingStoreFailureTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
      folder = try TemporaryFolder()
      path = folder.file("store.sqlite")
    }

    /// Beyond what SQLite's cache takes, so that an import must write before its end.
    private func writeLargeFile() throws -> String {
      let vector = [Float](repeating: 0.25, count: 1000)
      return try folder.write(
        "large", binaryFile(header: "9000 1000", (0..<9000).map { (Array("word\($0)".utf8), vector) }))
    }

    private func makeStore() throws -> EmbeddingStore.Info {
      let file = try folder.write("small", "good 1 0\nbad 0 1\n")
      return try EmbeddingStore.importVectors(from: file, into: path).info
    }

    @Test func aKilledImportLeavesTheStoreAsItWas() async throws {
      let before = try makeStore()
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      let large = try writeLargeFile()
      await #expect(processExitsWith: .signal(SIGKILL)) { [large = large as String, path = path as String] in
        _ = try EmbeddingStore.importVectors(from: large, into: path) {
          if $0.bytesRead > 32 << 20 { kill(getpid(), SIGKILL) }
        }
      }
      // It had begun to write, and not to the store's own file.
      let journal = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
      #expect((journal ?? 0) > 1 << 20)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
      let store = try EmbeddingStore(path: path)
      #expect(try store.info() == before)
      #expect(try store.words() == ["good", "bad"])
      #expect(try EmbeddingStore.importVectors(from: large, into: path).info.count == 9000)
    }

    @Test func aKilledImportOfAnotherSetLeavesTheFirst() async throws {
      let before = try makeStore()
      let large = try writeLargeFile()
      await #expect(processExitsWith: .signal(SIGKILL)) { [large = large as String, path = path as String] in
        _ = try EmbeddingStore.importVectors(from: large, into: path, options: .init(name: "large")) {
          if $0.bytesRead > 32 << 20 { kill(getpid(), SIGKILL) }
        }
      }
      let store = try EmbeddingStore(path: path)
      #expect(try store.sets() == [before])
      #expect(try store.check().problems == [])
    }

    /// Kills this process when the journal of a store has grown, wherever that may be.
    static func killSelf(whenJournalOf path: String, exceeds size: Int) {
      Thread.detachNewThread {
        while true {
          var status = stat()
          if stat(path + "-wal", &status) == 0, status.st_size > size { kill(getpid(), SIGKILL) }
          usleep(200)
        }
      }
    }

    @Test func aKilledMappingLeavesTheSetsAsTheyWere() async throws {
      let large = try writeLargeFile()
      _ = try EmbeddingStore.importVectors(from: large, into: path, options: .init(name: "large"))
      let words = (0..<9000).map { "word\($0) \($0 % 7) \($0 % 11)\n" }.joined()
      _ = try EmbeddingStore.importVectors(
        from: folder.write("other", words), into: path, options: .init(name: "other"))
      let before = try EmbeddingStore(path: path).sets()
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
        let store = try EmbeddingStore(path: path, access: .writing)
        Self.killSelf(whenJournalOf: path, exceeds: 1 << 20)
        _ = try store.map(.init(from: "other", to: "large", name: "mapped"))
      }
      let store = try EmbeddingStore(path: path)
      #expect(try store.sets() == before)
      #expect(try store.check().problems == [])
    }

    @Test func aKilledRemovalLeavesTheSetOrNone() async throws {
      let before = try makeStore()
      let large = try writeLargeFile()
      let info = try EmbeddingStore.importVectors(from: large, into: path, options: .init(name: "large")).info
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
        let store = try EmbeddingStore(path: path, access: .writing)
        Self.killSelf(whenJournalOf: path, exceeds: 0)
        try store.removeSet(named: "large", compacting: true)
        // Done before the other thread saw it.
        kill(getpid(), SIGKILL)
      }
      let store = try EmbeddingStore(path: path, access: .writing)
      #expect([[before, info], [before]].contains(try store.sets()))
      #expect(try store.check().problems == [])
      if try store.sets().count == 2 { try store.removeSet(named: "large") }
      #expect(try store.sets() == [before])
      #expect(try store.vectors(for: ["bad"]).values == [0, 1])
    }

    /// What a reader sees is one import or the next, never a part of either.
    @Test func readersGoOnWhileAnotherProcessImports() async throws {
      for value in 0...1 {
        let vector = [Float](repeating: Float(value), count: 100)
        _ = try folder.write(
          "\(value)", binaryFile(header: "3000 100", (0..<3000).map { (Array("word\($0)".utf8), vector) }))
      }
      _ = try EmbeddingStore.importVectors(from: folder.file("0"), into: path)
      let (path, end) = (path, folder.file("end"))
      // Reads until it has seen either import, but no longer than the other process imports.
      async let reads = Task.detached {
        var seen: Set<Float> = []
        while seen.count < 2, access(end, F_OK) != 0 {
          let values = try EmbeddingStore(path: path).vectors(for: ["word0", "word1500", "word2999"]).values
          #expect(values.count == 300 && Set(values).count == 1)
          seen.formUnion(values)
        }
        try Data().write(to: URL(filePath: end))
        return seen
      }.value
      await #expect(processExitsWith: .success) {
        [path = path as String, folder = folder.path as String, end = end as String] in
        for turn in 1...2000 where access(end, F_OK) != 0 {
          _ = try EmbeddingStore.importVectors(from: "\(folder)/\(turn % 2)", into: path)
        }
        try Data().write(to: URL(filePath: end))
      }
      // Where the other process failed, there is no end to wait for but this.
      try Data().write(to: URL(filePath: end))
      #expect(try await reads == [0, 1])
      #expect(try EmbeddingStore(path: path).check().problems == [])
    }

    @Test func aKilledFirstImportLeavesAStoreThatCanBeImportedInto() async throws {
      let large = try writeLargeFile()
      await #expect(processExitsWith: .signal(SIGKILL)) { [large = large as String, path = path as String] in
        _ = try EmbeddingStore.importVectors(from: large, into: path) {
          if $0.bytesRead > 32 << 20 { kill(getpid(), SIGKILL) }
        }
      }
      #expect(throws: EmbeddingStoreError.noVectors(path)) { try EmbeddingStore(path: path).info() }
      #expect(try makeStore().count == 2)
    }

    @Test func anImportThatCannotWriteOnLeavesTheStoreAsItWas() async throws {
      let before = try makeStore()
      let large = try writeLargeFile()
      await #expect(processExitsWith: .success) { [large = large as String, path = path as String] in
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: 4 << 20, rlim_max: 4 << 20)
        #if canImport(Darwin)
          let result = setrlimit(RLIMIT_FSIZE, &limit)
        #else
          let result = setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        #endif
        #expect(result == 0)
        #expect(throws: EmbeddingStoreError.self) {
          try EmbeddingStore.importVectors(from: large, into: path)
        }
      }
      #expect(try EmbeddingStore(path: path).info() == before)
    }

    @Test func aReadOnlyFolderCanBeReadAndNotImportedInto() async throws {
      _ = try makeStore()
      chmod(path, 0o444)
      chmod(folder.path, 0o555)
      defer { chmod(folder.path, 0o755) }
      let names = try folder.names
      await #expect(processExitsWith: .success) {
        [path = path as String, small = folder.file("small") as String] in
        // The administrator may write anywhere, so the test must not be one.
        if geteuid() == 0 { #expect(setuid(65_534) == 0) }
        let values = try EmbeddingStore(path: path).vectors(for: ["bad"]).values
        #expect(values == [0, 1])
        #expect(throws: EmbeddingStoreError.unwritable(path, reason: "the folder is read-only")) {
          try EmbeddingStore.importVectors(from: small, into: path)
        }
      }
      #expect(try folder.names == names)
    }
  }
#else
  @Suite struct EmbeddingStoreFailureTests {
    @Test(.disabled("killed and hindered imports are tested with Swift 6.3 or later"))
    func failuresNeedANewerCompiler() {}
  }
#endif
