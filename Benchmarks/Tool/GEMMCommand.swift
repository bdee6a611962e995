import ArgumentParser
import TensorMath

/// The matrix library at its best: [rows, dimension] · [dimension, columns], the columns shared by the threads.
struct GEMMCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "gemm")

  @Option var rows: Int
  @Option var columns: Int
  @Option var dimension: Int
  @Option var threads = 1
  @Option var repeats = 200

  func run() throws {
    var a = AlignedFloats(count: rows * dimension)
    var b = AlignedFloats(count: columns * dimension)
    var c = AlignedFloats(count: rows * columns)
    var generator = SeededGenerator(seed: 1)
    for i in 0..<a.count { a[i] = generator.uniform(within: 1) }
    for i in 0..<b.count { b[i] = generator.uniform(within: 1) }
    let pool = WorkerPool(threads: threads)
    let size = (columns + threads - 1) / threads
    let clock = ContinuousClock()
    var best = Duration.seconds(1000)
    a.withUnsafePointer { a in
      b.withUnsafePointer { b in
        c.withUnsafeMutablePointer { c in
          for _ in 0..<repeats {
            let time = clock.measure {
              pool.forEachChunk(of: columns, size: size) { part in
                multiply(
                  MatrixView(a, stride: dimension),
                  MatrixView(b + part.lowerBound * dimension, stride: dimension).transposed, m: rows,
                  n: part.count,
                  k: dimension, into: c + part.lowerBound, stride: columns)
              }
            }
            best = min(best, time)
          }
        }
      }
    }
    let operations = 2 * Double(rows) * Double(columns) * Double(dimension)
    try BenchmarkCommand.print(["seconds": best.inSeconds, "gflops": operations / best.inSeconds / 1e9])
  }
}
