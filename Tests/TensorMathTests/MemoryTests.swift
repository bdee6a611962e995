import TensorMath
import Testing

@Suite struct AlignedFloatsTests {
  @Test func startsAsZerosOnACacheLine() {
    for count in [0, 1, 15, 16, 1000] {
      let floats = AlignedFloats(count: count)
      #expect(floats.count == count)
      #expect((0..<count).allSatisfy { floats[$0] == 0 })
      #expect(floats.withUnsafePointer { UInt(bitPattern: $0) % 64 } == 0)
      // A row loop may read past the last column.
      #expect(floats.withUnsafePointer { base in (count..<count + 16).allSatisfy { base[$0] == 0 } })
    }
  }

  @Test func copiesAreWrittenApart() {
    var original = AlignedFloats(count: 5)
    original[3] = 1
    var copy = original
    #expect(original.withUnsafePointer { $0 } == copy.withUnsafePointer { $0 })
    copy[3] = 2
    copy.withUnsafeMutablePointer { $0[4] = 7 }
    #expect((0..<5).map { original[$0] } == [0, 0, 0, 1, 0])
    #expect((0..<5).map { copy[$0] } == [0, 0, 0, 2, 7])
    #expect(original != copy)
    // Alone again, it is written in place.
    let before = copy.withUnsafePointer { $0 }
    copy[0] = 9
    #expect(copy.withUnsafePointer { $0 } == before)
  }

  @Test func equalityIsByBits() {
    var a = AlignedFloats(count: 2)
    var b = AlignedFloats(count: 2)
    #expect(a == b)
    a[0] = .nan
    #expect(a != b)
    b[0] = .nan
    #expect(a == b)
    a[1] = -0.0
    #expect(a != b)
    #expect(AlignedFloats(count: 2) != AlignedFloats(count: 3))
  }

  @Test func rowsArePaddedToLanes() {
    #expect([0, 1, 15, 16, 17, 300].map(paddedRow) == [0, 16, 16, 16, 32, 304])
  }
}

@Suite struct ScratchTests {
  @Test func growsAndNeverShrinks() {
    let scratch = Scratch<Float>()
    scratch.reserve(10)
    let first = scratch.base
    #expect(UInt(bitPattern: first) % 64 == 0)
    // New memory is zeros, 16 beyond the last included.
    #expect((0..<26).allSatisfy { scratch[$0] == 0 })
    for index in 0..<10 { scratch[index] = Float(index) }
    scratch.reserve(3)
    #expect(scratch.base == first)
    #expect(scratch.array(10) == (0..<10).map { Float($0) })
    scratch.reserve(5000)
    #expect(UInt(bitPattern: scratch.base) % 64 == 0)
    #expect((0..<5016).allSatisfy { scratch[$0] == 0 })
    scratch[4999] = 3
    scratch.reserve(5000)
    #expect(scratch[4999] == 3)
  }

  @Test func nothingReservedIsNothingRead() {
    #expect(Scratch<Int32>().array(0).isEmpty)
    let scratch = Scratch<Double>()
    scratch.reserve(0)
    #expect(scratch.array(0).isEmpty)
  }
}
