import Drawings

/// The file around the parts of a page: one that needs nothing else, no script, no font, no net, and is well-formed XML.
struct PageFrame {
  /// Text, not HTML.
  let title: String
  /// Rules of style beyond those of every page.
  var style = ""
  /// HTML; what is empty is left out.
  let parts: [String]

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <title>\(Markup.escaped(title))</title>
    <style>
    \(PageStyle.sheet)\(style.isEmpty ? "" : "\n" + style)
    </style>
    </head>
    <body>
    <header><h1>\(Markup.escaped(title))</h1></header>
    \(parts.filter { !$0.isEmpty }.joined(separator: "\n"))
    </body>
    </html>

    """
  }
}

extension Experiment.Circumstances {
  /// The end of a page: when, by what and where it was made.
  var footer: String {
    let lines = [
      ("date", date), ("program", program), ("machine", machine), ("command", command),
    ]
    let terms = lines.map { term, text in
      let shown = Markup.escaped(text)
      return "<dt>\(term)</dt><dd>\(term == "command" ? "<code>\(shown)</code>" : shown)</dd>"
    }
    return "<footer><dl>\(terms.joined())</dl></footer>"
  }
}
