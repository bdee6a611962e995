import ModelTraining

/// What is worth saying of a training's text before the first epoch: nothing, where all is in memory as it should be.
enum TextRecordText {
  /// - Parameter memory: The bytes that `--memory` allows the text.
  static func lines(_ record: TextRecord, memory: Int, corpus: String) -> [String] {
    var lines: [String] = []
    if let bytes = record.fileBytes, let folder = record.folder {
      lines.append(
        "\(corpus): \(Numbers.count(record.documents, "document")), \(Numbers.count(record.tokens, "token")), "
          + "\(Numbers.bytes(bytes)) of them in a temporary file in \(folder)")
    }
    if record.forgotten.times > 0 {
      lines.append(
        "\(corpus): more distinct words than --memory is for; \(Numbers.count(record.forgotten.words)) that had occurred "
          + "\(record.forgotten.highestCount == 1 ? "once" : "at most \(Numbers.count(record.forgotten.highestCount)) times") "
          + "were forgotten on the way, and count as unknown")
    }
    if record.networkBytes > memory {
      lines.append(
        "note: training keeps \(Numbers.bytes(record.networkBytes)) for a network of "
          + "\(Numbers.count(record.words, "word")), besides the text; fewer, by --max-words or --min-count, take less"
      )
    }
    return lines
  }
}
