import Foundation
import Testing

/// Everything that can be wrong with what a command is given: the sentence, the exit code, and nothing on stdout.
@Suite struct ErrorTests {
  @Test func `wrong data ends with exit code 1 and one sentence`() async throws {
    let workspace = try await Self.wrongFiles()
    let small = ["--output", "new.safetensors"] + Workspace.smallTraining
    let dev = small.map { $0 == "0" ? "0.1" : $0 }
    let commands: [[String]] = [
      ["train", "missing.tsv"] + small, ["train", "folder"] + small, ["train", "empty.tsv"] + small,
      ["train", "one-label.tsv"] + small, ["train", "no-tab.tsv"] + small,
      ["train", "only-labels.tsv"] + small,
      ["train", "empty-label.tsv"] + small, ["train", "long-line.tsv"] + small,
      ["train", "junk.bin"] + small,
      ["train", "utf16.tsv"] + small, ["train", "mixed.txt"] + small, ["train", "single.tsv"] + dev,
      ["train", "train.tsv", "--dev", "unknown-label.tsv", "--output", "new.safetensors"],
      ["train", "train.tsv", "--learning-rate", "1e30"]
        + small.filter { $0 != "0.01" && $0 != "--learning-rate" },
      ["train", "train.tsv", "--output", "nowhere/m"], ["train", "train.tsv", "--output", "folder"],
      ["train", "train.tsv", "--log", "nowhere/log"] + small,
      ["train", "train.tsv", "--log", "folder"] + small,
      ["train", "train.tsv", "--store", "missing.sqlite"] + small,
      ["train", "train.tsv", "--store", "train.tsv"] + small,
      ["train", "train.tsv", "--store", "v.sqlite"] + small,
      ["evaluate", "missing", "test.tsv"], ["evaluate", "folder", "test.tsv"],
      ["evaluate", "test.tsv", "test.tsv"],
      ["evaluate", "m.safetensors", "missing.tsv"], ["evaluate", "m.safetensors", "empty.tsv"],
      ["prune", "missing", "test.tsv", "--output", "new"],
      ["prune", "m.safetensors", "empty.tsv", "--output", "new"],
      ["prune", "m.safetensors", "test.tsv", "--output", "nowhere/m"],
      ["inspect", "truncated"], ["inspect", "altered"], ["inspect", "foreign"], ["inspect", "empty.tsv"],
      ["predict", "m.safetensors", "missing.txt"], ["predict", "m.safetensors", "folder"],
      ["explain", "m.safetensors", "text", "--member", "1"],
      ["explain", "three.safetensors", "text", "--member", "4"],
      ["phrases", "three.safetensors", "test.tsv", "--member", "4"],
      ["prune", "three.safetensors", "test.tsv", "--output", "new.safetensors"],
      ["crossvalidate", "single.tsv"], ["crossvalidate", "one-label.tsv"], ["compare", "one-label.tsv"],
      ["compare", "train.tsv", "--test", "missing.tsv"],
      ["vectors", "import", "missing.txt", "--into", "new.sqlite"],
      ["vectors", "import", "nan.txt", "--into", "new.sqlite"],
      ["vectors", "import", "short.txt", "--into", "new.sqlite"],
      ["vectors", "import", "train.tsv", "--into", "new.sqlite"],
      ["vectors", "import", "junk.bin", "--into", "new.sqlite"],
      ["vectors", "import", "v.txt", "--into", "train.tsv"],
      ["vectors", "import", "v.txt", "--into", "nowhere/new.sqlite"],
      ["vectors", "info", "missing.sqlite"], ["vectors", "info", "train.tsv"],
      ["vectors", "neighbors", "absent", "--store", "v.sqlite"],
    ]
    let before = try workspace.names
    try expectGolden(try await transcript(of: commands, in: workspace, expecting: 1), "errors")
    #expect(try workspace.names == before, "a failed command left a file")
  }

  @Test func `misuse ends with exit code 64`() async throws {
    let workspace = try Workspace()
    try workspace.write("train.tsv", Corpora.lines(20))
    let train = ["train", "train.tsv", "--output", "new"]
    let options = [
      "--heads 0", "--kernel attention --filters 8 --heads 9", "--widths 5,3", "--widths 17", "--widths 3,x",
      "--filters 0", "--dimension 0", "--epochs 0", "--epochs -1", "--batch 0", "--dropout 1",
      "--dropout nan",
      "--learning-rate 0", "--learning-rate nan", "--momentum 1", "--max-norm nan", "--l2 -1",
      "--label-smoothing 1", "--focal -1", "--focal 2 --label-smoothing 0.1", "--kernel local --regions 0",
      "--kernel attention --context 17", "--kernel attention --generator-rate -1",
      "--kernel attention --generator-decay -1", "--kernel attention --generator-decay 1000",
      "--kernel local --offsets shared",
      "--dev-fraction 1", "--calibrate --dev-fraction 0",
      "--min-count 0", "--patience -1", "--threads 0", "--seed -1", "--kernel global", "--preset kim",
      "--vectors tuned", "--vectors random --store v.sqlite", "--unknown", "--output train.tsv",
      "--log train.tsv",
      "--log new", "--ensemble 1", "--ensemble -1", "--ensemble 101", "--ensemble 3 --ensemble-by noise",
      "--ensemble 3 --combine product", "--ensemble 3 --diagnose steps",
    ]
    let commands =
      options.map { train + $0.split(separator: " ").map { String($0) } }
      + [
        ["unknown"], ["train"], ["train", "train.tsv"], ["evaluate", "m"], ["predict"],
        ["predict", "m", "--top", "0"], ["explain", "m", "text", "--member", "0"],
        ["crossvalidate", "train.tsv", "--folds", "1"], ["compare", "train.tsv", "--runs", "0"],
        ["crossvalidate", "train.tsv", "--calibrate", "--dev-fraction", "0"],
        ["compare", "train.tsv", "--calibrate", "--dev-fraction", "0"],
        ["compare", "train.tsv", "--kernels", "static"],
        ["compare", "train.tsv", "--kernels", "static,static"],
        ["compare", "train.tsv", "--kernels", "static,global"], ["compare", "train.tsv", "--heads", "101"],
        ["compare"], ["compare", "a", "b", "--test", "c"], ["compare", "train.tsv", "--folds", "1"],
        ["compare", "train.tsv", "--repeats", "2"], ["compare", "train.tsv", "--jobs", "0"],
        ["compare", "train.tsv", "--variant", "a"], ["compare", "train.tsv", "--variant", ":--heads 2"],
        ["compare", "train.tsv", "--variant", "a: --heads 2"],
        ["compare", "train.tsv", "--variant", "a: --heads 'x", "--variant", "b:"],
        ["compare", "train.tsv", "--variant", "a: --haeds 2", "--variant", "b:"],
        ["compare", "train.tsv", "--variant", "a: --threads 2", "--variant", "b:"],
        ["compare", "train.tsv", "--variant", "a: --vectors tuned", "--variant", "b:"],
        ["compare", "train.tsv", "--variant", "a: --shuffled-weights-of b --heads 2", "--variant", "b:"],
        ["compare", "train.tsv", "--kernels", "static,attention-shuffled"],
        ["tune"], ["tune", "train.tsv", "--trials", "0"], ["tune", "train.tsv", "--time", "soon"],
        ["tune", "train.tsv", "--dev-fraction", "0"], ["tune", "train.tsv", "--multi-label"],
        ["prune", "m", "train.tsv"], ["prune", "m", "train.tsv", "--output", "m"],
        ["prune", "m", "train.tsv", "--output", "train.tsv"],
        ["prune", "m", "train.tsv", "--output", "new", "--bound", "1"],
        ["prune", "m", "train.tsv", "--output", "new", "--bound", "nan"],
        ["prune", "m", "train.tsv", "--output", "new", "--bound", "0", "--unused"],
        ["inspect"], ["vectors", "import", "v.txt"],
        ["vectors", "import", "v.txt", "--into", "s", "--limit", "0"],
        ["vectors", "neighbors", "good", "--store", "s", "--count", "0"],
      ]
    try expectGolden(try await transcript(of: commands, in: workspace, expecting: 64), "misuse")
    #expect(try workspace.names == ["train.tsv"])
    #expect(try workspace.text("train.tsv") == Corpora.lines(20))
  }

  /// The commands and their first line on stderr, as a person would see them.
  private func transcript(
    of commands: [[String]], in workspace: Workspace, expecting status: Int32
  ) async throws -> String {
    var text = ""
    for command in commands {
      let outcome = try await workspace.run(command)
      let shown = command.joined(separator: " ").replacing(
        Workspace.smallTraining.joined(separator: " "), with: "…")
      #expect(outcome.status == status, "\(shown)")
      #expect(outcome.output.isEmpty, "\(shown)")
      #expect(status == 64 || outcome.talkLines.count == 1, "\(shown): \(outcome.talk)")
      let sentence = (outcome.talkLines.first ?? "").replacing(/\d+ bytes, has \d+/) { _ in "# bytes, has #" }
      text += "$ textcnn \(shown)\n\(sentence)\n"
    }
    return text
  }

  /// A folder with a model, a store, and all kinds of wrong files.
  private static func wrongFiles() async throws -> Workspace {
    let workspace = try Workspace()
    try await workspace.train()
    try await workspace.run(
      ["train", "train.tsv", "--output", "three.safetensors", "--ensemble", "3"] + Workspace.smallTraining)
    try workspace.write("v.txt", Corpora.vectors)
    try await workspace.run(["vectors", "import", "v.txt", "--into", "v.sqlite"])
    try FileManager.default.createDirectory(
      at: workspace.url.appending(path: "folder"), withIntermediateDirectories: true)
    let texts = [
      "test.tsv": Corpora.lines(4), "empty.tsv": "", "one-label.tsv": "pos\ta\npos\tb\npos\tc\n",
      "no-tab.tsv": "pos\ta\nneg b\n", "only-labels.tsv": "pos\nneg\n", "empty-label.tsv": "pos\ta\n \tb\n",
      "long-line.tsv": String(repeating: "x", count: 5_000_000), "mixed.txt": "__label__pos a\nneg\tb\n",
      "single.tsv": "pos\ta\nneg\tb\n", "unknown-label.tsv": "pos\ta\nmaybe\tb\n",
      "nan.txt": "good 0.1 0.2\nbad 0.1 nan\n", "short.txt": "good 0.1 0.2\nbad 0.1\nfine 0.3 0.1\n",
    ]
    for (name, text) in texts { try workspace.write(name, text) }
    var junk = SystemRandomNumberGenerator()
    try workspace.write(
      "junk.bin",
      Data([0x70, 0x09, 0x00] + (0..<5000).map { _ in UInt8.random(in: 0x80...0xFF, using: &junk) }))
    try workspace.write("utf16.tsv", Data([0xFF, 0xFE, 0x70, 0x00, 0x09, 0x00]))
    let model = try workspace.read("m.safetensors")
    try workspace.write("truncated", model.prefix(model.count / 2))
    var altered = model
    altered[altered.count - 9] ^= 1
    try workspace.write("altered", altered)
    let header = #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
    try workspace.write(
      "foreign", Data([UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + header.utf8 + [0, 0, 0, 0]))
    return workspace
  }
}
