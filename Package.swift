// swift-tools-version: 6.2
import PackageDescription

// The floors of the house, lowest first. A target exists because its border forbids something;
// other groupings are folders. README.md, "The house", says what stays out of each.
let package = Package(
  name: "TextCNN",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "textcnn", targets: ["textcnn"]),
    .library(
      name: "TextCNN",
      targets: [
        "TextCorpus", "EmbeddingStorage", "TextClassification", "ModelSerialization", "ModelEvaluation",
        "ModelTraining", "VectorTraining", "Experiments",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", "3.12.3"..<"5.0.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    // 0: bytes of files, packed or not.
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive",
      providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(name: "ByteStreams", dependencies: ["CArchive", "CZlib"]),
    // 0: arithmetic.
    .target(
      name: "CTensorMath",
      linkerSettings: [
        .linkedLibrary("dnnl", .when(platforms: [.linux])),
        .linkedFramework("Accelerate", .when(platforms: [.macOS])),
      ]),
    .target(name: "TensorMath", dependencies: ["CTensorMath"]),
    // 1: text, and the network that never sees it.
    .target(name: "TextCorpus", dependencies: ["ByteStreams"]),
    .target(name: "ConvolutionModel", dependencies: ["CTensorMath", "TensorMath"]),
    // 2: the finished classifier; word vectors in SQLite.
    .target(name: "TextClassification", dependencies: ["TensorMath", "TextCorpus", "ConvolutionModel"]),
    .target(
      name: "EmbeddingStorage",
      dependencies: [
        // The row loops and the threads, for neighbours among all words and for narrow numbers; the pieces of words.
        "CTensorMath", "TensorMath", "ByteStreams", "TextCorpus",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    // 3: its file, its score.
    .target(
      name: "ModelSerialization",
      dependencies: [
        "TextCorpus", "ConvolutionModel", "TextClassification",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(name: "ModelEvaluation", dependencies: ["TensorMath", "TextCorpus", "TextClassification"]),
    // 4: how it learns.
    .target(
      name: "ModelTraining",
      dependencies: [
        "CTensorMath", "TensorMath", "TextCorpus", "ConvolutionModel", "TextClassification",
        "ModelEvaluation",
      ]),
    .target(name: "VectorTraining", dependencies: ["CTensorMath", "TensorMath", "TextCorpus"]),
    .target(name: "Drawings"),
    // 2: what a corpus is like, and its division.
    .target(name: "CorpusTools", dependencies: ["TensorMath", "TextCorpus", "Drawings"]),
    // 5: many trainings, and what may be said of them.
    .target(
      name: "Experiments",
      dependencies: [
        "ConvolutionModel", "TextCorpus", "TextClassification", "ModelSerialization", "ModelEvaluation",
        "ModelTraining", "TensorMath", "Drawings",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    // 6: the command line.
    .executableTarget(
      name: "textcnn",
      dependencies: [
        "ByteStreams", "TensorMath", "TextCorpus", "CorpusTools", "ConvolutionModel", "EmbeddingStorage",
        "TextClassification",
        "ModelSerialization", "ModelEvaluation", "ModelTraining", "VectorTraining", "Experiments",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ]),
    // What the benchmarks ask of the inside; no product of the package (Benchmarks/README.md).
    .executableTarget(
      name: "textcnn-benchmark",
      dependencies: [
        "TensorMath", "EmbeddingStorage", "TextCorpus", "ConvolutionModel", "TextClassification",
        "ModelSerialization",
        "ModelTraining", "VectorTraining",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks/Tool"),
    // Mutated files for all readers of text, vectors and tokenizers; no product either (make fuzz).
    .executableTarget(
      name: "textcnn-fuzz",
      dependencies: ["ByteStreams", "EmbeddingStorage", "ModelSerialization", "TextCorpus"],
      path: "Tests/Fuzz"),
    // Tests: a suite a target, and what they share.
    .target(
      name: "TestSupport", dependencies: ["ConvolutionModel", "TensorMath", "TextCorpus"],
      path: "Tests/TestSupport"),
    .testTarget(name: "ByteStreamsTests", dependencies: ["ByteStreams"]),
    .testTarget(name: "TensorMathTests", dependencies: ["TensorMath", "TestSupport"]),
    .testTarget(name: "TextCorpusTests", dependencies: ["TextCorpus"], exclude: ["Fixtures"]),
    .testTarget(name: "CorpusToolsTests", dependencies: ["CorpusTools"]),
    .testTarget(name: "ConvolutionModelTests", dependencies: ["ConvolutionModel", "TestSupport"]),
    .testTarget(
      name: "TextClassificationTests",
      dependencies: ["ConvolutionModel", "TensorMath", "TextClassification", "TestSupport"]),
    .testTarget(
      name: "EmbeddingStorageTests",
      dependencies: ["EmbeddingStorage", .product(name: "GRDB", package: "GRDB.swift")],
      exclude: ["Fixtures"]),
    .testTarget(name: "ModelSerializationTests", dependencies: ["ModelSerialization"]),
    .testTarget(name: "ModelEvaluationTests", dependencies: ["ModelEvaluation", "TensorMath"]),
    .testTarget(name: "ModelTrainingTests", dependencies: ["ModelTraining", "TestSupport"]),
    .testTarget(
      name: "VectorTrainingTests",
      dependencies: ["VectorTraining", "CTensorMath", "TensorMath", "TextCorpus"]),
    .testTarget(name: "DrawingsTests", dependencies: ["Drawings"]),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: ["Experiments", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(name: "CommandTests", dependencies: ["textcnn"], exclude: ["Golden"]),
  ],
  swiftLanguageModes: [.v6]
)
