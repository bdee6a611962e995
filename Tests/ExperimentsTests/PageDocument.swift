import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A page as a parser of XML sees it.
final class PageDocument: NSObject, XMLParserDelegate {
  struct Element {
    var name: String
    var attributes: [String: String]
    /// Of the element and all below it.
    var text = ""
  }
  /// In the order of their beginnings.
  private(set) var elements: [Element] = []
  private var open: [Int] = []
  private(set) var problem: String?

  init(_ html: String) {
    super.init()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    if !parser.parse() {
      problem =
        "line \(parser.lineNumber), column \(parser.columnNumber): \(parser.parserError.map { "\($0)" } ?? "?")"
    }
  }

  func all(_ name: String, class kind: String? = nil) -> [Element] {
    elements.filter { element in
      element.name == name
        && kind.map { element.attributes["class", default: ""].split(separator: " ").contains($0[...]) }
          ?? true
    }
  }

  /// What a reader of the page sees, style sheet and tips of pointers not counted.
  var text: String { all("body").first?.text ?? "" }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    open.append(elements.count)
    elements.append(Element(name: name, attributes: attributes))
  }

  func parser(_ parser: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    for index in open { elements[index].text += string }
  }
}
