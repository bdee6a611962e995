import Crypto
import Foundation
import TextCorpus

/// A corpus to compare on, and how its runs are divided.
public struct ExperimentCorpus: Sendable {
  public var name: String
  /// What is learned from, and divided where there is no test corpus.
  public var training: Corpus
  /// Chooses the epoch; nil: a part of the training documents does.
  public var dev: Corpus?
  /// What all runs are judged on; nil: what each run holds out.
  public var test: Corpus?
  public var design: RunDesign

  /// - Precondition: The design is `givenTest` just where there is a test corpus.
  public init(
    name: String, training: Corpus, dev: Corpus? = nil, test: Corpus? = nil, design: RunDesign
  ) {
    var isGiven = false
    if case .givenTest = design { isGiven = true }
    precondition(isGiven == (test != nil), "a test corpus and the design \(design)")
    self.name = name
    self.training = training
    self.dev = dev
    self.test = test
    self.design = design
  }
}

extension ExperimentCorpus {
  /// An error with the file that it is about, where it knows only a number of documents.
  func naming(_ error: CorpusError) -> any Error {
    switch error {
    case .foldCount, .nothingToHoldOut:
      ExperimentError.notDivisible(file: training.name, reason: error.description)
    default: error
    }
  }
}

extension Corpus {
  /// SHA-256 of labels and texts in their order; the name does not count, so that a moved file is the same corpus.
  var digest: String {
    var hash = SHA256()
    func add(_ text: String) {
      var text = text
      text.withUTF8 { bytes in
        withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { hash.update(bufferPointer: $0) }
        hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
      }
    }
    for document in documents {
      for label in document.labels { add(label) }
      add(document.text)
    }
    return hash.finalize().hexadecimal
  }
}

extension SHA256.Digest {
  var hexadecimal: String { map { String(format: "%02x", $0) }.joined() }
}
