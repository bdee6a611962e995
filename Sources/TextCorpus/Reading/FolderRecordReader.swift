import Foundation

/// Documents that are files, in a folder for each label: `pos/1.txt`, `neg/7.txt`.
///
/// Folders and files come in the order of their names' bytes, so that the order of documents is the same on
/// every machine. Names that begin with a dot are left out, and so are folders within the folders of
/// labels. A file may be compressed, and each has its encoding. Blank lines at the start and line ends at the end of a file
/// are not part of its text; a line end within it is LF.
package final class FolderRecordReader: RecordReader {
  private let folder: String
  private let encoding: TextEncoding?
  private let field: LabelField
  private var labels: [String]
  private var files: [String] = []
  private var label = ""
  private(set) var position: DocumentPosition
  private(set) var source = TextSource(
    compression: nil, encoding: .utf8, encodingOrigin: .usual, replacedSequenceCount: 0, fileBytesRead: 0,
    fileBytes: nil)

  /// A longer file is refused: a document is read whole.
  private static let fileLimit = 1 << 28

  /// - Throws: `noLabelFolders` where no folder of texts is inside.
  init(_ folder: String, options: ReadingOptions) throws(CorpusError) {
    if let wanted = options.groupColumn ?? options.labelColumn ?? options.textColumns.first {
      throw .noColumns(file: folder, wanted: wanted)
    }
    self.folder = folder
    encoding = options.encoding
    field = LabelField(separator: options.labelSeparator)
    position = DocumentPosition(file: folder, line: 0)
    labels = try Self.entries(of: folder, areFolders: true).reversed()
    guard !labels.isEmpty else { throw .noLabelFolders(file: folder) }
  }

  func next(_ report: inout ReadingReport) throws(CorpusError) -> CorpusRecord? {
    report.format = .folders
    while files.isEmpty {
      guard let next = labels.popLast() else { return nil }
      label = next
      files = try Self.entries(of: folder + "/" + label, areFolders: false).reversed()
    }
    let file = folder + "/" + label + "/" + files.removeLast()
    position = DocumentPosition(file: file, line: 1)
    let bytes = try read(file)
    if bytes.contains(0) { return .fault(.nulByte) }
    let name = Array(label.utf8)
    let labelBytes = Array(name[name.span.trimmed(name.indices)])
    if let fault = field.fault(in: labelBytes.span) { return .fault(fault) }
    let labels = field.labels(in: labelBytes.span).map { String(decoding: labelBytes[$0], as: UTF8.self) }
    let text = String(repairing: bytes.span, replacedSequenceCount: &report.replacedSequenceCount)
    return .document(LabeledText(labels: labels, text: text))
  }

  /// Whether a folder has folders in it that would be labels.
  package static func hasLabels(_ folder: String) -> Bool {
    do throws(CorpusError) { return try !entries(of: folder, areFolders: true).isEmpty } catch {
      return false
    }
  }

  private func read(_ file: String) throws(CorpusError) -> [UInt8] {
    var lines = try LineReader(path: file, encoding: encoding)
    // A guess about one file is told if it is the first.
    if source.encodingOrigin == .usual {
      source.encoding = lines.source.encoding
      source.encodingOrigin = lines.source.encodingOrigin
      source.compression = source.compression ?? lines.source.compression
    }
    var bytes: [UInt8] = []
    var blankCount = 0
    while try lines.advance() {
      lines.withLine { line in
        if line.isEmpty {
          blankCount += 1
          return
        }
        if !bytes.isEmpty { bytes.append(contentsOf: repeatElement(0x0A, count: blankCount + 1)) }
        blankCount = 0
        line.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
      }
      guard bytes.count <= Self.fileLimit else { throw .badLine(file: file, line: 1, fault: .tooLong) }
    }
    source.replacedSequenceCount += lines.source.replacedSequenceCount
    source.fileBytesRead += lines.source.fileBytesRead
    return bytes
  }

  private static func entries(of folder: String, areFolders: Bool) throws(CorpusError) -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw .unreadable(file: folder, reason: "it cannot be listed")
    }
    let chosen = names.filter { name in
      var isFolder: ObjCBool = false
      return !name.hasPrefix(".")
        && FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
        && isFolder.boolValue == areFolders
    }
    return chosen.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
