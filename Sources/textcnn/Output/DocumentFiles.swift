/// The files of documents that have one each, by their numbers from 1; none for a corpus of one file, whose documents
/// are told by their lines.
struct DocumentFiles {
  private var names: [String] = []

  mutating func add(_ item: DocumentStream.Item) {
    // The numbers of what stands in one file are its lines, which need no names.
    if item.hasFile { names.append(item.position.file) }
  }

  var isEmpty: Bool { names.isEmpty }

  subscript(number: Int) -> String { names[number - 1] }
}
