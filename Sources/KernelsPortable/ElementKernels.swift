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
