import ArgumentParser
import Foundation
import ModelTraining
import TextCorpus

/// How much memory the text of a training may take.
struct TrainingMemoryOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How much memory the text may take, such as 512M or 2G; what is more goes to a temporary file, in the folder that "
        + "TMPDIR names or else the model's. The model is the same. Default: 1G.",
      valueName: "size"),
    transform: MemorySize.init(parsing:))
  var memory: MemorySize?

  /// - Parameter output: The file that the training makes.
  func memory(for output: String) -> TextMemory {
    let folder = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 }
    return TextMemory(
      bytes: (memory ?? .usual).bytes,
      folder: folder ?? URL(filePath: output).deletingLastPathComponent().path)
  }
}

/// A number of bytes as people write it: 512M, 2G, 1.5GiB. K, M and G are powers of 1024.
struct MemorySize: Equatable {
  let bytes: Int

  static let usual = MemorySize(bytes: 1 << 30)

  init(bytes: Int) { self.bytes = bytes }

  init(parsing text: String) throws {
    var number = text.uppercased()[...]
    for suffix in ["IB", "B"] where number.hasSuffix(suffix) {
      number = number.dropLast(suffix.count)
      break
    }
    let units: [Character: Double] = ["K": 0x1p10, "M": 0x1p20, "G": 0x1p30, "T": 0x1p40]
    let unit = number.last.flatMap { units[$0] }
    if unit != nil { number = number.dropLast() }
    guard let value = Double(number), value * (unit ?? 1) >= 1, value * (unit ?? 1) < 0x1p60 else {
      throw ValidationError("--memory is \(text.debugDescription); use a number of bytes such as 512M or 2G")
    }
    bytes = Int(value * (unit ?? 1))
  }
}
