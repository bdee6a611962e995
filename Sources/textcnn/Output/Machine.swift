import Foundation

/// The machine that a measurement was made on, for its report.
enum Machine {
  /// "AMD EPYC 7B13, 2 processors, Linux".
  static var description: String {
    let count = ProcessInfo.processInfo.activeProcessorCount
    return [model, Numbers.count(count, "processor"), system].compactMap { $0 }.joined(separator: ", ")
  }

  private static var model: String? {
    #if canImport(Darwin)
      var size = 0
      guard sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0) == 0, size > 1 else { return nil }
      var bytes = [UInt8](repeating: 0, count: size)
      guard sysctlbyname("machdep.cpu.brand_string", &bytes, &size, nil, 0) == 0 else { return nil }
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    #else
      let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
      let line = text?.split(separator: "\n").first { $0.hasPrefix("model name") }
      return line?.split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
    #endif
  }

  private static var system: String {
    #if os(Linux)
      "Linux"
    #elseif os(macOS)
      "macOS"
    #else
      ProcessInfo.processInfo.operatingSystemVersionString
    #endif
  }
}
