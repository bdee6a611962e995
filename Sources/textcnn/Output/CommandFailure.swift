import Foundation

/// What a command itself finds wrong, in one sentence: the culprit, what is wrong, the mend. Ends with exit code 1.
struct CommandFailure: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// The system's words for an error number, in lower case as within a sentence.
func reason(ofError code: Int32) -> String {
  let text = String(cString: strerror(code))
  return text.prefix(1).lowercased() + text.dropFirst()
}
