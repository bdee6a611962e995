import ArgumentParser

/// Numbers between commas: "3,4,5".
struct NumberList: ExpressibleByArgument {
  let numbers: [Int]

  init?(argument: String) {
    var numbers: [Int] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let number = Int(part) else { return nil }
      numbers.append(number)
    }
    self.numbers = numbers
  }
}
