import Testing

@testable import CorpusTools

@Suite struct CorpusSplitTests {
  private typealias Document = CorpusSplit.Document

  @Test(arguments: [1, 2, 3] as [UInt64])
  func everyPartHasItsShareOfAllAndOfEachClass(seed: UInt64) {
    let documents = (0..<1000).map { Document(label: $0 % 10 == 0 ? 2 : $0 % 3 == 0 ? 1 : 0) }
    let shares = [0.8, 0.1, 0.1]
    let parts = CorpusSplit.parts(of: documents, shares: shares, seed: seed)
    for (part, share) in shares.enumerated() {
      #expect(abs(Double(parts.count { $0 == part }) - share * 1000) <= 2)
      for label in Int32(0)...2 {
        let all = documents.count { $0.label == label }
        let here = zip(documents, parts).count { $0.0.label == label && $0.1 == part }
        #expect(abs(Double(here) - share * Double(all)) <= 3, "class \(label), part \(part)")
      }
    }
  }

  @Test func groupsStayTogether() {
    let documents = (0..<500).map { Document(label: Int32($0 % 2), group: UInt64($0 * $0 % 37)) }
    let parts = CorpusSplit.parts(of: documents, shares: [0.5, 0.5], seed: 4)
    var partOfGroup: [UInt64: Int] = [:]
    for (document, part) in zip(documents, parts) {
      #expect(partOfGroup[document.group!, default: part] == part)
      partOfGroup[document.group!] = part
    }
    #expect(Set(parts).count == 2)
  }

  @Test func theFirstPartHasEveryClass() {
    let documents = (0..<60).map { Document(label: Int32($0 / 2)) } + [Document(label: 40)]
    let parts = CorpusSplit.parts(of: documents, shares: [1, 1, 1], seed: 9)
    let learned = Set(zip(documents, parts).filter { $0.1 == 0 }.map(\.0.label))
    #expect(learned == Set(documents.map(\.label)))
  }

  @Test func theSeedDecides() {
    let documents = (0..<200).map { Document(label: Int32($0 % 4)) }
    let one = CorpusSplit.parts(of: documents, shares: [3, 1], seed: 1)
    #expect(CorpusSplit.parts(of: documents, shares: [3, 1], seed: 1) == one)
    #expect(CorpusSplit.parts(of: documents, shares: [3, 1], seed: 2) != one)
    #expect(CorpusSplit.parts(of: [], shares: [3, 1], seed: 2) == [])
  }

  /// What the seed gives must not change with a compiler or a library: splits that were published stay.
  @Test func whatASeedGivesStays() {
    let documents = (0..<20).map { Document(label: Int32($0 % 2)) }
    let parts = CorpusSplit.parts(of: documents, shares: [0.6, 0.4], seed: 1)
    #expect(parts.map(String.init).joined() == "00110001101001000110")
  }
}
