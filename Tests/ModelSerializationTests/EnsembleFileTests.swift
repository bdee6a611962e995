import ConvolutionModel
import Foundation
import Testing
import TextClassification
import TextCorpus

@testable import ModelSerialization

/// Files of several networks.
extension ModelFileTests {
  private func ensemble(_ combination: Combination = .mean, sharesVectors: Bool = false) throws
    -> TextClassifier
  {
    var members = try (1...3).map { try classifier(seed: $0) }
    if sharesVectors {
      members = members.map { member in
        var network = member.network
        network.embedding = members[0].network.embedding
        return TextClassifier(
          tokenizer: member.tokenizer, vocabulary: member.vocabulary, labels: member.labels, network: network,
          provenance: member.provenance)
      }
    }
    return TextClassifier(combining: members, by: combination, sharesVectors: sharesVectors)
  }

  @Test(arguments: Combination.allCases, [false, true])
  func anEnsembleComesBack(combination: Combination, sharesVectors: Bool) throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/m.safetensors"
      let written = try ensemble(combination, sharesVectors: sharesVectors)
      try ModelFile.write(written, to: path)
      let read = try ModelFile.read(path)
      #expect(read.networks == written.networks)
      #expect(read.combination == combination && read.sharesVectors == sharesVectors)
      #expect(read.parameterCount == written.parameterCount)
      #expect(read.provenance == written.provenance)
      let texts = ["the game of thrones", "", "café 我", "The don't zzz"]
      #expect(Predictor(read).predictions(for: texts) == Predictor(written).predictions(for: texts))
      try ModelFile.write(read, to: directory + "/again.safetensors")
      #expect(try bytes(of: directory + "/again.safetensors") == bytes(of: path))
    }
  }

  @Test func temperaturesComeBack() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/m.safetensors"
      let members = [
        try classifier(seed: 1).calibrated(temperature: 1.5), try classifier(seed: 2),
        try classifier(seed: 3).calibrated(temperature: 0.75),
      ]
      try ModelFile.write(TextClassifier(combining: members, by: .mean, sharesVectors: false), to: path)
      let read = try ModelFile.read(path)
      #expect(read.temperatures == [1.5, nil, 0.75])
      #expect(read.temperature == nil && read.member(2).temperature == 0.75)
      #expect(read.networks == members.map(\.network))
    }
  }

  @Test func theFirstMemberHasTheNamesOfASingleNetwork() throws {
    try withTemporaryDirectory { directory in
      let (single, path) = (directory + "/1.safetensors", directory + "/3.safetensors")
      try ModelFile.write(try classifier(), to: single)
      try ModelFile.write(try ensemble(), to: path)
      let one = try TensorFile(contentsOf: single)
      let all = try TensorFile(contentsOf: path)
      for name in one.names {
        #expect(try all.rawBytes(named: name) == one.rawBytes(named: name), "\(name)")
      }
      let own = one.names.filter { !$0.hasPrefix("vocabulary.") }
      #expect(
        Set(all.names)
          == Set(one.names + ["member2.", "member3."].flatMap { prefix in own.map { prefix + $0 } }))
      #expect(all.metadata["version"] == "3")
      #expect(all.metadata["ensemble"] == #"{"combination":"mean","members":3,"sharesVectors":false}"#)
    }
  }

  @Test func sharedVectorsAreThereOnce() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/m.safetensors"
      try ModelFile.write(try ensemble(sharesVectors: true), to: path)
      #expect(try TensorFile(contentsOf: path).names.filter { $0.hasSuffix("embedding") } == ["embedding"])
    }
  }

  @Test func everyMemberMustBeThere() throws {
    let ensemble = try ensemble()
    for name in ["member3.attention3.bias", "member2.conv3.slope", "output.bias"] {
      #expect(
        try error(in: ensemble) { parts in parts.tensors.removeAll { $0.name == name } }
          == "tensor \"\(name)\" is missing; train the model again")
    }
    #expect(
      try error(in: ensemble) { $0.replace("member2.output.bias", [2], .floats([0, 0])) }
        == "tensor \"member2.output.bias\" is [2], expected [3]; train the model again")
  }

  @Test func anEnsembleThatIsNoneIsRefused() throws {
    let ensemble = try ensemble()
    func record(_ text: String) throws -> String {
      try error(in: ensemble) { $0.metadata["ensemble"] = text }
    }
    for count in [-1, 0, 1, 101] {
      #expect(
        try record(#"{"combination":"mean","members":\#(count),"sharesVectors":true}"#)
          == bad("there are \(count) members in the ensemble"))
    }
    for text in ["", "{}", #"{"combination":"product","members":3,"sharesVectors":false}"#] {
      #expect(try record(text) == bad("its \"ensemble\" cannot be understood"))
    }
    for temperatures in ["[1,2]", "[1,null,0]", "[]"] {
      #expect(
        try record(
          #"{"combination":"mean","members":3,"sharesVectors":false,"temperatures":\#(temperatures)}"#)
          == bad("the temperatures are not those of 3 members"))
    }
    let tooMany = try record(#"{"combination":"mean","members":100,"sharesVectors":false}"#)
    #expect(tooMany.hasSuffix(" parameters, more than the file holds; train it again"), "\(tooMany)")
    #expect(
      try error(in: ensemble) { $0.metadata["ensemble"] = nil }
        == "a safetensors file, but no TextCNN model (no \"ensemble\" in its metadata); "
        + "name a file that textcnn train wrote")
  }
}
