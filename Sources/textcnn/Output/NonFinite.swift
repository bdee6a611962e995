import Foundation

// JSON has no infinity. A log of steps must say it all the same, as that is when one looks into it: as a word.

extension JSONEncoder.NonConformingFloatEncodingStrategy {
  static var words: Self { .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan") }
}

extension JSONDecoder.NonConformingFloatDecodingStrategy {
  static var words: Self { .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan") }
}
