import ByteStreams
import Foundation
import TextCorpus

/// What a reader makes of a file.
struct Reading {
  var documents: [LabeledText] = []
  var lines: [Int] = []
  var report = ReadingReport()
  var error: CorpusError?

  init(_ path: String, _ options: ReadingOptions) {
    do throws(CorpusError) {
      var reader = try DocumentReader(path: path, options: options)
      defer { report = reader.report }
      while let document = try reader.next() {
        documents.append(document)
        lines.append(reader.position.line)
      }
    } catch {
      self.error = error
    }
  }
}

enum Checks {
  /// Not by Foundation, which waits for the disk.
  static func write(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "wb") else { throw Finding("\(path): cannot be written") }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
      throw Finding("\(path): cannot be written")
    }
  }

  /// Labels are there, each once; records are counted; what skips agrees with what stops; sentences can be
  /// made.
  static func read(_ path: String, _ bytes: [UInt8], _ options: ReadingOptions) throws -> Reading {
    var options = options
    options.skippingBadLines = true
    let reading = Reading(path, options)
    if let error = reading.error, "\(error)".isEmpty { throw Finding("an error without words") }
    let report = reading.report
    guard report.documentCount == reading.documents.count else { throw Finding("a wrong count of documents") }
    for document in reading.documents {
      let labels = document.labels
      guard Set(labels).count == labels.count, labels.allSatisfy({ !$0.isEmpty }) else {
        throw Finding("labels \(labels)")
      }
      guard options.labelSeparator != nil || labels.count == 1 else {
        throw Finding("\(labels.count) labels")
      }
    }
    guard reading.lines == reading.lines.sorted() else { throw Finding("lines that go back") }
    try count(reading, bytes)
    try stop(path, reading, options)
    return reading
  }

  /// Every line of a file of lines is a document, blank or bad.
  private static func count(_ reading: Reading, _ bytes: [UInt8]) throws {
    let report = reading.report
    guard reading.error == nil, report.compression == nil, report.encoding == .utf8,
      let format = report.format
    else { return }
    let lineCount = bytes.count { $0 == 0x0A } + (bytes.isEmpty || bytes.last == 0x0A ? 0 : 1)
    let records = report.documentCount + report.blankLineCount + report.skippedLineCount
    switch format {
    case .tabSeparated, .fastText, .jsonLines:
      guard records == lineCount else { throw Finding("\(records) records in \(lineCount) lines") }
    case .table: guard records < lineCount else { throw Finding("\(records) rows in \(lineCount) lines") }
    case .folders: throw Finding("a file that is a folder")
    }
  }

  /// Without skipping the documents before the first bad line are the same, and that line is the one that
  /// stops.
  private static func stop(_ path: String, _ reading: Reading, _ options: ReadingOptions) throws {
    var options = options
    options.skippingBadLines = false
    let stopped = Reading(path, options)
    guard let first = reading.report.skippedLines.first else {
      guard stopped.documents == reading.documents, stopped.error == reading.error else {
        throw Finding("skipping changes what is read")
      }
      return
    }
    guard case .badLine(_, first.line, first.fault) = stopped.error else {
      throw Finding(
        "skips line \(first.line) (\(first.fault)) and stops by \(stopped.error.map { "\($0)" } ?? "nothing")"
      )
    }
    guard stopped.documents == Array(reading.documents.prefix(stopped.documents.count)) else {
      throw Finding("documents before the bad line differ")
    }
  }

  /// What is written reads back as it was, but for what the writer counts as changed.
  static func roundTrip(
    _ documents: [LabeledText], as format: CorpusFormat, separator: String?, at path: String
  ) throws {
    var writer = DocumentWriter(format: format, labelSeparator: separator)
    var bytes = writer.header
    var kept: [(document: LabeledText, isChanged: Bool)] = []
    for document in documents {
      let before = writer.changedTextCount
      do { try writer.append(document, to: &bytes) } catch { continue }
      kept.append((document, writer.changedTextCount > before))
    }
    try write(bytes, to: path)
    let back = Reading(path, ReadingOptions(labelSeparator: separator, format: format, encoding: .utf8))
    if let error = back.error { throw Finding("\(format) that was written does not read: \(error)") }
    guard back.documents.count == kept.count else {
      throw Finding("\(kept.count) documents written as \(format), \(back.documents.count) read")
    }
    for (read, (document, isChanged)) in zip(back.documents, kept) {
      guard read.labels == document.labels, isChanged || Array(read.text.utf8) == Array(document.text.utf8)
      else {
        throw Finding("written as \(format): \(document); read: \(read)")
      }
    }
  }

  /// What comes out of a packed file is what comes out of the file.
  static func packed(_ path: String, _ bytes: [UInt8], _ reading: Reading, _ options: ReadingOptions) throws {
    var options = options
    options.skippingBadLines = true
    // What is packed twice is not unpacked twice.
    guard reading.report.compression == nil, Compression(startOf: bytes) == nil else { return }
    try write(Packing.gzip(bytes), to: path)
    let other = Reading(path, options)
    try write(bytes, to: path)
    guard other.documents == reading.documents, other.lines == reading.lines, other.error == reading.error,
      other.report.skippedLines == reading.report.skippedLines
    else { throw Finding("packed it reads otherwise") }
  }

  /// Lines do not depend on how many bytes are read at once.
  static func lines(_ path: String, blockSize: Int) throws {
    // A descriptor may be of a pipe, whose encoding is not guessed.
    var encoding: TextEncoding?
    let whole = Result { () throws(CorpusError) in
      let reader = try LineReader(path: path)
      encoding = reader.encoding
      return try Self.lines(reader)
    }
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    let pieces = Result { () throws(CorpusError) in
      try Self.lines(
        try LineReader(descriptor: descriptor, name: path, encoding: encoding, blockSize: blockSize))
    }
    guard whole == pieces else { throw Finding("other lines, read \(blockSize) bytes at once") }
  }

  private static func lines(_ reader: consuming LineReader) throws(CorpusError) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    while try reader.advance() { lines.append(reader.withLine { $0.withUnsafeBufferPointer { Array($0) } }) }
    return lines
  }

  /// A file in the folder of a label is one document, or one bad line.
  static func inFolder(_ bytes: [UInt8], _ options: ReadingOptions, at folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder + "/label", withIntermediateDirectories: true)
    try write(bytes, to: folder + "/label/1")
    let reading = Reading(
      folder,
      ReadingOptions(
        skippingBadLines: true, labelSeparator: options.labelSeparator, encoding: options.encoding))
    switch reading.error {
    case nil: break
    // What cannot be unpacked ends the reading.
    case .damaged, .severalMembers, .noMember, .unreadable: return
    case let error?: throw Finding("a file of a folder ends the reading: \(error)")
    }
    guard reading.documents.count + reading.report.skippedLineCount == 1 else {
      throw Finding("a file of a folder became \(reading.documents.count) documents")
    }
    for document in reading.documents {
      let ends = [document.text.utf8.first, document.text.utf8.last]
      guard document.labels == ["label"], !ends.contains(0x0A) else {
        throw Finding("a file of a folder became \(document)")
      }
    }
  }

  /// Tokens in a file are those in memory.
  static func spooled(_ documents: [LabeledText], in folder: String) throws {
    let memories = [TextMemory.unbounded, TextMemory(bytes: 64, folder: folder)]
    let texts = try memories.map { memory in
      var collector = DocumentCollector(name: "fuzz", tokenizer: Tokenizers.all[0], memory: memory)
      for document in documents { try collector.add(document) }
      let collected = try collector.finish()
      let numbers = Array(0..<Int32(documents.count))
      let vocabulary = try collected.tokens.vocabulary(of: numbers, minimumCount: 2, maximumSize: nil)
      let encoded = try collected.tokens.encoded(
        with: vocabulary.vocabulary, labels: collected.labels.numbers, keepsGuests: true)
      var text = EncodedText()
      try encoded.read(numbers[...], into: &text)
      return (vocabulary, text.labels, (0..<documents.count).map { Array(text[$0]) })
    }
    guard texts[0] == texts[1] else { throw Finding("other tokens from a file than from memory") }
  }

  /// Tokens are never empty, and the same each time; bytes that are no UTF-8 are taken too.
  static func tokenize(_ bytes: [UInt8], _ tokenizer: Tokenizer) throws {
    var buffer = TokenBuffer()
    tokenizer.tokenize(bytes.span, into: &buffer)
    let tokens = (0..<buffer.count).map { buffer[$0] }
    guard tokens.allSatisfy({ !$0.isEmpty }) else {
      throw Finding("an empty token of \(tokenizer.configuration)")
    }
    tokenizer.tokenize(bytes.span, into: &buffer)
    guard tokens == (0..<buffer.count).map({ buffer[$0] }) else {
      throw Finding("other tokens the second time, of \(tokenizer.configuration)")
    }
  }
}
