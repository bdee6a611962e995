import Foundation
import ModelTraining

/// A JSON line an epoch, or a step, each in the file when it ends, so that a long training can be watched.
///
/// The file is begun anew at the first line, not before: a command that fails earlier leaves an old log alone.
/// A log that cannot be written does not end a training; it is told at once, and again at the end as an error.
final class EpochLog {
  private let path: String
  /// Which option named it.
  private let option: String
  private var descriptor: Int32 = -1
  private var failure: CommandFailure?
  private let encoder = JSONEncoder()

  /// Says now, rather than when the first line is due, that `path` cannot be written.
  init(path: String, option: String = "--log") throws {
    self.path = path
    self.option = option
    encoder.outputFormatting = [.sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .words
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT != S_IFDIR else { throw error(EISDIR) }
      guard access(path, W_OK) == 0 else { throw error(errno) }
    } else {
      guard errno == ENOENT, !path.isEmpty else { throw error(errno) }
      let directory = URL(filePath: path).deletingLastPathComponent().path
      guard access(directory, W_OK) == 0 else { throw error(errno) }
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  func write(_ record: some Encodable) {
    guard failure == nil else { return }
    if descriptor < 0 { descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666) }
    guard descriptor >= 0 else { return fail(errno) }
    guard let line = try? encoder.encode(record) else { return fail(EINVAL) }
    var rest = ([UInt8](line) + [0x0A])[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return fail(errno) }
    }
  }

  /// Throws what went wrong on the way.
  func finish() throws {
    if let failure { throw failure }
  }

  private func fail(_ code: Int32) {
    StandardError.line(
      "\(path): cannot be written (\(reason(ofError: code))); the training goes on without it")
    failure = error(code)
  }

  private func error(_ code: Int32) -> CommandFailure {
    let name = path.isEmpty ? "\"\"" : path
    return CommandFailure("\(name): cannot be written (\(reason(ofError: code))); choose another \(option)")
  }
}
