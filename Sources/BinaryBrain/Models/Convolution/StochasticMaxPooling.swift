/// The probability that some pixel of a 2×2 window is one, if the pixels are independent probabilities (manual §6.2.6.3).
///
///     y = 1 − Π (1 − x_i)        dx_i = dy Π_{k ≠ i} (1 − x_k)
///
/// On bits this is the OR. Pixels beyond the border count as 0. Bits of levels −1/+1 are these numbers in the derivative, as
/// in the original: 1 − x is 2 for a zero bit, and gradients grow by that. Packed −1/+1 in a layer of real type are numbers.
public final class StochasticMaxPooling: Pooling {
    /// What the original writes at the MaxPooling level of files without ever having set it: filter height and width, then
    /// channels, height and width of input and output.
    struct UnusedFileFields {
        var hostOnly = false
        var numbers = [2, 2, 0, 0, 0, 0, 0, 0]
    }

    /// Kept, so that a file of the original is written as it was read.
    var unusedFileFields = UnusedFileFields()

    /// A layer without parameters, with the defaults of the manual's Python class.
    /// - Throws: `BrainError` if the size is not 2×2 or the type not usable.
    public init(filterSize: PlaneSize = PlaneSize(2), name: String? = nil, binaryType: DType = .fp32) throws {
        guard filterSize == PlaneSize(2) else {
            throw BrainError(
                .parameter, what: "StochasticMaxPooling", why: "a filter_size of \(filterSize) is not supported",
                remedy: "use 2×2, or MaxPooling")
        }
        try super.init(
            Self.card, modelName: "StochasticMaxPooling2x2", function: NoisyOr(), filterSize: filterSize, name: name,
            binaryType: binaryType)
    }

    public override func writeObjectData(to writer: inout ObjectWriter) throws {
        guard inputShape.rank > 0 else { throw withoutShapeError }
        writer.writeVersion(of: "StochasticMaxPooling2x2")
        writer.writeVersion(of: "MaxPooling")
        writer.writeModelLevel(self)
        writer.write(unusedFileFields.hostOnly)
        for number in unusedFileFields.numbers { writer.write(number) }
        writer.write(hostOnly)
        for shape in [inputShape, outputShape] { for extent in shape.dimensions.reversed() { writer.write(extent) } }
    }

    public override func caution(given x: FrameBuffer) -> String? {
        guard binaryType == .bit else { return nil }
        return "with type bit a 0 counts as −1, and gradients grow up to eightfold: write fw_dtype: fp32"
    }

    public override var hardware: HardwareForm {
        windows(isMaximum: false) { pixels in
            // 1 − x of four pixels, 1 for those beyond the border, in the layer's order.
            let others = (0..<4).map { $0 < pixels.count ? 1 - pixels[$0] : 1 }
            return 1 - others[0] * others[1] * others[2] * others[3]
        }
    }
}

private struct NoisyOr: PoolingFunction {
    var choosesFirst: Bool { false }

    func isOr(_ levels: BitLevels) -> Bool { levels == .zeroOne }

    /// 1 − x of four pixels in one frame; 1 for pixels beyond the border.
    private func complements(_ window: PoolingWindow, _ frame: Int) -> SIMD4<Float> {
        var result = SIMD4<Float>(repeating: 1)
        for tap in 0..<window.count { result[tap] = 1 - window.x.floats(window.nodes[tap])[frame] }
        return result
    }

    func pool(_ window: PoolingWindow) {
        let target = window.y.floats(window.output)
        for frame in 0..<window.y.frameCount {
            let c = complements(window, frame)
            target[frame] = 1 - c[0] * c[1] * c[2] * c[3]
        }
    }

    func differentiate(_ window: PoolingWindow, _ dy: FrameRows, into dx: FrameRows) {
        let gradient = dy.floats(window.output)
        for frame in 0..<window.x.frameCount {
            let c = complements(window, frame)
            let (upper, lower) = (c[0] * c[1], c[2] * c[3])
            let others = SIMD4(c[1] * lower, c[0] * lower, upper * c[3], upper * c[2])
            for tap in 0..<window.count { dx.floats(window.nodes[tap])[frame] = gradient[frame] * others[tap] }
        }
    }

    func differentiateBits(_ window: PoolingWindow, _ dy: FrameRows, into dx: FrameRows, isBitLayer: Bool) {
        // 1 − x of a zero bit is 1 or 2; of a one bit it is 0.
        var scale: Float = 1
        for _ in 1..<max(1, window.count) { scale *= 1 - window.x.levels.low }
        for tap in 0..<window.count {
            window.select(dy, into: dx, tap: tap, scale: scale) { word in
                var others: UInt64 = 0
                for other in 0..<window.count where other != tap {
                    others |= window.x.words(window.nodes[other])[word]
                }
                return ~others
            }
        }
    }
}
