import Foundation
import Testing

/// Documents of any number of labels, by command from the corpus to the answers.
@Suite struct MultiLabelCommandTests {
  /// Each of three words gives a label away; a document has none to all of them.
  private static func lines(_ count: Int, from start: Int = 0, separator: String = ",") -> String {
    (start..<start + count).map { index in
      let bits = (0..<3).filter { index >> $0 & 1 == 1 }
      return "\(bits.map { ["art", "food", "sea"][$0] }.joined(separator: separator))\t\(text(index))\n"
    }.joined()
  }

  private static func text(_ index: Int) -> String {
    var words = (0..<4).map { ["the", "film", "was", "a", "story", "of", "an"][(index * 5 + $0 * 3) % 7] }
    for bit in 0..<3 where index >> bit & 1 == 1 {
      words.insert(["painting", "soup", "sailor"][bit], at: (index + bit) % words.count)
    }
    return words.joined(separator: " ")
  }

  /// As fastText writes it.
  private static func fastText(_ lines: String) -> String {
    lines.split(separator: "\n").map { line in
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      return parts[0].split(separator: ",").map { "__label__\($0) " }.joined() + parts[1] + "\n"
    }.joined()
  }

  private func trained(_ more: [String] = [], separator: String = ",") async throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Self.lines(120, from: 1, separator: separator))
    try workspace.write("dev.tsv", Self.lines(40, from: 300, separator: separator))
    let outcome = try await workspace.run(
      ["train", "train.tsv", "--output", "m", "--multi-label", "--dev", "dev.tsv"]
        + Workspace.smallTraining.filter { $0 != "--dev-fraction" && $0 != "0" } + more)
    #expect(outcome.status == 0, "\(outcome.talk)")
    return workspace
  }

  private func objects(_ outcome: Outcome) throws -> [[String: Any]] {
    try outcome.outputLines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func `the summary tells the micro-F1, and the log has it`() async throws {
    let workspace = try await trained()
    let outcome = try await workspace.run(
      ["train", "train.tsv", "--output", "m", "--multi-label", "--dev", "dev.tsv", "--log", "log"]
        + Workspace.smallTraining.filter { $0 != "--dev-fraction" && $0 != "0" })
    try expectGolden(outcome.talk.withoutTimes, "train-multi-label")
    let first = try workspace.text("log").prefix { $0 != "\n" }
    let record = try #require(try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any])
    #expect(record["devMicroF1"] is Double && record["devAccuracy"] == nil)
  }

  @Test func `predict prints the labels above their thresholds`() async throws {
    let workspace = try await trained()
    let input = [0, 5, 2, 7].map(Self.text).joined(separator: "\n") + "\n"
    func run(_ options: [String]) async throws -> Outcome {
      let outcome = try await workspace.run(["predict", "m"] + options, input: input)
      #expect(outcome.status == 0)
      return outcome
    }
    let plain = try await run([]).outputLines.map { Set($0.split(separator: "\t").map { String($0) }) }
    #expect(plain == [[], ["art", "sea"], ["food"], ["art", "food", "sea"]])
    #expect(try await run([]).outputLines[0].isEmpty)
    let one = try await run(["--top", "1"]).outputLines
    #expect(one.allSatisfy { ["art", "food", "sea"].contains($0) })
    let probabilities = try await run(["--probabilities"]).outputLines.map { $0.split(separator: "\t") }
    #expect(probabilities[0].isEmpty && probabilities[1].count == 4 && probabilities[2][0] == "food")
    #expect(Double(probabilities[2][1])! > 0.5)

    #expect(
      try await run(["--threshold", "0"]).outputLines.allSatisfy { $0.split(separator: "\t").count == 3 })

    let json = try objects(await run(["--json"]))
    #expect(json.allSatisfy { Set($0.keys) == ["labels"] })
    #expect(json.map { ($0["labels"] as? [Any])?.count } == [0, 2, 1, 3])
    let all = try objects(await run(["--json", "--top", "3"]))
    let surest = try await run(["--threshold", "0.9"]).outputLines
    for (index, object) in all.enumerated() {
      let labels = try #require(object["labels"] as? [[String: Any]])
      #expect(labels.count == 3)
      let assigned = labels.filter { $0["isAssigned"] as? Bool == true }.compactMap { $0["label"] as? String }
      #expect(Set(assigned) == plain[index])
      let sure = labels.filter { $0["probability"] as! Double >= 0.9 }.map { $0["label"] as! String }
      #expect(surest[index] == sure.joined(separator: "\t"))
      let values = labels.compactMap { $0["probability"] as? Double }
      #expect(values == values.sorted(by: >))
    }
  }

  @Test func `evaluate reads the corpus as the model was trained`() async throws {
    let workspace = try await trained()
    try workspace.write("test.tsv", Self.lines(24, from: 600) + "art,snow\t\(Self.text(1))\n")
    let outcome = try await workspace.run(["evaluate", "m", "test.tsv"])
    #expect(outcome.status == 0)
    let text = outcome.output.replacing(/log loss [0-9.]+/) { _ in "log loss #" }
      .replacing(/(art|food|sea)( +)[0-9.]+/) { "\($0.1)\($0.2)#" }
    try expectGolden(text + "\n" + outcome.talk, "evaluate-multi-label")
    let json = try await workspace.run(["evaluate", "m", "test.tsv", "--json", "--at", "1,2"])
    let report = try json.object
    #expect(report["documents"] as? Int == 25)
    #expect((report["at"] as? [[String: Any]])?.map { $0["k"] as? Int } == [1, 2])
    #expect(report["subsetAccuracy"] as? Double == 24 / 25.0)
    // 36 labels of 24 documents and two more, of which one can never be given.
    #expect(abs(report["microRecall"] as! Double - 37 / 38.0) < 1e-12)
    #expect(report["hammingLoss"] as? Double == 1 / 100.0)
  }

  @Test func `another separator, and fastText's format, give the same model`() async throws {
    let workspace = try await trained()
    let model = try workspace.read("m")
    let report = try await workspace.run(["evaluate", "m", "dev.tsv", "--json"]).output
    try workspace.write("dev.tsv", Self.lines(40, from: 300, separator: "; "))
    let other = try await workspace.run(["evaluate", "m", "dev.tsv", "--label-separator", ";", "--json"])
    #expect(other.output == report && other.talk.isEmpty)

    for name in ["train.tsv", "dev.tsv"] {
      try workspace.write(
        name, Self.fastText(Self.lines(name == "dev.tsv" ? 40 : 120, from: name == "dev.tsv" ? 300 : 1)))
    }
    let small = Workspace.smallTraining.filter { $0 != "--dev-fraction" && $0 != "0" }
    let same = try await workspace.run(
      ["train", "train.tsv", "--output", "other", "--multi-label", "--dev", "dev.tsv"] + small)
    #expect(same.status == 0, "\(same.talk)")
    #expect(try workspace.read("other") == model)

    let piped = try await trained(["--label-separator", "|"], separator: "|")
    let inspected = try await piped.run(["inspect", "m", "--json"]).object
    #expect((inspected["multiLabel"] as? [String: Any])?["separator"] as? String == "|")
    #expect(try await piped.run(["evaluate", "m", "dev.tsv", "--json"]).output == report)
  }

  @Test(arguments: [[], ["--class-weights", "balanced"], ["--focal", "2"], ["--label-smoothing", "0.1"]])
  func `numbers of threads write the same bytes`(options: [String]) async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Self.lines(80))
    var models: [Data] = []
    for threads in ["1", "2", "5"] {
      let outcome = try await workspace.run(
        [
          "train", "train.tsv", "--output", "m", "--multi-label", "--dimension", "16", "--filters", "8",
          "--epochs", "3", "--threads", threads,
        ] + options)
      #expect(outcome.status == 0)
      models.append(try workspace.read("m"))
    }
    #expect(models.allSatisfy { $0 == models[0] })
  }

  @Test func `explain and phrases know that labels are for themselves`() async throws {
    let workspace = try await trained()
    let text = Self.text(3)
    let table = try await workspace.run(["explain", "m", text, "--label", "food"])
    #expect(table.status == 0)
    #expect(table.outputLines[0].contains(/^food [0-9.]+ %, reaching its threshold, [0-9.]+ %$/))
    #expect(table.outputLines.contains { $0.contains(/^phrase +filters +food$/) })
    let object = try await workspace.run(["explain", "m", text, "--label", "food", "--json"]).object
    #expect(object["rival"] == nil && object["label"] as? String == "food")
    let page = try await workspace.run(["explain", "m", text, "--html", "why.html"])
    #expect(page.status == 0)
    #expect(try workspace.text("why.html").components(separatedBy: "<section>").count == 2)
    let phrases = try await workspace.run(["phrases", "m", "train.tsv", "--top", "1"])
    #expect(phrases.status == 0 && phrases.output.contains("soup"))
  }

  @Test func `inspect tells the output`() async throws {
    let workspace = try await trained()
    let text = try await workspace.run(["inspect", "m"]).output
    #expect(
      text.contains(
        /output +sigmoid, any number of labels a document, thresholds [0-9.]+ to [0-9.]+ %, "," between/))
    #expect(text.contains("devMicroF1"))
  }

  @Test func `what is wrong is told in one sentence`() async throws {
    let workspace = try await trained()
    let small = ["--output", "new"] + Workspace.smallTraining
    let files = [
      "same.tsv": "a,b\tx\na,b\ty\n", "none.tsv": "\tx\n\ty\n", "gap.tsv": "a,b\tx\na,,b\ty\n",
      "late.txt": "__label__a x\ny __label__b z\n", "two.txt": "__label__a x\n__label__a __label__b y\n",
      "unknown.tsv": "art,snow\tx\n",
    ]
    for (name, text) in files { try workspace.write(name, text) }
    let commands: [(status: Int32, arguments: [String])] = [
      (1, ["train", "two.txt"] + small), (1, ["train", "same.tsv", "--multi-label"] + small),
      (1, ["train", "none.tsv", "--multi-label"] + small),
      (1, ["train", "gap.tsv", "--multi-label"] + small),
      (1, ["train", "late.txt", "--multi-label"] + small),
      (1, ["train", "train.tsv", "--multi-label", "--dev", "unknown.tsv", "--output", "new"]),
      (1, ["evaluate", "m", "gap.tsv"]), (64, ["evaluate", "m", "dev.tsv", "--at", "0"]),
      (64, ["evaluate", "m", "dev.tsv", "--label-separator", ""]),
      (64, ["train", "train.tsv", "--multi-label", "--label-separator", "\t"] + small),
      (64, ["evaluate", "m", "dev.tsv", "--threshold", "1.5"]), (64, ["predict", "m", "--threshold", "nan"]),
      (1, ["prune", "m", "dev.tsv", "--output", "new"]),
      (64, ["train", "train.tsv", "--multi-label", "--calibrate"] + small.map { $0 == "0" ? "0.1" : $0 }),
      (64, ["compare", "train.tsv", "--multi-label"]), (64, ["crossvalidate", "train.tsv", "--multi-label"]),
    ]
    var transcript = ""
    for (status, arguments) in commands {
      let outcome = try await workspace.run(arguments)
      #expect(outcome.status == status, "\(arguments)")
      #expect(outcome.output.isEmpty, "\(arguments)")
      let shown = arguments.joined(separator: " ").replacing(
        Workspace.smallTraining.joined(separator: " "), with: "…")
      transcript += "$ textcnn \(shown)\n\(outcome.talkLines.first ?? "")\n"
    }
    try expectGolden(transcript, "errors-multi-label")
    #expect(try !workspace.names.contains("new"))
  }

  @Test func `options that change nothing are told`() async throws {
    let several = try await trained().run(["evaluate", "m", "dev.tsv", "--json", "--reliability"])
    #expect(
      several.talkLines == [
        "note: --reliability changes nothing with a model of several labels a document"
      ])
    let workspace = try Workspace()
    let training = try await workspace.train(["--label-separator", ";"])
    #expect(
      training.talkLines.first == "note: --label-separator changes nothing but with --multi-label")
    let evaluation = try await workspace.run(
      [
        "evaluate", "m.safetensors", "train.tsv", "--json", "--at", "1", "--label-separator", ";",
        "--threshold", "0.3",
      ])
    #expect(evaluation.status == 0)
    #expect(
      evaluation.talkLines == [
        "note: --threshold changes nothing but with a model of several labels a document",
        "note: --at changes nothing but with a model of several labels a document",
        "note: --label-separator changes nothing but with a model of several labels a document",
      ])
  }
}
