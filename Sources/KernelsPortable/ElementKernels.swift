import CSimd
import KernelInterface

@Sendable
func add(_ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ count: Int) {
    var i = 0
    while i + 8 <= count {
        bb_store8(target + i, bb_add8(bb_load8(target + i), bb_load8(source + i)))
        i += 8
    }
    while i < count {
        target[i] += source[i]
        i += 1
    }
}

@Sendable
func packAbove(
    _ x: UnsafePointer<Float>, _ threshold: Float, _ words: UnsafeMutablePointer<UInt64>, _ size: PackedSize
) {
    let limit = bb_set8(threshold)
    packBytes(x, words, size) { bb_mask_above(bb_load8($0), limit) }
}

/// Packs a row eight frames a byte; `mask` gives the byte of eight values. The last group may read the row's padding.
@inline(__always)
private func packBytes(
    _ x: UnsafePointer<Float>, _ words: UnsafeMutablePointer<UInt64>, _ size: PackedSize,
    _ mask: (UnsafePointer<Float>) -> UInt32
) {
    var word = 0
    var frame = 0
    while frame < size.frameCount {
        var bits: UInt64 = 0
        let groups = min(8, (size.frameCount - frame + 7) / 8)
        for group in 0..<groups { bits |= UInt64(mask(x + frame + group * 8)) << UInt64(group * 8) }
        words[word] = bits
        word += 1
        frame += 64
    }
    clearPadding(words, wordCount: size.wordCount, frameCount: size.frameCount)
}

@Sendable
func packPulseWidth(
    _ x: UnsafePointer<Float>, _ code: PulseWidthCode, _ words: UnsafeMutablePointer<UInt64>, _ size: PackedSize
) {
    if code.size == 1 {
        let limit = bb_set8(code.thresholds[0])
        packBytes(x, words, size) { bb_mask_reached(bb_load8($0), limit) }
        return
    }
    var writer = BitWriter(words: words)
    var frame = 0
    // Counting all thresholds, eight values at a time, beats a search per value up to a few dozen of them.
    if code.size <= 32 {
        let one = bb_set8(1)
        while frame + 8 <= size.frameCount {
            let values = bb_load8(x + frame)
            var reached = bb_set8(0)
            for i in 0..<code.size {
                reached = bb_add8(reached, bb_select_reached(values, bb_set8(code.thresholds[i]), one))
            }
            for lane in 0..<8 { writer.append((1 << UInt64(reached[lane])) - 1, count: code.size) }
            frame += 8
        }
    }
    while frame < size.frameCount {
        writer.appendOnes(thresholdsReached(x[frame], code), of: code.size)
        frame += 1
    }
    writer.finish(wordCount: size.wordCount)
}

/// How many of the ascending thresholds a value reaches; NaN reaches none.
@inline(__always)
private func thresholdsReached(_ value: Float, _ code: PulseWidthCode) -> Int {
    var low = 0
    var high = code.size
    while low < high {
        let middle = (low + high) / 2
        if value >= code.thresholds[middle] { low = middle + 1 } else { high = middle }
    }
    return low
}

/// m += (1 − β₁)(g − m); v += (1 − β₂)(g² − v); p −= rate · m / (√v + 1e-7).
@Sendable
func adam(_ step: AdamStep, _ block: AdamBlock) {
    let (rate, rest1, rest2) = (bb_set8(step.rate), bb_set8(step.rest1), bb_set8(step.rest2))
    let (epsilon, zero) = (bb_set8(1e-7), bb_set8(0))
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
        bb_store8(block.parameters + i, bb_sub8(bb_load8(block.parameters + i), change))
        if step.zeroesGradients { bb_store8(block.gradients + i, zero) }
        i += 8
    }
    while i < block.count {
        let gradient = block.gradients[i]
        let mean = block.means[i] + step.rest1 * (gradient - block.means[i])
        let square = block.squares[i] + step.rest2 * (gradient * gradient - block.squares[i])
        block.means[i] = mean
        block.squares[i] = square
        block.parameters[i] -= step.rate * mean / (square.squareRoot() + 1e-7)
        if step.zeroesGradients { block.gradients[i] = 0 }
        i += 1
    }
}
