import Foundation
import Testing
import TextCorpus

@Suite struct LabelSetTests {
  @Test func sortedAndDistinct() {
    let labels = LabelSet(["pos", "neg", "pos", "é", "Z"])
    #expect(labels.labels == ["Z", "neg", "pos", "é"])
    #expect(labels.count == 4)
    #expect(labels[1] == "neg")
    #expect(labels.index(of: "pos") == 2)
    #expect(labels.index(of: "none") == nil)
  }

  @Test func codedAsAnArray() throws {
    let labels = LabelSet(["b", "a"])
    let data = try JSONEncoder().encode(labels)
    #expect(String(decoding: data, as: UTF8.self) == #"["a","b"]"#)
    #expect(try JSONDecoder().decode(LabelSet.self, from: data) == labels)
    for wrong in [#"["b","a"]"#, #"["a","a"]"#, "{}"] {
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(LabelSet.self, from: Data(wrong.utf8)) }
    }
  }

  @Test func tokenizerConfigurationIsCodedByName() throws {
    let configuration = TokenizerConfiguration(kind: .characters, isLowercased: false)
    let data = try JSONEncoder().encode(configuration)
    #expect(try JSONDecoder().decode(TokenizerConfiguration.self, from: data) == configuration)
    #expect(String(decoding: data, as: UTF8.self).contains(#""kind":"characters""#))
  }
}
