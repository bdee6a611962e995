import ModelTraining

/// An epoch as a line of a log: with the member that it belongs to, counted from 1, where an ensemble is trained.
struct LogLine: Encodable {
  private enum CodingKeys: CodingKey {
    case member
  }

  private let record: EpochRecord
  private let member: Int?

  init(_ record: EpochRecord, member: Int?) {
    self.record = record
    self.member = member
  }

  func encode(to encoder: any Encoder) throws {
    try record.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(member, forKey: .member)
  }
}
