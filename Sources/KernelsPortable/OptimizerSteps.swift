import CSimd
import KernelInterface

/// m += (1 − β₁)(g − m); v += (1 − β₂)(g² − v); p −= rate · m / (√v + 1e-7).
///
/// Whether p and v are finite is found on the way: 0 · x is 0 for a finite x, and NaN for all others.
@Sendable
func adam(_ step: AdamStep, _ block: AdamBlock) -> Bool {
    let (rate, rest1, rest2) = (bb_set8(step.rate), bb_set8(step.rest1), bb_set8(step.rest2))
    let (epsilon, zero) = (bb_set8(1e-7), bb_set8(0))
    var defect = zero
    var i = 0
    while i + 8 <= block.count {
        let gradient = bb_load8(block.gradients + i)
        let oldMean = bb_load8(block.means + i)
        let oldSquare = bb_load8(block.squares + i)
        let mean = bb_fma8(rest1, bb_sub8(gradient, oldMean), oldMean)
        let square = bb_fma8(rest2, bb_sub8(bb_mul8(gradient, gradient), oldSquare), oldSquare)
        bb_store8(block.means + i, mean)
        bb_store8(block.squares + i, square)
        let change = bb_div8(bb_mul8(rate, mean), bb_add8(bb_sqrt8(square), epsilon))
        let parameter = bb_sub8(bb_load8(block.parameters + i), change)
        bb_store8(block.parameters + i, parameter)
        defect = bb_fma8(zero, bb_add8(parameter, square), defect)
        if step.zeroesGradients { bb_store8(block.gradients + i, zero) }
        i += 8
    }
    var rest: Float = 0
    while i < block.count {
        let gradient = block.gradients[i]
        let mean = block.means[i] + step.rest1 * (gradient - block.means[i])
        let square = block.squares[i] + step.rest2 * (gradient * gradient - block.squares[i])
        block.means[i] = mean
        block.squares[i] = square
        block.parameters[i] -= step.rate * mean / (square.squareRoot() + 1e-7)
        rest += 0 * (block.parameters[i] + square)
        if step.zeroesGradients { block.gradients[i] = 0 }
        i += 1
    }
    return bb_sum8(defect) + rest == 0
}

/// h += g²; p −= rate · g / (√h + 1e-7).
@Sendable
func adaGrad(_ block: AdaGradBlock) -> Bool {
    let (rate, epsilon, zero) = (bb_set8(block.rate), bb_set8(1e-7), bb_set8(0))
    var defect = zero
    var i = 0
    while i + 8 <= block.count {
        let gradient = bb_load8(block.gradients + i)
        let square = bb_fma8(gradient, gradient, bb_load8(block.squares + i))
        bb_store8(block.squares + i, square)
        let change = bb_div8(bb_mul8(rate, gradient), bb_add8(bb_sqrt8(square), epsilon))
        let parameter = bb_sub8(bb_load8(block.parameters + i), change)
        bb_store8(block.parameters + i, parameter)
        defect = bb_fma8(zero, bb_add8(parameter, square), defect)
        if block.zeroesGradients { bb_store8(block.gradients + i, zero) }
        i += 8
    }
    var rest: Float = 0
    while i < block.count {
        let gradient = block.gradients[i]
        block.squares[i] += gradient * gradient
        block.parameters[i] -= block.rate * gradient / (block.squares[i].squareRoot() + 1e-7)
        rest += 0 * (block.parameters[i] + block.squares[i])
        if block.zeroesGradients { block.gradients[i] = 0 }
        i += 1
    }
    return bb_sum8(defect) + rest == 0
}
