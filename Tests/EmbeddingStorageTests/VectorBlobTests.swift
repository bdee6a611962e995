import Foundation
import Testing

@testable import EmbeddingStorage

@Suite struct VectorBlobTests {
  @Test func littleEndianFloat32ByteForByte() {
    #expect(VectorBlob.encode([1, -2.5]) == Data([0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0]))
    #expect(VectorBlob.encode([]) == Data())
  }

  @Test func thereAndBackFromAnyAddressToAnyRow() {
    let vector: [Float] = [0.1, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
    let padded = Data([9]) + VectorBlob.encode(vector)
    var values = [Float](repeating: 7, count: 6)
    #expect(VectorBlob.decode(padded.dropFirst(), dimension: 4, into: &values, at: 1))
    #expect(values == [7] + vector + [7])
  }

  @Test func aBlobOfAnotherLengthIsRefusedAndWritesNothing() {
    var values: [Float] = [1, 2]
    #expect(!VectorBlob.decode(Data(count: 7), dimension: 2, into: &values))
    #expect(!VectorBlob.decode(Data(count: 12), dimension: 2, into: &values))
    #expect(values == [1, 2])
  }

  @Test func varianceIsTheMeanOfTheComponentsVariances() {
    var spread = VectorSpread(dimension: 2)
    #expect(spread.variance == 0)
    spread.add([5, 1])
    #expect(spread.variance == 0)
    spread.add([7, 1])
    #expect(spread.variance == 0.5)
  }
}
