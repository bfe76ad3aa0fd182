import KernelInterface

/// Adds up groups of bits, one group an output: the head of a LUT-network that ends in a population count a class.
///
///     z_c = s · Σ_{k < m} y_{c·m + k}        dy_{c·m + k} = s · dz_c        s ≈ 1/τ, m = inputs / outputs
///
/// Groups are contiguous. The temperature τ ("tau") decides how sure a softmax behind it is of a count: small lets the net
/// fit more, large smooths; about √m/3 is a good beginning, and the default. It changes no count, so it is no part of a
/// circuit. Packed input counts as the numbers of its levels.
///
/// s is 1/τ held to so few significant bits that all sums over a group and up to 31 modulated frames are exact: a count
/// gives the same number whatever the order in which it was added up, here, in a netlist or in hardware.
///
/// Command: `tau NUMBER`. Source: the GroupSum of Petersen et al., Deep differentiable logic gate networks, 2022. The
/// original has no such layer; `Reduce` is the average over interleaved groups.
public final class GroupSum: HostOnlySwitchable {
    /// Range of temperatures.
    public static let temperatures: ClosedRange<Float> = 1e-3...1e6
    /// Temperature that was asked for; nil for √m/3.
    public internal(set) var requestedTau: Float?
    /// Instance name.
    public var name: String?
    /// Whether the plain reference code runs.
    public var hostOnly = false
    /// Shape of one input frame.
    public private(set) var inputShape = Shape([])
    /// Shape of one output frame.
    public let outputShape: Shape

    private var stack = ForwardStack<Int>()
    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()
    private var counters = AlignedStorage(byteCount: 0)

    /// A layer with `outputShape.count` groups.
    /// - Parameter tau: temperature; nil for √m/3.
    /// - Throws: `BrainError` for an unusable shape or temperature.
    public init(outputShape: Shape, tau: Float? = nil, name: String? = nil) throws {
        self.outputShape = try outputShape.validated(for: "output of GroupSum")
        self.name = name
        requestedTau = try tau.map(Self.validated(tau:))
    }

    static func validated(tau: Float) throws -> Float {
        guard temperatures.contains(tau) else {
            throw BrainError(
                .parameter, what: "tau", why: "\(tau) is not a usable temperature",
                remedy: "choose one from 0.001 to 1000000, such as the root of the bits a group over 3")
        }
        return tau
    }

    /// Bits a group: m. 0 before `setInputShape`.
    public var groupSize: Int { inputShape.rank == 0 ? 0 : inputShape.count / outputShape.count }

    /// The temperature τ.
    public var tau: Float { requestedTau ?? Float(max(1, groupSize)).squareRoot() / 3 }

    /// What one bit adds to its output: 1/τ to as many significant bits as leave all counts exact.
    public var scale: Float { Self.exactScale(tau: tau, groupSize: groupSize) }

    /// 1/τ to 24 − b significant bits, where b bits hold the count over a group in 31 frames.
    static func exactScale(tau: Float, groupSize: Int) -> Float {
        let countBits = Int.bitWidth - (max(1, groupSize) * 31).leadingZeroBitCount
        let share = 1 / tau
        let unit = Float(sign: .plus, exponent: Int(share.exponent) - max(0, 23 - countBits), significand: 1)
        return (share / unit).rounded() * unit
    }

    public var modelName: String { "GroupSum" }
    public var objectName: String { "GroupSum_fp32" }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        let input = try shape.validated(for: "input of \(displayName)")
        guard input.count % outputShape.count == 0 else {
            throw BrainError(
                .shape, what: displayName,
                why: "\(input.count) inputs cannot be divided into \(outputShape.count) groups of one size",
                remedy: "give the layer before it a multiple of \(outputShape.count) nodes")
        }
        inputShape = input
        return outputShape
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let y = outputs.take(.fp32, frameCount: x.frameCount, shape: outputShape)
        if x.dtype == .bit, !hostOnly { count(x, into: y) } else { add(x.floats(using: &conversions), into: y) }
        if train { stack.push(x.frameCount) }
        return y
    }

    /// Numbers, added up one after another.
    private func add(_ x: FrameBuffer, into y: FrameBuffer) {
        let (size, scale) = (groupSize, scale)
        Parallel.shared.forEachRow(y.nodeCount, length: size * y.frameCount) { group in
            let row = y.floats(group)
            row.update(repeating: 0, count: y.frameCount)
            for node in group * size..<(group + 1) * size {
                Kernels.elements.add(x.floats(node), row, y.frameCount)
            }
            for frame in 0..<y.frameCount { row[frame] *= scale }
        }
    }

    /// Packed bits, counted 64 frames at a time.
    private func count(_ x: FrameBuffer, into y: FrameBuffer) {
        let (size, scale, low) = (groupSize, scale, x.levels.low)
        let planes = Int.bitWidth - size.leadingZeroBitCount
        let words = x.wordStride
        let bytes = y.nodeCount * planes * words * 8
        if counters.byteCount < bytes { counters = AlignedStorage(byteCount: bytes) }
        let all = BitCounters(
            base: counters.base.assumingMemoryBound(to: UInt64.self), planeCount: planes, wordCount: words)
        let kernels = Kernels.table(hostOnly: false).netlist
        Parallel.shared.forEachRow(y.nodeCount, length: size * y.frameCount / 32) { group in
            all.planes(group).update(repeating: 0, count: planes * words)
            for node in group * size..<(group + 1) * size { kernels.addBits(x.words(node), 1, all, group) }
            let row = y.floats(group)
            kernels.readCounts(all, group, scale * (1 - low), row, y.frameCount)
            if low != 0 {
                let offset = Float(size) * scale * low
                for frame in 0..<y.frameCount { row[frame] += offset }
            }
        }
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let frames = try stack.pop(for: displayName)
        guard needsInputGradient else { return nil }
        try dy.requireGradient(frameCount: frames, shape: outputShape, for: displayName)
        let gradient = dy.floats(using: &conversions)
        let dx = inputGradients.take(.fp32, frameCount: frames, shape: inputShape)
        let (size, scale) = (groupSize, scale)
        Parallel.shared.forEachRow(dx.nodeCount, length: frames) { node in
            let (source, row) = (gradient.floats(node / size), dx.floats(node))
            for frame in 0..<frames { row[frame] = source[frame] * scale }
        }
        return dx
    }

    public func clear() { stack.removeAll() }
}
