import Foundation

/// How the learning rate changes in the course of a training: a factor of the rate that the optimizer was given.
///
/// t is the time in epochs, with fractions, and T their number. Steering the rate changes what the factor is applied to, so
/// both go together.
public indirect enum LearningRateSchedule: Sendable, Hashable {
    /// 1 all the time.
    case constant
    /// γ^⌊t / size⌋: smaller by `gamma` every `size` epochs.
    case step(size: Int, gamma: Double)
    /// ½ (1 + cos π (t − w) / (T − w)): half a wave down to 0, behind a ramp of w epochs (t / w) where there is a warm-up.
    /// Source: Loshchilov, Hutter, SGDR, 2017.
    case cosine(warmUp: Double)
    /// max(least, γ^n): smaller by `gamma` each time that the held-out loss has not improved for `patience` epochs.
    case plateau(gamma: Double, patience: Int, least: Double)
    /// Another schedule times min(1, t / w): behind a ramp of w epochs.
    case warmedUp(Double, LearningRateSchedule)

    /// The factor at the time `epoch` of a training of `epochs`.
    /// - Parameter reductions: n, how often a plateau has been met so far.
    public func factor(at epoch: Double, of epochs: Double, reductions: Int = 0) -> Double {
        switch self {
        case .constant: return 1
        case .step(let size, let gamma): return pow(gamma, (epoch / Double(size)).rounded(.down))
        case .cosine(let warmUp):
            if epoch < warmUp { return epoch / warmUp }
            guard epochs > warmUp else { return 1 }
            return (1 + cos(Double.pi * min(1, (epoch - warmUp) / (epochs - warmUp)))) / 2
        case .plateau(let gamma, _, let least): return max(least, pow(gamma, Double(reductions)))
        case .warmedUp(let ramp, let schedule):
            return min(1, epoch / ramp) * schedule.factor(at: epoch, of: epochs, reductions: reductions)
        }
    }

    /// Epochs without a better loss after which the rate becomes smaller; nil where it does not depend on that.
    public var patience: Int? {
        switch self {
        case .plateau(_, let patience, _): patience
        case .warmedUp(_, let schedule): schedule.patience
        case .constant, .step, .cosine: nil
        }
    }

    /// The word for it in experiment files.
    public var name: String {
        switch self {
        case .constant: "constant"
        case .step: "step"
        case .cosine: "cosine"
        case .plateau: "plateau"
        case .warmedUp(_, let schedule): schedule.name
        }
    }
}
