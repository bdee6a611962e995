import ArgumentParser
import Foundation

/// How many threads work. The results do not depend on it.
struct ThreadOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many threads work; the results do not depend on it. Default: one for each fast core.",
      valueName: "count"))
  var threads: Int?

  var count: Int { threads ?? Self.fastCoreCount }

  /// Of processors with fast and slow cores the fast ones: work is handed out in equal parts, and a slow core would
  /// keep the others waiting.
  private static var fastCoreCount: Int {
    let all = ProcessInfo.processInfo.activeProcessorCount
    #if canImport(Darwin)
      var count: Int32 = 0
      var size = MemoryLayout<Int32>.size
      return sysctlbyname("hw.perflevel0.logicalcpu", &count, &size, nil, 0) == 0 && count > 0
        ? Int(count) : all
    #else
      // Linux lists them where there are two kinds: "0-11,16".
      guard let list = try? String(contentsOfFile: "/sys/devices/cpu_core/cpus", encoding: .utf8) else {
        return all
      }
      let count = list.split(separator: ",").reduce(0) { sum, range in
        let ends = range.split(separator: "-").compactMap { Int($0.filter(\.isNumber)) }
        return sum + (ends.isEmpty ? 0 : ends[ends.count - 1] - ends[0] + 1)
      }
      return count > 0 ? min(count, all) : all
    #endif
  }

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("there are \(threads) threads; use 1 to 1024")
    }
  }
}
