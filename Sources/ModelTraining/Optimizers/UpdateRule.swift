/// What an optimizer does to a run of weights. State is two numbers a weight, kept by the caller (`Optimizer`), both
/// zero at first.
///
/// A word's vector has no gradient in most steps. The rules are those of the dense optimizers all the same: `settle`
/// does in one go what the steps without a gradient would have done.
package protocol UpdateRule: Sendable {
  /// Whether a weight moves in a step without a gradient, so that rows must be settled before they are looked at.
  var movesIdleWeights: Bool { get }
  /// How many of the two numbers a weight are used.
  var stateCount: Int { get }

  /// Enters the next step; the first is 1.
  mutating func beginStep()

  /// The step that has begun, with gradient g.
  func update(
    _ w: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ first: UnsafeMutablePointer<Float>,
    _ second: UnsafeMutablePointer<Float>, count: Int)

  /// The steps after `lastStep` up to and with `through`, all with a gradient of zero.
  func settle(
    _ w: UnsafeMutablePointer<Float>, _ first: UnsafeMutablePointer<Float>,
    _ second: UnsafeMutablePointer<Float>, count: Int, lastStep: Int, through: Int)
}
