import ArgumentParser
import CorpusTools
import Foundation
import ModelSerialization
import TextCorpus

/// `textcnn corpus split CORPUS --into FOLDER`.
struct CorpusSplitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "split",
    abstract: "Divide a corpus into parts to learn from, to choose by and to test on.",
    discussion: """
      Example:
        textcnn corpus split reviews.csv --into reviews
        textcnn corpus split talks.jsonl --into talks --group-column speaker --parts train=0.9,test=0.1

      Every part has its share of each class, within a document or two; of documents
      of several labels, of the rarest of each. Documents of one group stay
      together, so that a test is not on a speaker, a shop or a thread that was
      learned. The same seed gives the same parts. Documents keep their order. The
      first part has at least one document of every class, so that many classes of
      one or two documents make it larger than its share.
      """)

  @Argument(help: "The corpus: a file, or a folder of folders.", completion: .file())
  var corpus: String

  @Option(help: ArgumentHelp("The folder to write the parts into; made if need be.", valueName: "folder"))
  var into: String

  @Option(help: ArgumentHelp("The parts and their shares, of the sum of all shares.", valueName: "list"))
  var parts = "train=0.8,dev=0.1,test=0.1"

  @Option(help: ArgumentHelp("Decides which document goes where.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "Of a table or JSON lines: the column whose equal values stay together.", valueName: "column"))
  var groupColumn: String?

  @Option(help: ArgumentHelp("Texts that begin alike, up to this sign, stay together.", valueName: "sign"))
  var groupPrefix: String?

  @Flag(help: "Leave out documents with the words of an earlier one.")
  var deduplicate = false

  @OptionGroup var written: WrittenFormatOptions
  @OptionGroup var labels: LabelOptions

  func validate() throws {
    if groupColumn != nil, groupPrefix != nil {
      throw ValidationError("--group-column and --group-prefix are two ways to the same; use one of them")
    }
    if groupPrefix?.isEmpty == true {
      throw ValidationError("--group-prefix is empty; use a sign such as \":\"")
    }
    _ = try namedParts()
  }

  func run() throws {
    labels.tellIdleOptions()
    let parts = try namedParts()
    let stream = written.stream(corpus, labelSeparator: labels.separator, groupColumn: groupColumn)
    let (documents, kept) = try survey(stream)
    let assigned = CorpusSplit.parts(of: documents, shares: parts.map(\.share), seed: seed)
    for (part, count) in zip(parts, parts.indices.map { part in assigned.count { $0 == part } })
    where count == 0 {
      throw CommandFailure(
        "\(corpus): no document is left for \(part.name); give more documents, fewer parts or \(part.name) a greater share"
      )
    }
    try makeFolder()
    let ending = written.format ?? .tabSeparated
    let paths = parts.map { into + "/" + $0.name + "." + (ending == .fastText ? "txt" : ending.rawValue) }
    try FileIdentity.checkDistinct(written: paths.map { (option: "--into", path: $0) }, read: [corpus])
    try write(stream, to: paths, as: ending, kept: kept, assigned: assigned)
    tellOtherParts(besides: paths)
  }

  /// Parts of an earlier split may have documents that are in another part now.
  private func tellOtherParts(besides paths: [String]) {
    let known = (paths + [corpus]).map { FileIdentity($0) }
    let others = (CorpusFolder(into)?.parts ?? []).filter { !known.contains(FileIdentity(into + "/" + $0)) }
    guard !others.isEmpty else { return }
    StandardError.line(
      "\(into): also has \(others.joined(separator: ", ")), which this split did not write; "
        + "remove what is of another one, or its documents may be in two parts")
  }

  /// The class and the group of each document that is kept, and whether each was.
  private func survey(_ stream: DocumentStream) throws -> (documents: [CorpusSplit.Document], kept: [Bool]) {
    var documents: [CorpusSplit.Document] = []
    var kept: [Bool] = []
    var combinations: [[String]: Int32] = [:]
    var seen: Set<UInt64> = []
    var hasher = TextHasher(Tokenizer())
    try stream.read { item in
      if deduplicate, let hash = hasher.hash(of: item.document.text).hash, !seen.insert(hash).inserted {
        kept.append(false)
        return
      }
      let combination = combinations[item.document.labels] ?? Int32(combinations.count)
      combinations[item.document.labels] = combination
      documents.append(
        CorpusSplit.Document(label: combination, group: group(of: item).map { TextHasher.hash(ofBytes: $0) }))
      kept.append(true)
    }
    if documents.count < kept.count {
      StandardError.line(
        "\(corpus): left out \(Numbers.count(kept.count - documents.count, "document")) with the words of an earlier one"
      )
    }
    let classes = Self.classes(of: combinations, documents.map(\.label))
    for index in documents.indices { documents[index].label = classes[Int(documents[index].label)] }
    return (documents, kept)
  }

  /// What each combination of labels is stratified by: the rarest of them, as training divides a corpus.
  private static func classes(of combinations: [[String]: Int32], _ documents: [Int32]) -> [Int32] {
    let ordered = combinations.sorted { $0.value < $1.value }.map(\.key)
    var counts: [String: Int] = [:]
    for combination in documents { for label in ordered[Int(combination)] { counts[label, default: 0] += 1 } }
    var numbers: [String?: Int32] = [:]
    return ordered.map { labels in
      let rarest = labels.min { (counts[$0] ?? 0, $0) < (counts[$1] ?? 0, $1) }
      let number = numbers[rarest] ?? Int32(numbers.count)
      numbers[rarest] = number
      return number
    }
  }

  private func makeFolder() throws {
    do {
      try FileManager.default.createDirectory(atPath: into, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(
        "\(into): no folder can be made there; name a folder, or a place that you may write to")
    }
  }

  private func group(of item: DocumentStream.Item) -> String? {
    guard let groupPrefix else { return item.group }
    return item.document.text.firstRange(of: groupPrefix).map { String(item.document.text[..<$0.lowerBound]) }
  }

  private func write(
    _ stream: DocumentStream, to paths: [String], as format: CorpusFormat, kept: [Bool], assigned: [Int]
  ) throws {
    var outputs: [CorpusOutput] = []
    /// All files are open at once, each beside its target until all are written.
    func open(_ rest: ArraySlice<String>) throws {
      guard let path = rest.first else { return try fill(&outputs, stream, kept, assigned) }
      try AtomicFile.write(to: path) { file in
        outputs.append(CorpusOutput(file, format: format, labelSeparator: labels.separator))
        try open(rest.dropFirst())
      }
    }
    try open(paths[...])
    for (path, output) in zip(paths, outputs) {
      let changes = output.changes.map { "; \($0)" } ?? ""
      StandardError.line("\(path): \(Numbers.count(output.documentCount, "document"))\(changes)")
    }
  }

  private func fill(
    _ outputs: inout [CorpusOutput], _ stream: DocumentStream, _ kept: [Bool], _ assigned: [Int]
  ) throws {
    var (read, next) = (0, 0)
    do {
      try stream.read(isQuiet: true) { item in
        guard read < kept.count else { throw changed }
        defer { read += 1 }
        guard kept[read] else { return }
        try outputs[assigned[next]].append(item)
        next += 1
      }
    } catch CorpusError.noDocuments {
      throw changed
    }
    guard read == kept.count else { throw changed }
    for index in outputs.indices { try outputs[index].flush() }
  }

  private var changed: CommandFailure {
    CommandFailure(
      "\(corpus): gave other documents when it was read again; give a file that stays as it is, not a pipe")
  }

  private func namedParts() throws -> [(name: String, share: Double)] {
    let parts = try self.parts.split(separator: ",").map { part in
      let sides = part.split(separator: "=", omittingEmptySubsequences: false)
      guard sides.count == 2, !sides[0].isEmpty, !sides[0].contains("/"), let share = Double(sides[1]),
        share > 0,
        share.isFinite
      else {
        throw ValidationError(
          "--parts has \"\(part)\"; write a name, = and a share above 0, such as train=0.8")
      }
      return (name: String(sides[0]), share: share)
    }
    guard Set(parts.map(\.name)).count == parts.count, parts.count > 1 else {
      throw ValidationError("--parts is \"\(self.parts)\"; give two parts or more, each a name of its own")
    }
    return parts
  }
}
