import Foundation
import KernelInterface

/// The plain twin of the loops of activations and losses.
enum LossReference {
    static let table = LossKernels(
        logistic: { x, y, count in
            for i in 0..<count { y[i] = logistic(x[i]) }
        },
        softmax: { x, y, rows in
            for frame in 0..<rows.frameCount {
                let places = (0..<rows.channelCount).map { frame + $0 * rows.stride }
                let largest = places.reduce(-Float.infinity) { $0 > x[$1] ? $0 : x[$1] }
                let powers = places.map { exp(Double(x[$0] - largest)) }
                let sum = powers.reduce(0, +)
                for (place, power) in zip(places, powers) { y[place] = Float(power / sum) }
            }
        },
        logisticCrossEntropy: { row in
            sumLosses(row) { y, t in
                let likelihood = logistic(t > 0 ? y : -y)
                let rest = logistic(t > 0 ? -y : y)
                return (-log(Double(likelihood < 1e-7 ? 1e-7 : likelihood)), t > 0 ? -rest : rest)
            }
        },
        squaredError: { row in
            sumLosses(row) { y, t in
                let error = y - t
                return (Double(error * error), error)
            }
        })

    private static func logistic(_ x: Float) -> Float { Float(1 / (1 + exp(-Double(x)))) }

    private static func sumLosses(
        _ row: AnswerRow, _ element: (Float, Float) -> (loss: Double, gradient: Float)
    ) -> Float {
        var sum = 0.0
        for i in 0..<row.count {
            let (loss, gradient) = element(row.answers[i], row.targets[i])
            row.gradients[i] = gradient * row.scale
            sum += loss
        }
        return Float(sum)
    }
}
