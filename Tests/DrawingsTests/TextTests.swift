import Drawings
import Testing

@Suite struct TextTests {
  @Test func `What means something to a parser is written out`() {
    #expect(Markup.escaped("<a href=\"x\">&'") == "&lt;a href=&quot;x&quot;&gt;&amp;&#39;")
    #expect(Markup.escaped("a\u{0}b\u{8}c\u{FFFE}d\te") == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e")
    #expect(Markup.escaped("新闻 ספורט é 🙂") == "新闻 ספורט é 🙂")
  }

  @Test func `A name cannot leave its isolation`() {
    #expect(Markup.isolated("a\u{2069}\u{202E}b") == "\u{2068}a\u{FFFD}\u{FFFD}b\u{2069}")
  }

  @Test func `Numbers have few digits and a true minus`() {
    #expect(Figures.fixed(-0.04, 1) == "0.0")
    #expect(Figures.fixed(-1.25, 2) == "−1.25")
    #expect(Figures.fixed(.nan, 2) == "–")
    #expect(Figures.fixed(nil, 2) == "–")
    #expect(Figures.signed(0.04, 1) == "0.0")
    #expect(Figures.signed(2, 1) == "+2.0")
    #expect(Figures.signed(-2, 1) == "−2.0")
    #expect(Figures.count(1_234_567) == "1,234,567")
    #expect(Figures.count(-100) == "−100")
    #expect(Figures.count(Int.min) == "−9,223,372,036,854,775,808")
  }

  @Test(arguments: [
    (0.0, "0"), (950, "950"), (999.4, "999"), (999.6, "1k"), (1_234, "1.23k"), (147_212, "147k"),
    (2_000_000, "2M"), (99_960_000, "100M"), (-1_500, "−1.5k"), (0.25, "0.25"),
  ])
  func `Compact numbers have three digits`(value: Double, text: String) {
    #expect(Figures.compact(value) == text)
  }

  @Test func `Chinese is wider than Latin, bold than plain`() {
    #expect(TextWidth.estimate("新闻", size: 10) == 20)
    #expect(TextWidth.estimate("news", size: 10) < TextWidth.estimate("新闻新闻", size: 10))
    #expect(TextWidth.estimate("news", size: 10, isBold: true) > TextWidth.estimate("news", size: 10))
  }

  @Test(arguments: ["a-name-that-goes-on-and-on", "新闻标题新闻标题新闻标题", "two words and more"])
  func `A shortened text fits, and ends in an ellipsis`(text: String) {
    let short = TextWidth.shortened(text, to: 60, size: 10)
    #expect(short.hasSuffix("…") && short.count > 2)
    #expect(TextWidth.estimate(short, size: 10) <= 60)
    #expect(TextWidth.shortened(text, to: 1000, size: 10) == text)
  }
}
