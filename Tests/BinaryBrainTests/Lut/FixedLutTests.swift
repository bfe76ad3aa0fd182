import Datasets
import TestSupport
import Testing

@testable import BinaryBrain

/// BinaryLut, AverageLut and MaxLut.
@Suite struct FixedLutTests {
    private static func bits(_ frames: Int, _ nodes: Int, levels: BitLevels) -> FrameBuffer {
        var bits = FrameBuffer(
            frameMajor: FrameBuffer.random(frames: frames, shape: [nodes], seed: 3).frameMajorValues(), shape: [nodes],
            dtype: .bit)
        bits.levels = levels
        return bits
    }

    private static func wires(_ connection: NumpyArray, inputs: Shape) throws -> ConnectionTable {
        try ConnectionTable(
            inputShape: inputs, outputShape: [connection.shape[0]], inputsPerNode: connection.shape[1],
            entries: connection.floats.map { Int32($0) })
    }

    /// The table in a golden vector, `[nodes, 64]` of 0 and 1, as words.
    private static func words(_ table: NumpyArray) -> [UInt64] {
        (0..<table.shape[0]).map { node in
            (0..<64).reduce(0) { $0 | (table.floats[node * 64 + $1] > 0 ? 1 << UInt64($1) : 0) }
        }
    }

    // MARK: BinaryLut

    @Test func drawsTheTablesOfTheOriginal() throws {
        let golden = try Golden.arrays("binarylut6_seed5_init")
        let layer = try BinaryLut(outputShape: [12], seed: 5)
        try layer.setInputShape([40])
        let wires = layer.connection!.table.values
        #expect(Golden.deviation(of: wires, from: golden["connection"]!, name: "binarylut6_seed5_init/connection") == 0)
        #expect(layer.tables == Self.words(golden["table"]!))
    }

    /// The net that the original's Verilog export was asked for: two layers as drawn, whose tables are all ones.
    @Test func tablesForHardwareAreThoseOfTheOriginal() throws {
        let golden = try Golden.arrays("verilog_net")
        let net = Sequential([
            try DifferentiableLut(outputShape: [12], seed: 2), try DifferentiableLut(outputShape: [2], seed: 3),
        ])
        try net.setInputShape([16])
        for (index, layer) in net.layers.enumerated() {
            let layer = try #require(layer as? DifferentiableLut)
            let wires = layer.connection!.table.values
            let name = "verilog_net/conn\(index)"
            #expect(Golden.deviation(of: wires, from: golden["conn\(index)"]!, name: name) == 0)
            let bits = try layer.lutTables().flatMap { table in (0..<64).map { Float(table >> UInt64($0) & 1) } }
            #expect(Golden.deviation(of: bits, from: golden["t\(index)"]!, name: "verilog_net/t\(index)") == 0)
        }
    }

    @Test func importsWhatTheOriginalImports() throws {
        let golden = try Golden.arrays("binarylut6_import")
        let source = try Golden.arrays("difflut6_for_import")
        let trained = try DifferentiableLut(outputShape: [12])
        trained.install(
            connection: try Self.wires(golden["connection"]!, inputs: [40]),
            weights: Tensor(source["W"]!.floats, shape: [12, 64]))
        trained.runningMean.assign(Tensor(source["get_mean"]!.floats, shape: [12]))
        trained.runningVariance.assign(Tensor(source["get_var"]!.floats, shape: [12]))
        let layer = try BinaryLut.fromSparseModel(trained)
        #expect(layer.tables == Self.words(golden["table"]!))
        #expect(try trained.lutTables() == layer.tables)
        let x = golden["x"]!.frameBuffer()
        let y = try layer.forward(x, train: false)
        #expect(Golden.deviation(of: y, from: golden["y"]!, name: "binarylut6_import/y") == 0)
        let same = try trained.forward(x, train: false)
        #expect(Golden.deviation(of: same, from: golden["y_difflut"]!, name: "binarylut6_import/y_difflut") == 0)
        // To the type fp32, −1 is a one.
        let minus = FrameBuffer(frameMajor: x.frameMajorValues().map { 2 * $0 - 1 }, shape: x.shape)
        let y1 = try layer.forward(minus, train: false)
        #expect(Golden.deviation(of: y1, from: golden["y_pm1"]!, name: "binarylut6_import/y_pm1") == 0)
    }

    @Test(arguments: [false, true]) func packedType(hostOnly: Bool) throws {
        let golden = try Golden.arrays("bit_binarylut6")
        let x = golden["bits"]!.frameBuffer(dtype: .bit)
        let layer = try BinaryLut(outputShape: [12], forwardType: .bit)
        layer.install(
            connection: try Self.wires(golden["connection"]!, inputs: x.shape), tables: Self.words(golden["table"]!))
        try layer.sendCommand("host_only \(hostOnly)")
        let y = try layer.forward(x, train: false).frameMajorValues().map { max(0, $0) }
        #expect(Golden.deviation(of: y, from: golden["y"]!, name: "bit_binarylut6/y") == 0)
    }

    @Test("A trained layer of any size and its import put out the same bits", arguments: 2...6, [true, false])
    func importEqualsItsSource(inputs: Int, batchNorm: Bool) throws {
        let source = try DifferentiableLut(outputShape: [3, 7], batchNorm: batchNorm, inputsPerNode: inputs)
        try source.setInputShape([20])
        for i in 0..<source.weights!.count { source.weights!.floats[i] = Float(i * 7 % 11) / 11 }
        let x = Self.bits(257, 20, levels: .zeroOne)
        _ = try source.forward(x, train: true)
        let layer = try BinaryLut(outputShape: [21], inputsPerNode: inputs)
        try layer.setInputShape([4, 5])
        try layer.importLayer(source)
        let expected = try source.forward(x, train: false).frameMajorValues()
        #expect(try layer.forward(x, train: false).frameMajorValues() == expected)
        #expect(Set(expected) == [0, 1])
        #expect(layer.inputShape == [4, 5])
        // Number by number, from the table.
        let slow = (0..<21).map { node in
            let pattern = layer.connection![node].enumerated()
                .reduce(0) { $0 | (x[frame: 200, node: $1.element] > 0 ? 1 << $1.offset : 0) }
            return Float(layer.tables[node] >> UInt64(pattern) & 1)
        }
        #expect(Array(expected[200 * 21..<201 * 21]) == slow)
    }

    @Test func stochasticLutsAndFixedLutsAreImportedToo() throws {
        for source in [
            try StochasticLut(outputShape: [5]), try AverageLut(outputShape: [5]), try MaxLut(outputShape: [5]),
        ] as [any SparseModel] {
            try source.setInputShape([30])
            let layer = try BinaryLut.fromSparseModel(source)
            #expect(layer.tables == (try source.lutTables()))
            #expect(layer.connection!.table.values == source.connection!.table.values)
        }
    }

    @Test func binaryLutMisuse() throws {
        let layer = try BinaryLut(outputShape: [4])
        try layer.setInputShape([30])
        let unbuilt = try DifferentiableLut(outputShape: [4])
        #expect(throws: BrainError.self) { try layer.importLayer(unbuilt) }
        #expect(throws: BrainError.self) { try BinaryLut.fromSparseModel(unbuilt) }
        for other in [
            try DifferentiableLut(outputShape: [5]), try DifferentiableLut(outputShape: [4], inputsPerNode: 4),
        ] {
            try other.setInputShape([30])
            #expect(throws: BrainError.self) { try layer.importLayer(other) }
        }
        try unbuilt.setInputShape([31])
        #expect(throws: BrainError.self) { try layer.importLayer(unbuilt) }
        #expect(throws: BrainError.self) { try layer.forward(Self.bits(3, 29, levels: .zeroOne), train: false) }
        #expect(throws: BrainError.self) { try BinaryLut(outputShape: [4], inputsPerNode: 7) }
        #expect(throws: BrainError.self) { try BinaryLut(outputShape: [4], forwardType: .int8) }
        #expect(throws: BrainError.self) { try BinaryLut(outputShape: [4]).patternOutputs() }
        #expect(try layer.sendCommand("host_only true") == 1)
        #expect(try layer.sendCommand("binary true") == 0)
        _ = try layer.forward(Self.bits(3, 30, levels: .zeroOne), train: true)
        #expect(try layer.backward(.random(frames: 3, shape: [4], seed: 1), needsInputGradient: true) == nil)
    }

    // MARK: AverageLut and MaxLut

    static let vectors = ["bin0_binin0", "bin0_binin1", "bin1_binin0", "bin1_binin1"]

    /// The original's constructors ignore their switches, so its four vectors show one state: that of the defaults.
    @Test(arguments: vectors, ["averagelut", "maxlut"]) func agreesWithTheOriginal(_ vector: String, kind: String)
        throws
    {
        let name = "\(kind)_\(vector)"
        let golden = try Golden.arrays(name)
        let layer: ReducingLut =
            kind == "averagelut" ? try AverageLut(outputShape: [12]) : try MaxLut(outputShape: [12])
        layer.install(connection: try Self.wires(golden["connection"]!, inputs: [40]))
        let y = try layer.forward(golden["x"]!.frameBuffer(), train: true)
        #expect(y.dtype == .bit)
        #expect(Golden.deviation(of: y, from: golden["y_train"]!, name: "\(name)/y_train") == 0)
        let dx = try layer.backward(golden["dy"]!.frameBuffer())
        #expect(Golden.deviation(of: dx, from: golden["dx"]!, name: "\(name)/dx") < 1e-6)
        let tables = try layer.lutTables()
        if kind == "averagelut" {
            #expect(tables == Self.words(golden["table"]!))
        } else {
            // The original exports the majority for MaxLut; a maximum is an OR.
            #expect(tables == [UInt64](repeating: ~1, count: 12))
        }
    }

    @Test(arguments: ["averagelut", "maxlut"]) func packedReductions(kind: String) throws {
        let golden = try Golden.arrays("bit_\(kind)")
        let x = golden["bits"]!.frameBuffer(dtype: .bit)
        let layer: ReducingLut =
            kind == "averagelut"
            ? try AverageLut(outputShape: [6], binaryType: .bit) : try MaxLut(outputShape: [6], binaryType: .bit)
        layer.install(connection: try Self.wires(golden["connection"]!, inputs: x.shape))
        for train in [false, true] {
            let y = try layer.forward(x, train: train).frameMajorValues().map { max(0, $0) }
            #expect(Golden.deviation(of: y, from: golden["y"]!, name: "bit_\(kind)/y") == 0)
        }
    }

    @Test("Packed bits give what their numbers give, in every state", arguments: [BitLevels.zeroOne, .minusOnePlusOne])
    func packedInputEqualsNumbers(levels: BitLevels) throws {
        for state in 0..<16 {
            let (binarize, binarizeInput, hostOnly) = (state & 1 == 1, state & 2 == 2, state & 4 == 4)
            let layer: ReducingLut =
                state & 8 == 8
                ? try AverageLut(outputShape: [9], binarize: binarize, binarizeInput: binarizeInput)
                : try MaxLut(outputShape: [9], binarize: binarize, binarizeInput: binarizeInput, inputsPerNode: 3)
            try layer.sendCommand("host_only \(hostOnly)")
            let x = Self.bits(257, 20, levels: levels)
            let numbers = FrameBuffer(frameMajor: x.frameMajorValues(), shape: [20])
            let expected = try layer.forward(numbers, train: true).frameMajorValues()
            #expect(try layer.forward(x, train: false).frameMajorValues() == expected)
        }
    }

    @Test func switchesOfTheConstructorWork() throws {
        let x = FrameBuffer(frameMajor: [0.5, -2, 0.25, 0.25, 0.25, -2], shape: [3])
        func output(_ binarize: Bool, _ binarizeInput: Bool) throws -> [Float] {
            try AverageLut(
                outputShape: [1], binarize: binarize, binarizeInput: binarizeInput, inputsPerNode: 3
            ).forward(x, train: false).frameMajorValues()
        }
        #expect(try output(true, false) == [-1, -1])
        #expect(try output(true, true) == [1, 1])
        #expect(try output(false, false) == [-1.25, -1.5])
        #expect(try output(false, true) == [1, 1])
        #expect(throws: BrainError.self) { try AverageLut(outputShape: [1], binarize: false, binaryType: .bit) }
        #expect(throws: BrainError.self) { try MaxLut(outputShape: [1], inputsPerNode: 65) }
    }

    @Test func commands() throws {
        let layer = try MaxLut(outputShape: [2])
        #expect(!layer.binarizesInput && layer.binarizesOutput)
        #expect(try layer.sendCommand("binary true", to: "MaxLut") == 1)
        #expect(layer.binarizesInput && layer.binarizesOutput)
        #expect(try layer.sendCommand("binarize_output off") == 1)
        #expect(layer.binarizesInput && !layer.binarizesOutput && layer.isBinary == false)
        #expect(try layer.sendCommand("binarize_input off") == 1)
        #expect(!layer.binarizesInput)
        #expect(throws: BrainError.self) { try layer.sendCommand("binarize_input perhaps") }
        let packed = try AverageLut(outputShape: [2], binaryType: .bit)
        #expect(try packed.sendCommand("binary false") == 1)
        #expect(packed.binarizesInput && packed.binarizesOutput)
    }

    @Test func defaultConnectionIsSerial() throws {
        let layer = try AverageLut(outputShape: [4])
        try layer.setInputShape([8])
        #expect(layer.connection![1] == [6, 7, 0, 1, 2, 3])
    }

    @Test func steadyStepsAllocateNothing() throws {
        let net = Sequential([
            try AverageLut(outputShape: [30]), try MaxLut(outputShape: [12], binarize: false),
            try BinaryLut(outputShape: [5]),
        ])
        let x = FrameBuffer.random(frames: 100, shape: [40], seed: 1)
        try net.setInputShape([40])
        let dy = FrameBuffer.random(frames: 100, shape: [12], seed: 2)
        func step() throws {
            let hidden = try net.layers[1].forward(net.layers[0].forward(x, train: true), train: true)
            _ = try net.layers[2].forward(hidden, train: true)
            _ = try net.layers[0].backward(net.layers[1].backward(dy))
        }
        for _ in 0..<3 { try step() }
        let counter = AllocationCounter()
        try AllocationCounter.$current.withValue(counter) { for _ in 0..<5 { try step() } }
        #expect(counter.blocks == 0)
    }
}
