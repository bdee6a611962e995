/// A trial of a search as a command that trains it again.
enum TrialLine {
  /// What `tune` alone has, or what the trial decides. An option with a value, then one without.
  private static let (valued, flags): (Set<String>, Set<String>) = (
    ["--trials", "--time", "--output", "-o", "--results", "--jobs", "--report", "--epochs"], ["--json"]
  )

  /// - Parameters:
  ///   - typed: What stood after `tune`; it holds the corpus and what was settled.
  ///   - options: What was drawn.
  ///   - epochs: What the trial was given at most.
  ///   - heads: Of attention, where they are fewer than were asked for, as filters are; nil: as typed.
  ///   - output: Where the model goes.
  static func text(typed: [String], options: String, epochs: Int, heads: Int?, output: String) -> String {
    let drawn = options.split(separator: " ").map(String.init)
    var dropped = valued
    // A store is for other vectors than random ones.
    if zip(drawn, drawn.dropFirst()).contains(where: { $0 == ("--vectors", "random") }) {
      dropped.formUnion(["--store", "--extra-words"])
    }
    if heads != nil { dropped.insert("--heads") }
    // Nothing after "--" is an option.
    let end = typed.firstIndex(of: "--") ?? typed.endIndex
    var kept: [String] = []
    var isValue = false
    for argument in typed[..<end] {
      if isValue {
        isValue = false
      } else if dropped.contains(argument) {
        isValue = true
      } else if !flags.contains(argument), !dropped.contains(String(argument.prefix { $0 != "=" })) {
        kept.append(argument)
      }
    }
    let own =
      drawn + (heads.map { ["--heads", "\($0)"] } ?? []) + ["--epochs", "\(epochs)", "--output", output]
    return (["textcnn", "train"] + kept + own + typed[end...]).map(quoted).joined(separator: " ")
  }

  /// As a shell takes it for one word: between single quotes where there is more than letters, digits and a few marks.
  static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        || "-_./,:=+@%".unicodeScalars.contains(scalar)
    }
    return isPlain && !word.isEmpty ? word : "'\(word.replacing("'", with: "'\\''"))'"
  }
}
