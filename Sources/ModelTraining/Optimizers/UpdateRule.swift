/// What an optimizer does to a run of weights. State is two numbers a weight, kept by the caller (`Optimizer`), both
/// zero at first.
///
/// A word's vector has no gradient in most steps. The rules are those of the dense optimizers all the same: `settle`
/// does in one go what the steps without a gradient would have done.
package protocol UpdateRule: Sendable {
  /// The step size.
  var learningRate: Float { get }
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

  /// What the penalty l1·Σ|w| adds to the step that has just been made: w = sign(w)·max(|w| − l1·r, 0), where r is how
  /// far a lasting gradient of 1 moves that weight in a step.
  ///
  /// This is the proximal step (Duchi & Singer 2009, "Efficient online and batch learning using forward backward
  /// splitting"; Parikh & Boyd 2014, "Proximal algorithms", section 6.5.2), in the metric of the rule, as Duchi, Hazan &
  /// Singer 2011 have it for AdaGrad and Yun, Lozano & Yang 2021 for Adam ("Adaptive proximal gradient methods for
  /// structured neural networks"). So a weight comes to rest at exactly 0 where |∂L/∂w| < l1, and elsewhere where
  /// |∂L/∂w| = l1: at a minimum of the loss that is reported, whatever the rule. One threshold of rate · l1 for all
  /// weights, as AdamW decouples L2, would penalize each weight by l1 times the size of its own gradients.
  func shrink(
    _ w: UnsafeMutablePointer<Float>, _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>,
    count: Int, l1: Float)

  /// The steps after `lastStep` up to and with `through`, all with a gradient of zero.
  func settle(
    _ w: UnsafeMutablePointer<Float>, _ first: UnsafeMutablePointer<Float>,
    _ second: UnsafeMutablePointer<Float>, count: Int, lastStep: Int, through: Int)
}
