import CSimd
import KernelInterface

@Sendable
func logistic(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
    var i = 0
    while i < count {
        bb_store8(y + i, logistic(bb_load8(x + i)))
        i += 8
    }
}

@inline(__always)
private func logistic(_ x: bb_f8) -> bb_f8 {
    let one = bb_set8(1)
    return bb_div8(one, bb_add8(one, bb_exp8(bb_sub8(bb_set8(0), x))))
}

@Sendable
func softmax(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ rows: ChannelRows) {
    var frame = 0
    while frame < rows.frameCount {
        let (source, target) = (x + frame, y + frame)
        var largest = bb_load8(source)
        for channel in 1..<max(1, rows.channelCount) {
            largest = bb_max8(largest, bb_load8(source + channel * rows.stride))
        }
        var sum = bb_set8(0)
        for channel in 0..<rows.channelCount {
            let power = bb_exp8(bb_sub8(bb_load8(source + channel * rows.stride), largest))
            bb_store8(target + channel * rows.stride, power)
            sum = bb_add8(sum, power)
        }
        for channel in 0..<rows.channelCount {
            let power = target + channel * rows.stride
            bb_store8(power, bb_div8(bb_load8(power), sum))
        }
        frame += 8
    }
}

@Sendable
func logisticCrossEntropy(_ row: AnswerRow) -> Float {
    let (zero, one, smallest, scale) = (bb_set8(0), bb_set8(1), bb_set8(1e-7), bb_set8(row.scale))
    return sumLosses(row) { y, t in
        // s and 1 − s from one power, each exact where it is small; a power that overflows would make the second NaN.
        let power = bb_min8(bb_exp8(bb_sub8(zero, y)), bb_set8(1e30))
        let s = bb_div8(one, bb_add8(one, power))
        let rest = bb_mul8(power, s)
        let gradient = bb_mul8(bb_select_positive(t, bb_sub8(zero, rest), s), scale)
        let likelihood = bb_select_positive(t, s, rest)
        return (bb_sub8(zero, bb_log8(bb_max8(smallest, likelihood))), gradient)
    }
}

@Sendable
func squaredError(_ row: AnswerRow) -> Float {
    let scale = bb_set8(row.scale)
    return sumLosses(row) { y, t in
        let error = bb_sub8(y, t)
        return (bb_mul8(error, error), bb_mul8(error, scale))
    }
}

/// Writes the gradients and adds up the losses of a row; `element` gives both of eight answers.
@inline(__always)
private func sumLosses(_ row: AnswerRow, _ element: (bb_f8, bb_f8) -> (loss: bb_f8, gradient: bb_f8)) -> Float {
    var sum = bb_set8(0)
    var last = bb_set8(0)
    var i = 0
    while i < row.count {
        let (loss, gradient) = element(bb_load8(row.answers + i), bb_load8(row.targets + i))
        bb_store8(row.gradients + i, gradient)
        i += 8
        if i <= row.count { sum = bb_add8(sum, loss) } else { last = loss }
    }
    // What lies beyond the last frame is not a loss.
    var total = bb_sum8(sum)
    for lane in 0..<row.count % 8 { total += last[lane] }
    return total
}
