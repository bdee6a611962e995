import Foundation
import Testing

@testable import EmbeddingStorage

@Suite struct VectorElementTests {
  @Test(arguments: [1, 3, 16, 31, 300], [UInt64(1), 2])
  func roundingKeepsWhatItPromises(dimension: Int, seed: UInt64) {
    var generator = SplitMix64(state: seed)
    let row = (0..<dimension).map { _ in Float.random(in: -3...3, using: &generator) }
    #expect(EmbeddingStore.VectorElement.float32.rounded(row) == row)
    #expect(EmbeddingStore.VectorElement.float16.rounded(row) == row.map { Float(Float16($0)) })
    let scale = (row.map(abs).max() ?? 0) / 127
    let codes = row.map { ($0 / scale).rounded(.toNearestOrEven) * scale }
    #expect(EmbeddingStore.VectorElement.int8.rounded(row) == codes)
  }

  @Test func extremesAreKept() {
    let rows: [[Float]] = [
      [0, 0], [-0.0, 1], [.leastNonzeroMagnitude, 0], [3.4e38, -1], [1e-38, -1e-38],
    ]
    for row in rows {
      #expect(EmbeddingStore.VectorElement.float32.rounded(row) == row)
      #expect(EmbeddingStore.VectorElement.int8.rounded(row).allSatisfy { $0.isFinite })
    }
    #expect(EmbeddingStore.VectorElement.int8.rounded([3.4e38, 0])[1] == 0)
    #expect(EmbeddingStore.VectorElement.float16.rounded([65_504, -6e-8]) == [65_504, -5.9604645e-8])
  }

  @Test(arguments: EmbeddingStore.VectorElement.allCases)
  func storesOfEachTypeGiveWhatWasKept(element: EmbeddingStore.VectorElement) throws {
    let folder = try TemporaryFolder()
    let store = try EmbeddingStore(inMemoryNamed: "memory")
    var generator = SplitMix64(state: 5)
    // More than a block, and not a whole number of them.
    let entries = (0..<1501).map {
      ("w\($0)", (0..<19).map { _ in Float.random(in: -1...1, using: &generator) })
    }
    let report = try store.importVectors(
      from: folder.write("v", binaryFile(header: "1501 19", entries.map { (Array($0.0.utf8), $0.1) })),
      options: .init(element: element))
    #expect(report.info.element == element)
    #expect(try store.vectors(for: entries.map(\.0)).values == entries.flatMap { element.rounded($0.1) })
    #expect(try store.check().problems == [])
    guard element != .float32 else {
      #expect(report.info.record.loss == nil)
      return
    }
    let loss = try #require(report.info.record.loss)
    #expect(loss.queries == 200)
    #expect(loss.candidates == 1501)
    #expect((0.9999..<1).contains(loss.meanCosine))
    #expect((element == .int8 ? 0.9..<1 : 0.99..<1.0000001).contains(loss.recall))
    #expect(try store.info().record.loss == loss)
  }

  @Test func whatFloat16CannotHoldIsABadEntry() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("v", "a 1 2\nb 1 70000\n")
    let store = try EmbeddingStore(inMemoryNamed: "memory")
    let problem = EmbeddingStore.Problem.beyondElement(component: 2, text: "70000.0", element: .float16)
    #expect(throws: EmbeddingStoreError.badEntry(file, .init(position: .line(2), problem: problem))) {
      try store.importVectors(from: file, options: .init(element: .float16))
    }
    #expect(try store.importVectors(from: file, options: .init(element: .int8)).info.count == 2)
  }

  @Test func aPieceThatFloat16CannotHoldIsABadEntry() throws {
    let folder = try TemporaryFolder()
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: Fixture.path("pieces.bin"))))
    let info = try Fixture.imported("pieces.bin").1.info
    let pieces = try #require(info.record.subwords)
    // The sizes of the matrix stand before it: rows of words, then of pieces.
    let sizes = [info.count + pieces.buckets, info.dimension].flatMap { size in
      (0..<8).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
    }
    let matrix = try #require(bytes.firstRange(of: sizes)).upperBound
    let place = matrix + 4 * ((info.count + 7) * info.dimension + 1)
    withUnsafeBytes(of: Float(70_000).bitPattern.littleEndian) {
      bytes.replaceSubrange(place..<place + 4, with: $0)
    }
    let file = try folder.write("pieces.bin", bytes)
    let problem = EmbeddingStore.Problem.beyondElement(component: 2, text: "70000.0", element: .float16)
    let options = EmbeddingStore.ImportOptions(skippingBadLines: true, element: .float16)
    let store = try EmbeddingStore(inMemoryNamed: "memory")
    let report = try store.importVectors(from: file, options: options)
    #expect(report.firstBadEntries.last?.problem == problem)
    #expect(try store.check().problems == [])
    #expect(throws: EmbeddingStoreError.self) {
      try store.importVectors(from: file, options: .init(element: .float16))
    }
  }
}
