import Testing
import TextCorpus

@testable import VectorTraining

@Suite struct SubwordIndexTests {
  private func buckets(_ word: String, _ minimum: Int, _ maximum: Int) -> [Int32] {
    SubwordIndex.buckets(
      of: word, .init(minimumLength: minimum, maximumLength: maximum, buckets: 100_000_000))
  }

  /// FNV-1a, 32 bits, whose published value for "foobar" is bf9cf968.
  private func hash(_ piece: String) -> Int32 {
    var hash: UInt32 = 0x811c_9dc5
    for byte in piece.utf8 {
      // Bytes above 127 as fastText takes them: signed.
      hash ^= byte < 128 ? UInt32(byte) : UInt32(byte) | 0xffff_ff00
      hash = hash &* 0x0100_0193
    }
    if piece == "foobar" { #expect(hash == 0xbf9c_f968) }
    return Int32(hash % 100_000_000)
  }

  /// The example of the paper, section 3.2.
  @Test func `the pieces of where are those of the paper`() {
    #expect(buckets("where", 3, 3) == ["<wh", "whe", "her", "ere", "re>"].map(hash))
    #expect(buckets("foobar", 6, 6) == ["<fooba", "foobar", "oobar>"].map(hash))
  }

  @Test func `pieces are of characters, not of bytes`() {
    #expect(buckets("né", 1, 2) == ["<n", "n", "né", "é", "é>"].map(hash))
    #expect(buckets("日本", 2, 3) == ["<日", "<日本", "日本", "日本>", "本>"].map(hash))
  }

  @Test func `a short word has fewer pieces, and none is no crash`() {
    #expect(buckets("a", 3, 6) == [hash("<a>")])
    #expect(buckets("a", 4, 6).isEmpty)
    #expect(buckets("", 1, 6) == [hash("<>")])
  }

  @Test func `only buckets that occur have rows, the words' own first`() {
    let index = SubwordIndex(
      words: ["where", "here"], subwords: .init(minimumLength: 3, maximumLength: 3, buckets: 1 << 20))
    // <wh whe her ere re> and <he her ere re>.
    #expect(index.rowCount == 2 + 6)
    #expect(index.rows(of: 0).first == 0 && index.rows(of: 1).first == 1)
    #expect(index.rows(of: 0).count == 6 && index.rows(of: 1).count == 5)
    #expect(Set(index.rows(of: 0)).intersection(index.rows(of: 1)).count == 3)
    let plain = SubwordIndex(words: ["where", "here"], subwords: nil)
    #expect(plain.rowCount == 2 && !plain.hasSubwords)
  }
}
