import ConvolutionModel
import Foundation
import TensorMath
import Testing
import TextClassification
import TextCorpus

@testable import ModelSerialization

/// Files of classifiers whose unknown words are made of pieces.
extension ModelFileTests {
  private func subwordClassifier(seed: UInt64 = 1) throws -> TextClassifier {
    let plain = try classifier(seed: seed)
    let pieces = PieceIndex(SubwordConfiguration(minimumLength: 2, maximumLength: 3, buckets: 900)) { take in
      for word in 1..<plain.vocabulary.count { plain.vocabulary.withWord(at: word, take) }
    }
    var network = TextCNN(
      plain.configuration, vocabularyCount: plain.vocabulary.count, pieceCount: pieces.count, classes: 3)
    network.setTensors { name, shape in
      var generator = SeededGenerator(seed: seed, purpose: name)
      return (0..<shape.reduce(1, *)).map { _ in generator.uniform(within: 0.8) }
    }
    return TextClassifier(
      tokenizer: plain.tokenizer, vocabulary: plain.vocabulary, pieces: pieces, labels: plain.labels,
      network: network, provenance: plain.provenance)
  }

  @Test func piecesComeBack() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/m.safetensors"
      let single = try subwordClassifier()
      let members = try (1...2).map { try subwordClassifier(seed: $0) }
      for written in [single, TextClassifier(combining: members, by: .vote, sharesVectors: false)] {
        try ModelFile.write(written, to: path)
        #expect(try ModelFile.byteCount(of: written) == bytes(of: path).count)
        let read = try ModelFile.read(path)
        #expect(read.pieces == written.pieces && read.networks == written.networks)
        #expect(read.combination == written.combination)
        // The words are of use where they lie, without being copied first.
        let texts = ["the gamers of throne", "", "cafés 我们", "gamers the zzz"]
        #expect(Predictor(read).predictions(for: texts) == Predictor(written).predictions(for: texts))
        try ModelFile.write(read, to: directory + "/again.safetensors")
        #expect(try bytes(of: directory + "/again.safetensors") == bytes(of: path))
      }
    }
  }

  /// A program that knows nothing of pieces must not take all unknown words for one.
  @Test func piecesHaveAVersionOfTheirOwn() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/m.safetensors"
      try ModelFile.write(try subwordClassifier(), to: path)
      let file = try TensorFile(contentsOf: path)
      #expect(file.metadata["version"] == "4")
      #expect(file.metadata["subwords"] == #"{"buckets":900,"maximumLength":3,"minimumLength":2}"#)
      try ModelFile.write(try classifier(), to: path)
      #expect(try TensorFile(contentsOf: path).metadata["version"] == "2")
    }
  }

  @Test func brokenPiecesAreNamed() throws {
    let model = try subwordClassifier()
    let buckets = try #require(model.pieces).buckets
    let broken =
      "the configuration does not describe a model: the buckets of its pieces do not ascend below 900; train it again"
    for wrong in [Array(buckets.reversed()), buckets.map { $0 + 900 }] {
      #expect(
        try error(in: model) { $0.replace("pieces.buckets", [wrong.count], .int32s(wrong)) } == broken)
    }
    #expect(
      try error(in: model) { $0.tensors.removeAll { $0.name == "pieces.buckets" } }
        == "tensor \"pieces.buckets\" is missing; train the model again")
    #expect(
      try error(in: model) { $0.tensors.removeAll { $0.name == "pieces" } }
        .hasPrefix("the configuration does not describe a model: it asks for "))
    #expect(
      try error(in: model) { parts in
        let count = buckets.count - 1
        parts.replace("pieces.buckets", [count], .int32s(Array(buckets.dropLast())))
      }
        == "tensor \"pieces\" is [\(buckets.count), 5], expected [\(buckets.count - 1), 5]; train the model again"
    )
    #expect(
      try error(in: model) {
        $0.metadata["subwords"] = #"{"buckets":900,"maximumLength":3,"minimumLength":4}"#
      }
        == "the configuration does not describe a model: the pieces of words have from 4 to 3 characters; use a range "
        + "from 1 to 16, such as 3-6; train it again")
    #expect(
      try error(in: model) { $0.metadata["subwords"] = nil }
        == error { $0.metadata["labels"] = nil }
        .replacing("labels", with: "subwords"))
  }
}
