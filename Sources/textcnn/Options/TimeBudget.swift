import ArgumentParser

/// A time as people write it: "90", "90s", "10m", "1.5h".
struct TimeBudget: Equatable {
  let seconds: Double

  init(parsing text: String) throws {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
    let unit = text.last.flatMap { units[$0] }
    let number = Double(unit == nil ? text[...] : text.dropLast())
    guard let number, number > 0, number.isFinite else {
      throw ValidationError(
        "\"\(text)\" is no time; give seconds, or a number with s, m or h behind it, such as 10m")
    }
    seconds = number * (unit ?? 1)
  }
}
