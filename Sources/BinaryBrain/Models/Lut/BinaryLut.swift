/// A layer of LUTs as hardware has them (manual §5.2.3.9, §6.2.5.3): fixed truth tables, bits in and bits out.
///
///     y = bit Σ_j [x_j ≠ 0] 2^j of the node's table
///
/// It does not learn: no gradient flows through it. Tables are drawn at random, or taken over from a trained layer by
/// `importLayer` or `fromSparseModel`. The output is packed, 0 and 1 (type bit: −1 and +1).
///
/// As in the original, a layer of type fp32 takes every number but 0 for a one, −1 too: feed it 0 and 1, or choose the
/// type bit, to which packed bits are bits and numbers are ones if they are positive.
public final class BinaryLut: SparseModel, HostOnlySwitchable {
    /// N, 2…6.
    public let inputsPerNode: Int
    /// Element type of the signals: fp32 or bit.
    public let forwardType: DType
    /// Shape of one output frame.
    public let outputShape: Shape
    /// How inputs are chosen.
    public let connectionRule: ConnectionRule
    /// Seed of connections and random tables.
    public let seed: UInt64
    /// Instance name.
    public var name: String?
    /// Whether the plain reference code runs.
    public var hostOnly = false
    /// What stands in a file in the bits of a word that a small table does not use: the original never clears them.
    var unusedTableBits: [UInt64] = []
    /// Kept for files of the original; the kernels here are always vectorised unless host-only.
    public internal(set) var hostSimd = true

    /// Whether wires and tables are those of another layer, which are not drawn anew.
    private var isImported = false
    /// The wires; nil before `setInputShape`.
    public private(set) var connection: ConnectionTable?
    private var truth = TruthTables([], inputsPerNode: 6)
    private var outputs = FrameBufferPool()
    private var packedInputs = FrameBufferPool()

    /// A layer with the defaults of the manual's Python class; wires and tables are drawn by `setInputShape`.
    /// - Throws: `BrainError` if N, the output shape or the type is not supported.
    public init(
        outputShape: Shape, connection: ConnectionRule = .random, seed: UInt64 = 1, name: String? = nil,
        inputsPerNode: Int = 6, forwardType: DType = .fp32
    ) throws {
        self.outputShape = try outputShape.validated(for: "output of BinaryLut")
        self.inputsPerNode = try LutParameters.validated(inputsPerNode: inputsPerNode, for: "BinaryLut")
        self.forwardType = try LutParameters.validated(binaryType: forwardType, for: "BinaryLut")
        connectionRule = connection
        self.seed = seed
        self.name = name
    }

    /// A layer with the wires and the tables of another one (manual `from_sparse_model`).
    /// - Throws: `BrainError` if that layer has no input shape yet.
    public static func fromSparseModel(_ layer: any SparseModel, forwardType: DType = .fp32) throws -> BinaryLut {
        let result = try BinaryLut(
            outputShape: layer.outputShape, inputsPerNode: layer.inputsPerNode, forwardType: forwardType)
        try result.takeOver(layer)
        return result
    }

    /// Takes over the wires and the tables of a layer of the same size (manual `import_layer`).
    /// - Throws: `BrainError` unless both have as many inputs, outputs and inputs a node.
    public func importLayer(_ layer: any SparseModel) throws {
        guard layer.inputsPerNode == inputsPerNode, layer.outputShape.count == outputShape.count,
            connection == nil || layer.inputShape.count == inputShape.count
        else {
            throw BrainError(
                .shape, what: "import into \(displayName)",
                why: "\(layer.displayName) has \(layer.outputShape) nodes of \(layer.inputsPerNode) inputs and reads "
                    + "\(layer.inputShape); this layer has \(outputShape) of \(inputsPerNode) and reads \(inputShape)",
                remedy: "import a layer of the same size, or use fromSparseModel")
        }
        try takeOver(layer)
    }

    private func takeOver(_ layer: any SparseModel) throws {
        guard let wires = layer.connection else { throw LutParameters.notBuilt(layer.displayName) }
        isImported = true
        install(
            connection: try ConnectionTable(
                inputShape: connection?.inputShape ?? wires.inputShape, outputShape: outputShape,
                inputsPerNode: inputsPerNode, entries: Array(wires.table.int32s)),
            tables: try layer.lutTables())
    }

    public var modelName: String { "BinaryLut\(inputsPerNode)" }
    public var objectName: String { "\(modelName)_\(forwardType.name)_fp32" }
    public var inputShape: Shape { connection?.inputShape ?? [] }
    public var lutCount: Int? { outputShape.count }
    /// The truth table of each node, bit p for the pattern p of its inputs; empty before `setInputShape`.
    public var tables: [UInt64] { truth.tables }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        if inputShape == shape { return outputShape }
        let input = try shape.validated(for: "input of \(displayName)")
        if isImported, let connection {
            guard input.count == inputShape.count else {
                throw BrainError(
                    .shape, what: displayName,
                    why: "its tables were trained on \(inputShape), and the layer before it puts out \(input)",
                    remedy: "put the layers before it that the trained net has there")
            }
            install(
                connection: try ConnectionTable(
                    inputShape: input, outputShape: outputShape, inputsPerNode: inputsPerNode,
                    entries: Array(connection.table.int32s)), tables: tables)
            return outputShape
        }
        let nodes = outputShape.count
        let claim = ParameterClaim(wires: nodes * inputsPerNode, bytes: nodes * 8)
        if try claim.isOnlyPlanned(for: self, input: input, output: outputShape) { return outputShape }
        var generator = MersenneTwister64(seed: seed)
        let wires = try ConnectionTable(
            rule: connectionRule, inputShape: input, outputShape: outputShape, inputsPerNode: inputsPerNode,
            seed: generator.next())
        var bits = MersenneTwister64(seed: generator.next())
        let tables = (0..<outputShape.count).map { _ in
            (0..<1 << inputsPerNode).reduce(UInt64(0)) { $0 | bits.uniformInteger(0, 1) << UInt64($1) }
        }
        install(connection: wires, tables: tables)
        return outputShape
    }

    /// Takes over wires and one table a node.
    func install(connection: ConnectionTable, tables: [UInt64]) {
        self.connection = connection
        unusedTableBits = []
        truth = TruthTables(tables, inputsPerNode: inputsPerNode)
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if connection == nil { try setInputShape(x.shape) }
        guard let connection else { throw LutParameters.notBuilt(displayName) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let y = outputs.take(
            .bit, frameCount: x.frameCount, shape: outputShape,
            levels: forwardType == .bit ? .minusOnePlusOne : .zeroOne)
        truth.evaluate(bits(of: x), connection, into: y, hostOnly: hostOnly)
        return y
    }

    /// The input as bits, in the way of the layer's type.
    private func bits(of x: FrameBuffer) -> FrameBuffer {
        if x.dtype == .bit, forwardType == .bit || x.levels == .zeroOne { return x }
        let bits = packedInputs.take(.bit, frameCount: x.frameCount, shape: x.shape, levels: .zeroOne)
        let (frames, isBit) = (x.frameCount, forwardType == .bit)
        Parallel.shared.forEachRow(x.nodeCount, length: frames) { node in
            let words = bits.words(node)
            words.update(repeating: 0, count: bits.wordStride)
            let source = x.row(node)
            for frame in 0..<frames {
                let value = ElementAccess.load(x.dtype, source, frame)
                if isBit ? value > 0 : value != 0 { words[frame / 64] |= 1 << UInt64(frame % 64) }
            }
        }
        return bits
    }

    /// nil: a fixed table has no gradient, and none flows below the layer.
    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? { nil }

    public func patternOutputs() throws -> FrameBuffer {
        guard connection != nil else { throw LutParameters.notBuilt(displayName) }
        let outputs = FrameBuffer(
            .bit, frameCount: 1 << inputsPerNode, shape: [outputShape.count], levels: .zeroOne)
        for (node, table) in tables.enumerated() { outputs.words(node)[0] = table }
        return outputs
    }
}
