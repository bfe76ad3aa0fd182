import Foundation

/// How the learning rate changes in the course of a training: a factor of the rate that the optimizer was given.
///
/// t is the time in epochs, with fractions, and T their number. Steering the rate changes what the factor is applied to, so
/// both go together.
public enum LearningRateSchedule: Sendable, Hashable {
    /// 1 all the time.
    case constant
    /// γ^⌊t / size⌋: smaller by `gamma` every `size` epochs.
    case step(size: Int, gamma: Double)
    /// ½ (1 + cos π (t − w) / (T − w)): half a wave down to 0, behind a ramp of w epochs (t / w) where there is a warm-up.
    /// Source: Loshchilov, Hutter, SGDR, 2017.
    case cosine(warmUp: Double)

    /// The factor at the time `epoch` of a training of `epochs`.
    public func factor(at epoch: Double, of epochs: Double) -> Double {
        switch self {
        case .constant: return 1
        case .step(let size, let gamma): return pow(gamma, (epoch / Double(size)).rounded(.down))
        case .cosine(let warmUp):
            if epoch < warmUp { return epoch / warmUp }
            guard epochs > warmUp else { return 1 }
            return (1 + cos(Double.pi * min(1, (epoch - warmUp) / (epochs - warmUp)))) / 2
        }
    }
}
