import ConvolutionModel
import Foundation
import ModelTraining

/// What trainings side by side need of memory.
enum MemoryEstimate {
  /// Bytes that this machine could give to a program now; nil where it does not say.
  static var availableBytes: Int? {
    #if os(Linux)
      guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else { return nil }
      let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
      return line.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) }.map { $0 * 1024 }
    #else
      return Int(ProcessInfo.processInfo.physicalMemory / 2)
    #endif
  }

  /// As many trainings side by side as memory holds of the largest.
  ///
  /// - Parameter trainings: Each with the text that it learns from.
  static func jobs(
    _ wanted: Int, of trainings: [(configuration: TrainingConfiguration, text: TrainingText)]
  ) -> Int {
    let sizes = trainings.map { configuration, text in
      // A word may occur in all parts of the text, and one more stands for those that are unknown.
      let words = text.text.distinctWordCount + 1
      let extra = configuration.vectors == .random ? 0 : configuration.extraWords
      let pieces = configuration.subwords?.buckets ?? 0
      return configuration.networkBytes(words: words + extra + pieces, classes: text.labels.count)
    }
    return jobs(wanted, each: sizes.max() ?? 0, available: availableBytes)
  }

  /// How many of the trainings that each need `bytes` may run side by side, at least one. A quarter is left for texts, the
  /// rows of words at prediction and other programs.
  static func jobs(_ wanted: Int, each bytes: Int, available: Int?) -> Int {
    guard let available else { return wanted }
    return max(1, min(wanted, available * 3 / 4 / max(bytes, 1)))
  }
}
