import Foundation
import Testing

@Suite struct TrainCommandTests {
  @Test func `the summary is talk, and the model is the only file`() async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.train()
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    try expectGolden(outcome.talk.withoutTimes, "train")
    #expect(try workspace.names == ["m.safetensors", "train.tsv"])
  }

  @Test(arguments: [
    [], ["--kernel", "attention", "--heads", "2"], ["--offsets", "shared", "--optimizer", "adadelta"],
  ])
  func `runs and numbers of threads write the same bytes`(options: [String]) async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(80))
    var models: [Data] = []
    for threads in ["1", "1", "2", "5"] {
      let outcome = try await workspace.run(
        [
          "train", "train.tsv", "--output", "m", "--dimension", "16", "--filters", "8", "--epochs", "3",
          "--threads",
          threads,
        ] + options)
      #expect(outcome.status == 0)
      models.append(try workspace.read("m"))
    }
    #expect(models.allSatisfy { $0 == models[0] })
    try await workspace.run(
      [
        "train", "train.tsv", "--output", "m", "--dimension", "16", "--filters", "8", "--epochs", "3",
        "--seed", "2",
      ]
        + options)
    #expect(try workspace.read("m") != models[0], "the seed should matter")
  }

  @Test func `a text in a temporary file gives the same bytes, and leaves nothing`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let expected = try workspace.read("m.safetensors")
    let outcome = try await workspace.train(["--memory", "1"])
    #expect(outcome.status == 0)
    #expect(outcome.talk.contains("of them in a temporary file in "))
    #expect(outcome.talk.contains("note: training keeps "))
    #expect(try workspace.read("m.safetensors") == expected)
    #expect(try workspace.names == ["m.safetensors", "train.tsv"])
    for size in ["", "0", "-1", "much", "1X", "nan"] {
      let refused = try await workspace.train(["--memory=\(size)"])
      #expect(refused.status == 64, "\(size)")
    }
  }

  @Test func `a log has a JSON line for each epoch`() async throws {
    let workspace = try Workspace()
    try await workspace.train(["--log", "log", "--dev", "train.tsv", "--patience", "0"])
    let lines = try workspace.text("log").split(separator: "\n")
    #expect(lines.count == 30)
    for (index, line) in lines.enumerated() {
      let record = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(record["epoch"] as? Int == index + 1)
      #expect(record["trainLoss"] is Double)
      #expect(record["devAccuracy"] is Double)
    }
  }

  @Test func `with L1 the share of exact zeros is told, logged and shown`() async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.train(["--l1", "0.01", "--log", "log"])
    let line = try #require(outcome.talkLines.last)
    let shares = line.matches(of: /(\S+\.weight) ([0-9.]+) %/).map {
      (String($0.output.1), Double($0.output.2) ?? 0)
    }
    #expect(line.hasPrefix("exact zeros: "))
    #expect(shares.map(\.0) == ["conv3.weight", "conv4.weight", "conv5.weight", "output.weight"])
    #expect(shares.contains { $0.1 > 10 })
    let last = try #require(try workspace.text("log").split(separator: "\n").last)
    let record = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
    let logged = try #require(record["zeroShares"] as? [String: Double])
    for (name, share) in shares { #expect(abs((logged[name] ?? 0) * 100 - share) < 0.051, "\(name)") }
    let inspection = try await workspace.run(["inspect", "m.safetensors"])
    #expect(inspection.output.contains(/conv3\.weight +\[8, 3, 16\], [0-9.]+ % zeros\n/))
    // Without it nothing is said of zeros.
    let plain = try await workspace.train(["--log", "log"])
    #expect(!plain.talk.contains("zeros"))
    #expect(try !workspace.text("log").contains("zeroShares"))
  }

  @Test func `a training that fails leaves an old model and an old log alone`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let model = try workspace.read("m.safetensors")
    try workspace.write("log", "old\n")
    try workspace.write("one-label.tsv", "pos\ta\npos\tb\n")
    let outcome = try await workspace.run([
      "train", "one-label.tsv", "--output", "m.safetensors", "--log", "log",
    ])
    #expect(outcome.status == 1)
    #expect(try workspace.read("m.safetensors") == model)
    #expect(try workspace.text("log") == "old\n")
    #expect(try workspace.names == ["log", "m.safetensors", "one-label.tsv", "train.tsv"])
  }

  @Test func `options that change nothing are told`() async throws {
    let options = [
      "--mode", "center", "--heads", "2", "--normalizer", "linear", "--momentum", "0.5", "--tokenizer",
      "characters",
      "--no-contractions", "--patience", "3", "--generator", "random", "--regions", "2", "--kept-windows",
      "2", "--no-residual",
      "--attention-dropout", "0.1", "--dropout", "0", "--dropout-form", "classical", "--label-separator", "|",
      "--context", "1", "--gate", "--generator-rate", "2", "--generator-decay", "1",
    ]
    let outcome = try await Workspace().train(options)
    #expect(outcome.status == 0)
    try expectGolden(outcome.talk.withoutTimes, "train-idle-options")
  }

  @Test func `lines that are bad or not UTF-8 are told`() async throws {
    let workspace = try Workspace()
    try workspace.write(
      "dirty.tsv", Data((Corpora.lines(20) + "no label\n").utf8) + Data([0x70, 0x6F, 0x73, 0x09, 0xE9, 0x0A]))
    let outcome = try await workspace.run(
      ["train", "dirty.tsv", "--output", "m", "--skip-bad-lines"] + Workspace.smallTraining)
    #expect(outcome.status == 0)
    try expectGolden(outcome.talk.withoutTimes, "train-dirty")
  }

  @Test func `CR LF, a byte order mark and fastText's format give the same predictions`() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let model = try workspace.read("m.safetensors")
    let plain = Corpora.lines(80)
    let forms = [
      "\u{FEFF}" + plain.replacing("\n", with: "\r\n"), String(plain.dropLast()),
      plain.split(separator: "\n").map { "__label__" + $0.replacing("\t", with: " ") + "\n" }.joined(),
    ]
    for form in forms {
      try workspace.write("train.tsv", form)
      try await workspace.run(["train", "train.tsv", "--output", "other"] + Workspace.smallTraining)
      #expect(try workspace.read("other") == model)
    }
  }

  #if os(Linux)
    @Test func `a full disk under the log costs the log, not the model`() async throws {
      let workspace = try Workspace()
      let outcome = try await workspace.train(["--log", "/dev/full"])
      #expect(outcome.status == 1)
      #expect(try workspace.names == ["m.safetensors", "train.tsv"])
      try expectGolden(outcome.talk.withoutTimes, "train-full-log")
    }
  #endif
}
