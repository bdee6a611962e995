/// The columns of a table, or the fields of objects, that are read: those that were asked for, else usual
/// ones.
struct ColumnChoice {
  let label: Int
  let texts: [Int]
  let group: Int?
  let names: CorpusColumns

  /// - Parameters:
  ///   - names: All that there are.
  ///   - byNumber: Whether a column may be asked for by its number, from 1.
  /// - Throws: `noColumn`.
  init(
    _ names: [String], _ options: ReadingOptions, byNumber: Bool, file: String, line: Int
  ) throws(CorpusError) {
    func place(_ wanted: String) throws(CorpusError) -> Int {
      guard let place = ColumnNames.place(of: wanted, in: names, byNumber: byNumber) else {
        throw .noColumn(file: file, line: line, wanted: wanted, columns: names)
      }
      return place
    }
    var texts: [Int] = []
    for column in options.textColumns { texts.append(try place(column)) }
    let label: Int
    if let wanted = options.labelColumn {
      label = try place(wanted)
    } else if let guess = ColumnNames.guess(ColumnNames.labels, in: names, taken: texts) {
      label = guess
    } else if texts.isEmpty, names.count == 2,
      let text = ColumnNames.guess(ColumnNames.texts, in: names, taken: [])
    {
      label = 1 - text
    } else {
      throw .noColumn(file: file, line: line, wanted: nil, columns: names)
    }
    if texts.isEmpty {
      guard let text = ColumnNames.guess(ColumnNames.texts, in: names, taken: [label]) else {
        throw .noColumn(file: file, line: line, wanted: nil, columns: names)
      }
      texts = [text]
    }
    if let wanted = options.groupColumn { group = try place(wanted) } else { group = nil }
    self.label = label
    self.texts = texts
    self.names = CorpusColumns(
      label: names[label], texts: texts.map { names[$0] },
      isGuessed: options.labelColumn == nil || options.textColumns.isEmpty)
  }
}
