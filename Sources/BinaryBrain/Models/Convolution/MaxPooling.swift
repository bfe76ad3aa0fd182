/// The largest pixel of each window (manual §6.2.6.2).
///
///     y = max x_i        dx_i = dy for the first i with x_i = y, 0 for the others
///
/// On bits this is the OR, and the gradient goes to the first pixel that is set. If none is, a layer of bit type drops the
/// gradient, as the original's does; one of real type gives it to the first pixel, as it would for numbers.
public final class MaxPooling: Pooling {
    /// A layer without parameters, with the defaults of the manual's Python class.
    /// - Throws: `BrainError` if the size or the type is not usable.
    public init(filterSize: PlaneSize = PlaneSize(2), name: String? = nil, binaryType: DType = .fp32) throws {
        try super.init(
            Self.card, modelName: "MaxPooling", function: Maximum(), filterSize: filterSize, name: name,
            binaryType: binaryType)
    }

    public override func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.write(filterSize)
        for shape in [inputShape, outputShape] { for extent in shape.dimensions { writer.write(extent) } }
    }

    public override var hardware: HardwareForm {
        windows(isMaximum: true) { $0.dropFirst().reduce($0[0]) { $1 > $0 ? $1 : $0 } }
    }
}

private struct Maximum: PoolingFunction {
    /// Frames that are worked on together, so that what is left of dy stays in the first-level cache.
    private static let blockFrames = 512

    var choosesFirst: Bool { true }

    func isOr(_ levels: BitLevels) -> Bool { true }

    func pool(_ window: PoolingWindow) {
        let (target, frames) = (window.y.floats(window.output), window.y.frameCount)
        target.update(from: window.x.floats(window.nodes[0]), count: frames)
        for tap in 1..<max(1, window.count) {
            let source = window.x.floats(window.nodes[tap])
            for frame in 0..<frames {
                let value = source[frame]
                // NaN, which is not itself, is the largest of all.
                target[frame] = value > target[frame] || value != value ? value : target[frame]
            }
        }
    }

    /// The first pixel that equals the result takes what is left of dy: no index has to be kept from the forward.
    func differentiate(_ window: PoolingWindow, _ dy: FrameRows, into dx: FrameRows) {
        let frames = window.x.frameCount
        withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.blockFrames) { buffer in
            guard let left = buffer.baseAddress else { return }
            for start in stride(from: 0, to: frames, by: Self.blockFrames) {
                let count = min(Self.blockFrames, frames - start)
                left.update(from: dy.floats(window.output) + start, count: count)
                let y = window.y.floats(window.output) + start
                for tap in 0..<window.count {
                    let x = window.x.floats(window.nodes[tap]) + start
                    let target = dx.floats(window.nodes[tap]) + start
                    for frame in 0..<count {
                        let isLargest = !(x[frame] < y[frame])
                        target[frame] = isLargest ? left[frame] : 0
                        left[frame] = isLargest ? 0 : left[frame]
                    }
                }
            }
        }
    }

    func differentiateBits(_ window: PoolingWindow, _ dy: FrameRows, into dx: FrameRows, isBitLayer: Bool) {
        let y = window.y.words(window.output)
        for tap in 0..<window.count {
            let x = window.x.words(window.nodes[tap])
            window.select(dy, into: dx, tap: tap, scale: 1) { word in
                var first = tap == 0 && !isBitLayer ? x[word] | ~y[word] : x[word]
                for earlier in 0..<tap { first &= ~window.x.words(window.nodes[earlier])[word] }
                return first
            }
        }
    }
}
