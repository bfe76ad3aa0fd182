import BinaryBrain
import KernelInterface

/// Evaluates a netlist on many frames at once, 64 frames in a word and 256 in a vector, without any compile step.
///
/// The frames are cut into blocks whose rows of bits stay in the caches; threads share the blocks. Steady-state evaluation
/// allocates nothing. An evaluator belongs to one thread of control at a time; results do not depend on the number of
/// threads. Simplify the netlist first: the evaluator runs what it is given (but no LUT that no output depends on).
public final class NetlistEvaluator {
    /// What is evaluated.
    public let netlist: Netlist
    let plan: EvaluationPlan
    let kernels: NetlistKernels
    let elements: ElementKernels
    /// The smallest pixel that gives a one, at the place of its threshold.
    let pixelThresholds: [Int]
    /// What numbers become that are compared frame by frame; nil if each has thresholds of its own, or there are many.
    let ranking: ThresholdRanking?
    private let planeCount: Int
    private let workspaces: WorkspacePool
    private var outputs = FrameBufferPool()

    /// Makes a netlist ready.
    /// - Parameter hostOnly: whether the plain reference code runs instead of the vectorised kernels.
    /// - Throws: `BrainError` if an output counts so many bits that single precision cannot hold the count.
    public init(_ netlist: Netlist, hostOnly: Bool = false) throws {
        let plan = EvaluationPlan(netlist)
        let numbers = netlist.decoding.shape.count
        let largest = netlist.outputs.count / numbers * netlist.encoding.frameModulationSize
        guard largest <= 1 << 24 else {
            throw BrainError(
                .parameter, what: "netlist evaluation",
                why: "an output counts \(largest) bits, more than single precision holds exactly",
                remedy: "use a smaller modulation size")
        }
        let planes = Int.bitWidth - largest.leadingZeroBitCount
        self.netlist = netlist
        self.plan = plan
        planeCount = planes
        kernels = Kernels.table(hostOnly: hostOnly).netlist
        elements = Kernels.table(hostOnly: hostOnly).elements
        pixelThresholds = netlist.encoding.thresholds.map(InputEncoding.smallestPixel(reaching:))
        ranking = ThresholdRanking(netlist.encoding)
        workspaces = WorkspacePool {
            Workspace(rowCount: plan.rowCount, counterCount: numbers, planeCount: planes)
        }
    }

    /// LUTs that are evaluated: those that outputs depend on.
    public var lutCount: Int { plan.steps.count }

    // MARK: Numbers in, numbers out

    /// What the net's `forward(_:train: false)` gives in binary mode: numbers in [0, 1] if the net ends in BinaryToReal, else
    /// packed bits.
    /// - Throws: `BrainError` if x has another shape than the net's input.
    public func forward(_ x: FrameBuffer) throws -> FrameBuffer {
        try x.require(netlist.encoding.shape, for: "forward of a netlist")
        return forward(source(x))
    }

    /// The same for 8-bit pixels, frame after frame, that stand for pixel / 255.
    package func forward(pixels: UnsafeBufferPointer<UInt8>) throws -> FrameBuffer {
        forward(try source(pixels))
    }

    /// The output with the largest number of each frame, the first if several have it.
    package func classify(_ x: FrameBuffer, into classes: UnsafeMutableBufferPointer<Int32>) throws {
        try x.require(netlist.encoding.shape, for: "classification by a netlist")
        try classify(source(x), into: classes)
    }

    /// The same for 8-bit pixels, frame after frame, that stand for pixel / 255.
    package func classify(
        pixels: UnsafeBufferPointer<UInt8>, into classes: UnsafeMutableBufferPointer<Int32>
    ) throws {
        try classify(source(pixels), into: classes)
    }

    // MARK: Bits in, bits out

    /// The output bits for input bits, one frame of bits for each, without encoding and decoding.
    /// - Throws: `BrainError` unless the buffer holds bits, as many nodes as the netlist has inputs.
    public func outputBits(of bits: FrameBuffer) throws -> FrameBuffer {
        guard bits.dtype == .bit, bits.nodeCount == netlist.inputCount else {
            throw BrainError(
                .shape, what: "evaluation of a netlist on bits",
                why: "got \(bits.nodeCount) nodes of \(bits.dtype.name)",
                remedy: "pass \(netlist.inputCount) nodes of bits")
        }
        let y = outputs.take(
            .bit, frameCount: bits.frameCount, shape: [netlist.outputs.count], levels: .zeroOne)
        run(.bits(bits), .bits(y), modulationSize: 1)
        return y
    }

    // MARK: Work

    typealias Source = EvaluationSource
    typealias Destination = EvaluationDestination

    func forward(_ source: Source) -> FrameBuffer {
        switch netlist.decoding {
        case .averages(let shape, let size, let values):
            let y = outputs.take(.fp32, frameCount: source.frameCount, shape: shape)
            run(source, .averages(y, values), modulationSize: size)
            return y
        case .shares(let shape, let size), .sums(let shape, let size, _, _):
            let y = outputs.take(.fp32, frameCount: source.frameCount, shape: shape)
            run(source, .reals(y), modulationSize: size)
            return y
        case .bits(let shape, let levels):
            let y = outputs.take(.bit, frameCount: source.frameCount, shape: shape, levels: levels)
            run(source, .bits(y), modulationSize: 1)
            return y
        }
    }

    func classify(_ source: Source, into classes: UnsafeMutableBufferPointer<Int32>) throws {
        guard classes.count == source.frameCount else {
            throw BrainError(
                .shape, what: "classification by a netlist",
                why: "there is room for \(classes.count) classes of \(source.frameCount) frames",
                remedy: "give one number for each frame")
        }
        guard let base = classes.baseAddress else { return }
        run(source, .classes(base), modulationSize: netlist.encoding.frameModulationSize)
    }

    func run(_ source: Source, _ destination: Destination, modulationSize: Int) {
        let frames = source.frameCount
        let shape = BlockShape(
            frameCount: frames, modulationSize: modulationSize, threadCount: Parallel.shared.threadCount)
        let perBlock = shape.wordCount * 64
        Parallel.shared.run(blocks: (frames + perBlock - 1) / perBlock) { block in
            let range = block * perBlock..<min(frames, (block + 1) * perBlock)
            workspaces.withWorkspace {
                runBlock(source, destination, range, modulationSize, shape.stepCount, $0)
            }
        }
    }

    private func runBlock(
        _ source: Source, _ destination: Destination, _ frames: Range<Int>, _ modulationSize: Int, _ stepCount: Int,
        _ workspace: Workspace
    ) {
        let words = (frames.count + 63) / 64
        let numbers = netlist.decoding.shape.count
        let source = ranked(source, frames, workspace)
        let counters = workspace.clearedCounters(wordCount: words, outputCount: numbers)
        var first = 0
        // Where each bit frame becomes a number by itself, they are counted one by one.
        var stepCount = stepCount
        if case .averages(let y, _) = destination {
            stepCount = 1
            for number in 0..<numbers {
                (y.floats(number) + frames.lowerBound).update(repeating: 0, count: frames.count)
            }
        }
        while first < modulationSize {
            let steps = first..<min(first + stepCount, modulationSize)
            for step in steps {
                fill(workspace.rows, word: (step - first) * words, from: source, frames, step: step)
            }
            // Whole vectors; what the last one reads and writes beyond the block is nobody's.
            let used = (steps.count * words + 3) / 4 * 4
            plan.steps.withUnsafeBufferPointer {
                if let base = $0.baseAddress { kernels.evaluate(base, $0.count, workspace.rows, used) }
            }
            if case .bits(let y) = destination {
                copyOutputs(workspace.rows, to: y, frames)
            } else {
                for (index, row) in plan.outputRows.enumerated() {
                    kernels.addBits(workspace.rows.row(row), steps.count, counters, index % numbers)
                }
            }
            first = steps.upperBound
            if case .averages(let y, let values) = destination {
                for number in 0..<numbers {
                    add(counters, number, values, to: y.floats(number) + frames.lowerBound, frames.count)
                }
                _ = workspace.clearedCounters(wordCount: words, outputCount: numbers)
            }
        }
        switch destination {
        case .bits: break
        case .averages(let y, _):
            let share = 1 / Float(modulationSize)
            for number in 0..<numbers {
                let row = y.floats(number) + frames.lowerBound
                for frame in 0..<frames.count { row[frame] *= share }
            }
        case .reals(let y):
            for number in 0..<numbers {
                read(counters, number, into: y.floats(number) + frames.lowerBound, frames.count)
            }
        case .classes(let classes):
            kernels.indexOfMaximum(counters, numbers, classes + frames.lowerBound, frames.count)
        case .counts(let counts):
            for number in 0..<numbers {
                write(counters, number, of: numbers, to: counts + frames.lowerBound * numbers, frames.count)
            }
        }
    }
}
