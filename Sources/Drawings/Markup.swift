/// Text on its way into HTML and SVG. Labels and words come from files that nobody vouched for.
package enum Markup {
  /// `text` with what means something to a parser written out; characters that XML forbids become U+FFFD.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default:
        result.unicodeScalars.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }

  /// `name` for use within a line: its own direction of writing ends where it ends. Not escaped yet.
  ///
  /// HTML has `<bdi>` for this; text in SVG needs the characters FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
  /// Controls of direction that `name` brings along could end the isolation, and become U+FFFD.
  package static func isolated(_ name: String) -> String {
    var inner = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      let directs = (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
      inner.append(directs ? "\u{FFFD}" : scalar)
    }
    return "\u{2068}" + String(inner) + "\u{2069}"
  }
}
