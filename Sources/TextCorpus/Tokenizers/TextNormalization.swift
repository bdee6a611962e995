/// The form of Unicode that text is brought to before it is cut (UAX #15).
public enum TextNormalization: String, Codable, Sendable, Hashable, CaseIterable {
  /// Characters that mean the same are written the same: é as one scalar, not as e and an accent.
  case nfc

  /// And those that only look otherwise: full-width forms, ligatures, circled and raised digits.
  case nfkc
}
