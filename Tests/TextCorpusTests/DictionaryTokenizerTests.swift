import Foundation
import Testing

@testable import TextCorpus

@Suite struct DictionaryTokenizerTests {
  private func frequencies(_ list: String, lowercased: Bool = true) throws -> WordFrequencies {
    try withFile(Array(list.utf8)) {
      try WordFrequencies(contentsOf: $0, for: TokenizerConfiguration(isLowercased: lowercased))
    }
  }

  private func complaint(_ list: String) throws -> String? {
    do {
      _ = try withFile(Array(list.utf8)) { path in
        do {
          return try WordFrequencies(contentsOf: path, for: TokenizerConfiguration())
        } catch {
          throw Complaint(text: "\(error)".replacingOccurrences(of: path, with: "F"))
        }
      }
      return nil
    } catch let complaint as Complaint {
      return complaint.text
    }
  }

  private struct Complaint: Error { let text: String }

  private static let list = """
    研究 10 v
    研究生 6 n
    生命 8 n
    命 2
    起源 5 n

    的 100 uj
    卡拉OK 3 n
    T恤 4 n
    OK 1
    空 0 x
    """

  private func joined(_ text: String, _ list: String = list, lowercased: Bool = true) throws -> String {
    let configuration = TokenizerConfiguration(isLowercased: lowercased)
    let table = TokenizerTable.words(try frequencies(list, lowercased: lowercased))
    return Tokenizer(TokenizerConfiguration(table, like: configuration)).tokens(of: text).joined(
      separator: " ")
  }

  @Test(arguments: [
    ("", ""),
    ("研究生命的起源", "研究 生命 的 起源"),
    ("研究生", "研究生"),
    ("研究，生命", "研究 ， 生命"),
    ("研究 生", "研究 生"),
    ("未知字", "未 知 字"),
    ("It's 卡拉OK的T恤 2012年!", "it 's 卡拉ok 的 t恤 2012 年 !"),
    ("卡拉OKs OK卡", "卡 拉 oks ok 卡"),
    ("空的", "空 的"),
    ("😀的👩\u{200D}💻", "😀 的 👩\u{200D}💻"),
  ])
  func mostProbableWords(text: String, expected: String) throws {
    #expect(try joined(text) == expected)
  }

  @Test func caseKept() throws {
    #expect(try joined("T恤 t恤", lowercased: false) == "T恤 t 恤")
  }

  /// Against all ways to cut, by the probabilities as they are.
  @Test(arguments: 0..<20)
  func agreesWithAllWays(seed: Int) throws {
    var generator = SplitMix(state: UInt64(seed))
    let alphabet = Array("甲乙丙")
    var words: [String: Int] = [:]
    for _ in 0..<12 {
      let length = Int.random(in: 1...4, using: &generator)
      let word = (0..<length).map { _ in String(alphabet.randomElement(using: &generator)!) }.joined()
      words[word] = Int.random(in: 1...50, using: &generator)
    }
    let list = words.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "\n")
    let total = Double(words.values.reduce(0, +))
    func probability(_ words: [String], in text: [Character]) -> Double {
      words.reduce(1) { $0 * Double(known[$1] ?? 1) / total }
    }
    let known = words
    func best(_ text: ArraySlice<Character>) -> Double {
      guard !text.isEmpty else { return 1 }
      let own = (1...text.count).compactMap { length -> Double? in
        known[String(text.prefix(length))].map { Double($0) / total * best(text.dropFirst(length)) }
      }
      return own.max() ?? best(text.dropFirst()) / total
    }
    for _ in 0..<20 {
      let text = (0..<9).map { _ in alphabet.randomElement(using: &generator)! }
      let tokens = try joined(String(text), list).split(separator: " ").map(String.init)
      #expect(tokens.joined() == String(text))
      let ratio = probability(tokens, in: text) / best(text[...])
      #expect(abs(ratio - 1) < 1e-9, "\(String(text)): \(tokens), \(list)")
    }
  }

  @Test func listsTellWhatIsWrong() throws {
    #expect(
      try complaint("a 1\n\nb\n")
        == "F:3: 1 fields; write \"word count\" or \"word count tag\" with blanks between")
    #expect(try complaint("a 1 n x")?.hasPrefix("F:1: 4 fields") == true)
    #expect(
      try complaint("a 1\nb -1")
        == "F:2: \"-1\" is no count; write a whole number from 0 to 2147483647 behind the word")
    #expect(try complaint("a 3000000000")?.hasPrefix("F:1: \"3000000000\" is no count") == true)
    #expect(
      try complaint(String(repeating: "x", count: 256) + " 1")
        == "F:1: the word has 256 bytes; leave it out, or use at most 255")
    #expect(try complaint("\n \n") == "F: no words; write one on a line, \"word count\"")
    #expect(try complaint("a 1\r\na\t2\tn\n") == nil)
  }

  @Test func countsOfAWordAddUp() throws {
    let words = try frequencies("B超 3 n\nA 1\nb超 4\n")
    #expect(words.count == 2)
    #expect(words.counts == [7, 1])
    #expect(String(decoding: words.utf8, as: UTF8.self) == "b超a")
    let kept = try frequencies("B超 3 n\nb超 2147483647\nb超 1", lowercased: false)
    #expect(kept.counts == [3, .max])
  }

  @Test func storedTablesAreChecked() throws {
    let words = try frequencies(Self.list)
    let copy = try WordFrequencies(utf8: words.utf8, offsets: words.offsets, counts: words.counts)
    #expect(copy == words)
    #expect(TokenizerTable.words(copy).fingerprint == TokenizerTable.words(words).fingerprint)
    func reason(_ utf8: [UInt8], _ offsets: [Int32], _ counts: [Int32]) -> TokenizerError? {
      do throws(TokenizerError) {
        _ = try WordFrequencies(utf8: utf8, offsets: offsets, counts: counts)
        return nil
      } catch {
        return error
      }
    }
    #expect(reason([97, 98], [0, 1, 2], [1]) == .brokenTable(reason: "2 words have 1 counts"))
    #expect(reason([97, 98], [0, 1, 2], [1, -1]) == .brokenTable(reason: "a count is negative"))
    #expect(reason([97, 97], [0, 1, 2], [1, 1]) == .brokenTable(reason: "word 1 is there twice"))
    #expect(reason([97, 0xFF], [0, 1, 2], [1, 1]) == .brokenTable(reason: "word 1 is not valid UTF-8"))
    #expect(
      reason([97, 98], [0, 2, 1, 2], [1, 1, 1]) == .brokenTable(reason: "word 1 does not end after it begins")
    )
    #expect(reason([97], [], []) == .brokenTable(reason: "the offsets do not span the bytes"))
    #expect(
      reason([UInt8](repeating: 97, count: 256), [0, 256], [1])
        == .brokenTable(reason: "word 0 is longer than 255 bytes"))
  }

  /// Long stretches are cut in pieces, and a list of one letter over and over makes no text slow.
  @Test func aHundredThousandIdeographs() throws {
    let list = (1...85).map { String(repeating: "甲", count: $0) + " 1" }.joined(separator: "\n")
    let tokens = try joined(String(repeating: "甲", count: 100_000), list).split(separator: " ")
    #expect(tokens.joined().count == 100_000)
    #expect(tokens.count < 2000)
  }
}
