import ConvolutionModel
import Foundation
import Testing
import TextClassification
import TextCorpus

@testable import ModelSerialization

@Suite struct TokenizerFileTests {
  private static let words = try! WordFrequencies(
    utf8: Array("我说的".utf8), offsets: [0, 3, 6, 9], counts: [3, 0, 9])
  private static let merges = try! BytePairMerges(
    utf8: Array("a##bab".utf8), offsets: [0, 1, 4, 6], merges: [0, 1])

  static let tokenizers = [
    TokenizerConfiguration(kind: .unicode, normalization: .nfkc, foldsAccents: true),
    TokenizerConfiguration(.words(words), like: TokenizerConfiguration(normalization: .nfkc)),
    TokenizerConfiguration(
      .merges(merges), like: TokenizerConfiguration(kind: .unicode, isLowercased: false)),
  ]

  private func classifier(_ tokenizer: TokenizerConfiguration) -> TextClassifier {
    let vocabulary = Vocabulary()
    let network = TextCNN(
      TextCNNConfiguration(dimension: 2, widths: [1], filters: 2), vocabularyCount: vocabulary.count,
      classes: 2)
    return TextClassifier(
      tokenizer: tokenizer, vocabulary: vocabulary, labels: LabelSet(["a", "b"]), network: network)
  }

  @Test(arguments: tokenizers)
  func filesAndModelsKeepTheTokenizer(tokenizer: TokenizerConfiguration) throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/t.tokenizer"
      try TokenizerFile.write(tokenizer, to: path)
      #expect(try TokenizerFile.read(path) == tokenizer)

      let model = directory + "/m.safetensors"
      try ModelFile.write(classifier(tokenizer), to: model)
      let read = try ModelFile.read(model).tokenizer
      #expect(read == tokenizer)
      #expect(Tokenizer(read).tokens(of: "Ab 我说的") == Tokenizer(tokenizer).tokens(of: "Ab 我说的"))
      #expect(try bytes(of: model).count == ModelFile.byteCount(of: classifier(tokenizer)))
    }
  }

  /// A model whose tokenizer looks nothing up has no tensor of it, as ever.
  @Test func modelsWithoutATableAreAsEver() throws {
    let file = try withTemporaryDirectory { directory in
      try ModelFile.write(classifier(TokenizerConfiguration()), to: directory + "/m.safetensors")
      return try TensorFile(contentsOf: directory + "/m.safetensors")
    }
    #expect(!file.names.contains { $0.hasPrefix("tokenizer") })
    #expect(file.metadata["tokenizer"] == #"{"isLowercased":true,"kind":"words","splitsContractions":true}"#)
  }

  private func failure(_ change: (inout [String: String], inout [TensorFile.Tensor]) -> Void) throws
    -> String?
  {
    let tokenizer = Self.tokenizers[1]
    var metadata = [
      "format": "textcnn-tokenizer", "version": "1", "tokenizer": try ModelFile.json(tokenizer),
    ]
    var tensors = try #require(tokenizer.table).tensors
    change(&metadata, &tensors)
    return try withTemporaryDirectory { directory in
      let path = directory + "/t.tokenizer"
      try TensorFile.write(tensors, metadata: metadata, to: path)
      do {
        _ = try TokenizerFile.read(path)
        return nil
      } catch {
        return "\(error)".replacingOccurrences(of: path, with: "F")
      }
    }
  }

  @Test func brokenFiles() throws {
    #expect(try failure { _, _ in } == nil)
    #expect(
      try failure { metadata, _ in metadata["format"] = "textcnn" }
        == "F: its format is \"textcnn\", not \"textcnn-tokenizer\"; name a file that textcnn tokenizer wrote"
    )
    #expect(try failure { metadata, _ in metadata["version"] = "9" }?.contains("version is 9") == true)
    #expect(
      try failure { _, tensors in tensors.removeLast() }?.contains("\"tokenizer.counts\" is missing") == true)
    #expect(
      try failure { _, tensors in
        tensors[2] = .init(name: "tokenizer.counts", shape: [3], elements: .int32s([1, 1, 1]))
      }?.contains("it is not the one that the tokenizer names") == true)
    #expect(
      try failure { _, tensors in
        tensors[2] = .init(name: "tokenizer.counts", shape: [2], elements: .int32s([1, 1]))
      }?.contains("3 words have 2 counts") == true)
  }
}
