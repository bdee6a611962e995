import Foundation
import GRDB
import Testing

@testable import EmbeddingStorage

@Suite struct SetTests {
  private let folder: TemporaryFolder
  private let store: EmbeddingStore

  init() throws {
    folder = try TemporaryFolder()
    store = try EmbeddingStore(inMemoryNamed: "memory")
  }

  private func add(_ name: String, _ text: String, _ options: EmbeddingStore.ImportOptions = .init()) throws {
    var options = options
    options.name = name
    _ = try store.importVectors(from: folder.write(name, text), options: options)
  }

  private func addThree() throws {
    try add("a", "good 1 2\nbad 3 4\n")
    try add("b", "good 10 20\nfine 30 40\n")
    try add("c", "fine 7\n")
  }

  private func lookup(_ expression: String, _ words: [String]) throws -> EmbeddingStore.Lookup {
    try store.view(SetExpression(expression)).vectors(for: words)
  }

  @Test func expressionsAreReadAndWritten() throws {
    #expect(try SetExpression("a").terms == [["a"]])
    #expect(try SetExpression("a/b+c").terms == [["a", "b"], ["c"]])
    #expect(try SetExpression("a/b+c").description == "a/b+c")
    for (text, part) in [("", ""), ("a+", ""), ("a//b", ""), ("a b", "a b"), ("a+x:y", "x:y")] {
      #expect(throws: EmbeddingStoreError.badExpression(text, part: part)) { try SetExpression(text) }
    }
  }

  @Test func setsStandBesideEachOtherAndAreReplacedByName() throws {
    try addThree()
    #expect(try store.sets().map(\.name) == ["a", "b", "c"])
    try add("b", "new 1 2 3\n")
    #expect(try store.sets().map(\.name) == ["a", "c", "b"])
    #expect(try lookup("a", ["bad"]).values == [3, 4])
    #expect(try lookup("b", ["new", "good"]).values == [1, 2, 3, 0, 0, 0])
    #expect(throws: EmbeddingStoreError.ambiguousSet("memory", names: ["a", "c", "b"])) { try store.info() }
    #expect(throws: EmbeddingStoreError.unknownSet("d", store: "memory", names: ["a", "c", "b"])) {
      try lookup("a+d", ["good"])
    }
  }

  @Test func aRemovedSetIsGoneTheOthersStay() throws {
    try addThree()
    try store.removeSet(named: "a")
    #expect(try store.sets().map(\.name) == ["b", "c"])
    try store.removeSet(named: "c", compacting: true)
    #expect(try store.words() == ["good", "fine"])
    #expect(throws: EmbeddingStoreError.unknownSet("a", store: "memory", names: ["b"])) {
      try store.removeSet(named: "a")
    }
    try store.removeSet(named: "b")
    #expect(throws: EmbeddingStoreError.noVectors("memory")) { try store.info() }
    #expect(throws: EmbeddingStoreError.noVectors("memory")) { try store.removeSet(named: "b") }
  }

  @Test func concatenatedSetsHaveZerosWhereOneLacksTheWord() throws {
    try addThree()
    let lookup = try lookup("a+c+b", ["good", "fine", "bad", "none"])
    #expect(lookup.dimension == 5)
    #expect(lookup.values == [1, 2, 0, 10, 20, 0, 0, 7, 30, 40, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(lookup.matches == [.exact, .exact, .exact, .missing])
  }

  @Test func averagedSetsHaveTheMeanOfThoseThatHaveTheWord() throws {
    try addThree()
    #expect(try lookup("a/b", ["good", "fine", "bad"]).values == [5.5, 11, 30, 40, 3, 4])
    #expect(try lookup("a/b+c", ["good", "fine"]).values == [5.5, 11, 0, 30, 40, 7])
    #expect(throws: EmbeddingStoreError.unequalDimensions("memory", names: ["a", "c"], dimensions: [2, 1])) {
      try lookup("a/c", ["good"])
    }
  }

  @Test func wordsOfSeveralSetsAreThoseOfTheFirstThenTheNewOnes() throws {
    try addThree()
    let view = try store.view(SetExpression("c+a/b"))
    #expect(try view.words() == ["fine", "good", "bad"])
    #expect(try view.words(limit: 2) == ["fine", "good"])
    #expect(try view.count() == 3)
    let neighbors = try view.neighbors(of: "good", count: 2)
    #expect(neighbors.map(\.word) == ["bad", "fine"])
    #expect(try VectorIndex(view).neighbors(of: "good", count: 2) == neighbors)
  }

  @Test func theVarianceOfACombination() throws {
    try add("a", "x 1 2\ny 3 6\n")
    try add("b", "x 0\ny 4\n")
    // Components vary by 1 and 4, and by 4.
    #expect(try store.view(SetExpression("a+b")).variance() == 3)
    try add("c", "x 3 0\ny 1 0\n")
    // The means are 2, 1 and 2, 3.
    #expect(try store.view(SetExpression("a/c")).variance() == 0.5)
  }

  @Test func aViewWhoseSetIsReplacedSaysSo() throws {
    try addThree()
    let view = try store.view(SetExpression("a"))
    try add("b", "good 1\n")
    #expect(try view.vectors(for: ["good"]).values == [1, 2])
    try add("a", "good 1\n")
    #expect(throws: EmbeddingStoreError.changed("memory")) { try view.vectors(for: ["good"]) }
  }

  @Test func equalVectorsHaveEqualFingerprintsAndOthersOthers() throws {
    try addThree()
    try add("d", "good 1 2\nbad 3 4\n")
    try add("e", "good 1 2\nbad 3 4\n", .init(element: .int8))
    func fingerprint(_ text: String) throws -> String { try store.view(SetExpression(text)).fingerprint }
    #expect(try fingerprint("a") == fingerprint("d"))
    #expect(try fingerprint("a+b") == fingerprint("d+b"))
    let all = try ["a", "b", "e", "a+b", "b+a", "a/b"].map(fingerprint)
    #expect(Set(all).count == all.count)
  }

  @Test func onlyWordsOfAFilter() throws {
    let filter = EmbeddingStore.WordFilter(source: "reviews.tsv", words: ["fine", "none"])
    try add("a", "good 1 2\nfine 3 4\n", .init(onlyWords: filter))
    #expect(try store.words() == ["fine"])
    #expect(try store.info().record.onlyWordsOf == "reviews.tsv")
  }
}
