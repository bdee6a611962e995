import ByteStreams

/// Cuts a file into records: lines, rows of a table, objects, or whole files, one conformer a way of
/// writing them.
protocol RecordReader: AnyObject {
  /// What it reads from, as far as that is known now.
  var source: TextSource { get }

  /// Where the record begins that `next` gave last.
  var position: DocumentPosition { get }

  /// What the group column says of the document that `next` gave last; nil without such a column.
  var group: String? { get }

  /// The next record; nil at the end. What was found out on the way goes into the report; records are
  /// counted by the caller.
  func next(_ report: inout ReadingReport) throws(CorpusError) -> CorpusRecord?
}

extension RecordReader {
  var group: String? { nil }
}

/// What a corpus consists of.
enum CorpusRecord {
  case document(LabeledText)
  /// Nothing but blanks.
  case blank
  case fault(LineFault)
}

/// What documents are read from.
struct TextSource {
  var compression: Compression?
  var encoding: TextEncoding
  var encodingOrigin: EncodingOrigin
  /// Invalid sequences of another encoding than UTF-8 that became U+FFFD so far.
  var replacedSequenceCount: Int
  /// Bytes of the file as it lies there: read so far, and in all; nil for a pipe.
  var fileBytesRead: Int
  var fileBytes: Int?
}

extension LineReader {
  var source: TextSource {
    TextSource(
      compression: stream.compression, encoding: stream.encoding, encodingOrigin: stream.encodingOrigin,
      replacedSequenceCount: stream.replacedSequenceCount, fileBytesRead: stream.fileBytesRead,
      fileBytes: stream.fileBytes)
  }
}
