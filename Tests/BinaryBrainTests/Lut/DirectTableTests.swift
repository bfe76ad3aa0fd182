import TestSupport
import Testing

@testable import BinaryBrain

@Suite("LUTs that read their tables directly")
struct DirectTableTests {
    private static func layer(_ inputsPerNode: Int = 6, learnable: Bool = false) throws -> DifferentiableLut {
        let layer = try DifferentiableLut(
            outputShape: [20], learnable: learnable ? .init(candidates: 5) : nil, table: .direct,
            inputsPerNode: inputsPerNode)
        try layer.setInputShape([30])
        return layer
    }

    private static func bits(_ frames: Int) -> FrameBuffer {
        FrameBuffer(
            frameMajor: FrameBuffer.random(frames: frames, shape: [30], seed: 1).frameMajorValues(), shape: [30],
            dtype: .bit)
    }

    @Test(arguments: [2, 3, 6]) func theAnswerIsTheEntry(inputsPerNode: Int) throws {
        let layer = try Self.layer(inputsPerNode)
        let x = Self.bits(100)
        for train in [false, true] {
            let y = try layer.forward(x, train: train)
            for node in 0..<20 {
                for frame in 0..<100 {
                    let pattern = (0..<inputsPerNode).reduce(0) { pattern, slot in
                        let input = Int(layer.connection!.table.int32s[node * inputsPerNode + slot])
                        return x.words(input)[frame / 64] >> UInt64(frame % 64) & 1 == 1 ? pattern | 1 << slot : pattern
                    }
                    let entry = layer.weights!.floats[node << inputsPerNode + pattern]
                    #expect(y[frame: frame, node: node] == (entry > 0.5 ? 1 : 0))
                }
            }
        }
        // The tables of small nodes are repeated to 64 entries in one of them.
        let mask = LutPatterns.mask(inputsPerNode: inputsPerNode)
        #expect(try layer.truthTables().map { $0 & mask } == layer.lutTables())
    }

    /// ∂L/∂W is the plain sum over a pattern's frames; ∂L/∂x and the scores are those of a table smoothed at 0.25.
    @Test(arguments: [2, 3, 6], [false, true]) func gradients(inputsPerNode: Int, learnable: Bool) throws {
        let dy = FrameBuffer.random(frames: 100, shape: [20], seed: 2)
        func run(_ layer: DifferentiableLut) throws -> (weights: [Float], scores: [Float], dx: [Float]) {
            _ = try layer.forward(Self.bits(100), train: true)
            let dx = try layer.backward(dy).frameMajorValues()
            return (layer.weightGradients!.values, layer.wires?.gradients.values ?? [], dx)
        }
        func expectClose(_ a: [Float], _ b: [Float], _ what: Comment) {
            #expect(a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 2e-4 }, what)
            #expect(Set(b).count > 3, what)
        }
        let found = try run(Self.layer(inputsPerNode, learnable: learnable))
        let twin = try Self.layer(inputsPerNode, learnable: learnable)
        try twin.sendCommand("host_only true")
        let wanted = try run(twin)
        expectClose(found.weights, wanted.weights, "tables, against the reference")
        expectClose(found.dx, wanted.dx, "inputs, against the reference")
        if learnable { expectClose(found.scores, wanted.scores, "scores, against the reference") }
        let smoothed = try DifferentiableLut(
            outputShape: [20], learnable: learnable ? .init(candidates: 5) : nil, start: .uniform, batchNorm: false,
            inputsPerNode: inputsPerNode)
        try smoothed.setInputShape([30])
        // The smoothed net masks no slope without normalisation, so only the weights' gradients differ.
        expectClose(found.dx, try run(smoothed).dx, "inputs, against the smoothed table")
        var sums = [Float](repeating: 0, count: 20 << inputsPerNode)
        let x = Self.bits(100)
        for node in 0..<20 {
            for frame in 0..<100 {
                let pattern = (0..<inputsPerNode).reduce(0) { pattern, slot in
                    let input = Int(twin.connection!.table.int32s[node * inputsPerNode + slot])
                    return x.words(input)[frame / 64] >> UInt64(frame % 64) & 1 == 1 ? pattern | 1 << slot : pattern
                }
                sums[node << inputsPerNode + pattern] += dy[frame: frame, node: node]
            }
        }
        expectClose(found.weights, sums, "tables, against the sums")
    }

    /// The original knows no such layer, but one that answers the same.
    @Test func itsFileAnswersTheSame() throws {
        let layer = try Self.layer()
        let read = try #require(ModelFile.decode(ModelFile.encode(layer)) as? DifferentiableLut)
        #expect(
            try read.forward(Self.bits(100), train: false).frameMajorValues()
                == layer.forward(Self.bits(100), train: false).frameMajorValues())
        #expect(read.tableRule == .smoothed && read.unbinarizeBias == 0.5)
        read.trainingState = layer.trainingState
        #expect(read.tableRule == .direct && read.trainingState == layer.trainingState)
        let standard = try DifferentiableLut(outputShape: [20])
        #expect(standard.trainingState["direct_tables"] == nil, "digests of older trainings stay")
    }

    @Test func tablesBeginAsAsked() throws {
        func table(_ start: LutTableStart?, _ rule: LutTableRule = .smoothed) throws -> [Float] {
            let layer = try DifferentiableLut(outputShape: [20], table: rule, start: start)
            try layer.setInputShape([30])
            return layer.weights!.values
        }
        #expect(try table(nil).allSatisfy { abs($0 - 0.5) < 0.06 })
        #expect(try table(nil) == table(.normal))
        #expect(try table(nil, .direct) == table(.uniform))
        #expect(try table(.uniform).contains { $0 > 0.9 } && table(.uniform).contains { $0 < 0.1 })
        let residual = try table(.residual)
        #expect(residual.indices.allSatisfy { (residual[$0] > 0.5) == ($0 & 1 == 1) })
    }
}
