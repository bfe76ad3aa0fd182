/// A layer whose nodes make one number of N inputs by a fixed rule: what AverageLut and MaxLut have in common.
///
///     v = binarizesInput ? (x > 0 ? +1 : −1) : x        s = rule(v)        y = binarizesOutput ? (s > 0 ? +1 : −1) : s
///
/// A binarised output is packed. A layer of type bit always binarises both. Commands: `binary` (both switches),
/// `binarize_input`, `binarize_output`, `host_only`.
public class ReducingLut: SparseModel, HostOnlySwitchable {
    public let card: LayerCard
    /// Inputs that a node may have; with more than 6 it works, but is no LUT.
    public static let inputsPerNodeRange = 1...64

    /// N.
    public let inputsPerNode: Int
    /// Element type of binary signals: fp32 (switchable) or bit.
    public let binaryType: DType
    /// Shape of one output frame.
    public let outputShape: Shape
    /// How inputs are chosen.
    public let connectionRule: ConnectionRule
    /// Seed of the connections.
    public let seed: UInt64
    /// Instance name.
    public var name: String?
    /// Whether inputs count as −1 or +1.
    public internal(set) var binarizesInput: Bool
    public var binarizesInputs: Bool? { binarizesInput }
    /// What a file says of `binarizesInput` in a layer of bits, where it has no effect.
    var storedBinarizesInput: Bool?
    /// Whether the output is −1 or +1.
    public internal(set) var binarizesOutput: Bool
    /// Whether the plain reference code runs on packed bits (numbers have one code path).
    public var hostOnly = false

    /// The wires; nil before `setInputShape`.
    public private(set) var connection: ConnectionTable?
    /// What the packed bits that came in last stand for; nil if none did.
    private var seenLevels: BitLevels?
    private let reduction: NodeReduction
    private var fanout: InputFanout?
    private var truth: [BitLevels: TruthTables] = [:]
    private var stack = ForwardStack<Record>()
    private var outputs = FrameBufferPool()
    private var sums = FrameBufferPool()
    private var winners = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()

    /// One forward; for the maximum, which input each gradient goes to.
    private struct Record {
        let frameCount: Int
        let winners: FrameBuffer?
    }

    init(_ card: LayerCard, _ reduction: NodeReduction, _ settings: Settings) throws {
        let modelName = card.name
        outputShape = try settings.outputShape.validated(for: "output of \(modelName)")
        inputsPerNode = try LutParameters.validated(
            inputsPerNode: settings.inputsPerNode, in: Self.inputsPerNodeRange, for: modelName)
        binaryType = try LutParameters.validated(binaryType: settings.binaryType, for: modelName)
        guard settings.binarize || binaryType != .bit else {
            throw BrainError(
                .parameter, what: modelName, why: "bin_dtype bit cannot hold an output that is not binarised",
                remedy: "choose binarize true or bin_dtype fp32")
        }
        self.card = card
        self.reduction = reduction
        connectionRule = settings.connection
        binarizesOutput = settings.binarize
        binarizesInput = settings.binarizeInput || binaryType == .bit
        seed = settings.seed
        name = settings.name
    }

    /// Class name.
    public var modelName: String { card.name }
    public var objectName: String { "\(modelName)_\(binaryType.name)_fp32" }
    public var inputShape: Shape { connection?.inputShape ?? [] }
    public var isBinary: Bool? { binarizesOutput }
    public var lutCount: Int? { isLut ? outputShape.count : nil }
    /// Whether a table of a node fits a LUT.
    private var isLut: Bool { inputsPerNode <= 6 }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        if inputShape == shape { return outputShape }
        let input = try shape.validated(for: "input of \(displayName)")
        let claim = ParameterClaim(wires: outputShape.count * inputsPerNode)
        if try claim.isOnlyPlanned(for: self, input: input, output: outputShape) { return outputShape }
        var generator = MersenneTwister64(seed: seed)
        install(
            connection: try ConnectionTable(
                rule: connectionRule, inputShape: input, outputShape: outputShape, inputsPerNode: inputsPerNode,
                seed: generator.next()))
        return outputShape
    }

    /// Takes over wires.
    func install(connection: ConnectionTable) {
        self.connection = connection
        fanout = nil
        truth = [:]
        stack.removeAll()
    }

    // MARK: Forward

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if connection == nil { try setInputShape(x.shape) }
        guard let connection else { throw LutParameters.notBuilt(displayName) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let needsWinners = train && reduction == .maximum
        if x.dtype == .bit { seenLevels = x.levels }
        if x.dtype == .bit, binarizesOutput, !needsWinners, isLut {
            let y = outputs.take(.bit, frameCount: x.frameCount, shape: outputShape)
            tables(for: binarizesInput ? .minusOnePlusOne : x.levels)
                .evaluate(x, connection, into: y, hostOnly: hostOnly)
            if train { stack.push(Record(frameCount: x.frameCount, winners: nil)) }
            return y
        }
        let input = x.floats(using: &conversions)
        let sum =
            binarizesOutput
            ? sums.take(.fp32, frameCount: x.frameCount, shape: outputShape)
            : outputs.take(.fp32, frameCount: x.frameCount, shape: outputShape)
        let won = needsWinners ? winners.take(.uint8, frameCount: x.frameCount, shape: outputShape) : nil
        let (count, entries, binarizesInput) = (inputsPerNode, connection.entries, binarizesInput)
        Parallel.shared.forEachRow(sum.nodeCount, length: count * x.frameCount) { node in
            reduction.apply(
                { UnsafePointer(input.floats(Int(entries[node * count + $0]))) }, count: count,
                binarizesInput: binarizesInput, to: sum.floats(node),
                winners: won?.row(node).assumingMemoryBound(to: UInt8.self), frames: x.frameCount)
        }
        if train { stack.push(Record(frameCount: x.frameCount, winners: won)) }
        guard binarizesOutput else { return sum }
        let y = outputs.take(.bit, frameCount: x.frameCount, shape: outputShape)
        sum.pack(into: y, threshold: 0)
        return y
    }

    private func tables(for levels: BitLevels) -> TruthTables {
        if let known = truth[levels] { return known }
        let table = reduction.truthTable(inputsPerNode: inputsPerNode, levels: levels)
        let made = TruthTables(
            [UInt64](repeating: table, count: outputShape.count), inputsPerNode: inputsPerNode)
        truth[levels] = made
        return made
    }

    /// What the node does to the bits 0 and 1 in hardware, where a bit is a bit: the majority of AverageLut (as the
    /// original exports it), the OR of MaxLut (where the original exports the majority, too).
    public func patternOutputs() throws -> FrameBuffer {
        guard connection != nil else { throw LutParameters.notBuilt(displayName) }
        guard isLut else {
            throw BrainError(
                .parameter, what: "LUTs of \(displayName)", why: "a node has \(inputsPerNode) inputs",
                remedy: "choose N up to 6")
        }
        let outputs = FrameBuffer(
            .bit, frameCount: 1 << inputsPerNode, shape: [outputShape.count], levels: .zeroOne)
        let table = reduction.truthTable(inputsPerNode: inputsPerNode, levels: .minusOnePlusOne)
        for node in 0..<outputs.nodeCount { outputs.words(node)[0] = table }
        return outputs
    }

    /// The table of every node for the bits that it reads now: a sum of the numbers 0 and 1 is positive if any of them is 1, so
    /// AverageLut is an OR behind layers whose bits are 0 and 1, unless `binarize_input` counts a 0 as −1. Before any bits have
    /// come in, that of `patternOutputs`. Empty if a node is no LUT (N above 6).
    public var presentTables: [UInt64] {
        guard isLut else { return [] }
        let readsNumbers = binarizesOutput && !binarizesInput
        let table = reduction.truthTable(
            inputsPerNode: inputsPerNode, levels: readsNumbers ? seenLevels ?? .minusOnePlusOne : .minusOnePlusOne)
        return [UInt64](repeating: table, count: outputShape.count)
    }

    public func truthTablesNow() throws -> [UInt64] { presentTables }

    public func caution(given x: FrameBuffer) -> String? { nil }

    // MARK: Backward

    /// No switch masks the gradient: it passes straight through both binarisations.
    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let record = try stack.pop(for: displayName)
        guard needsInputGradient, let connection else { return nil }
        try dy.requireGradient(frameCount: record.frameCount, shape: outputShape, for: displayName)
        let gradient = dy.floats(using: &conversions)
        let fanout = self.fanout ?? InputFanout(connection)
        self.fanout = fanout
        let dx = inputGradients.take(.fp32, frameCount: record.frameCount, shape: inputShape)
        let (count, frames) = (inputsPerNode, record.frameCount)
        let share = 1 / Float(count)
        Parallel.shared.forEachRow(dx.nodeCount, length: count * frames) { input in
            let row = dx.floats(input)
            row.update(repeating: 0, count: frames)
            for slot in fanout.slots(of: input) {
                let (node, place) = Int(slot).quotientAndRemainder(dividingBy: count)
                let source = gradient.floats(node)
                if let winners = record.winners {
                    let won = winners.row(node).assumingMemoryBound(to: UInt8.self)
                    for frame in 0..<frames where Int(won[frame]) == place { row[frame] += source[frame] }
                } else {
                    for frame in 0..<frames { row[frame] += source[frame] * share }
                }
            }
        }
        return dx
    }

    public func clear() { stack.removeAll() }

    /// The sum or the maximum of the inputs, binarised at 0. A layer that does not binarise its output is taken as after `binary
    /// true`, which switches both.
    public var hardware: HardwareForm {
        guard binarizesOutput, !binarizesInput else {
            return .tables(
                TableNodes(wires: connection, entries: .bits({ try self.lutTables() }, .minusOnePlusOne), above: 0))
        }
        return .functions(FunctionNodes(wires: connection, rule: .compared(reduction.number, above: 0)))
    }
}
