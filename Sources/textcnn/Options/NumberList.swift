import ArgumentParser

/// Numbers between commas: "3,4,5".
struct NumberList: Sendable {
  let numbers: [Int]

  init(parsing argument: String) throws {
    numbers = try argument.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let number = Int(part) else {
        throw ValidationError("give whole numbers with commas between them, such as 3,4,5")
      }
      return number
    }
  }
}
