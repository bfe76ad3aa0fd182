import TestSupport
import Testing

@testable import BinaryBrain

/// LUT layers against the original's inputs, outputs and gradients.
@Suite struct LutGoldenTests {
    struct Case: CustomTestStringConvertible {
        var vector: String
        var inputsPerNode = 6
        var binary = true
        var batchNorm = true
        var binarizesTables = false
        var momentum: Float = 0.9
        /// The original's variance is E[y²] − mean² in single precision; at the initial weights, near the floor of 1e-5, that
        /// is off by up to 0.5 %, and its dW by 0.1 %.
        var gradientTolerance: Float = 1e-4
        var varianceTolerance: Float = 1e-4
        /// Bits whose z lies within the original's rounding of 0.5.
        var flips = 0
        var testDescription: String { vector }
    }

    static let cases: [Case] =
        (2...6).flatMap { n in
            [true, false].map { Case(vector: "difflut\(n)_binary\($0 ? 1 : 0)", inputsPerNode: n, binary: $0) }
        } + [
            Case(vector: "difflut6_nobn_binary0", binary: false, batchNorm: false, momentum: 0),
            Case(vector: "difflut6_nobn_binary1", batchNorm: false, momentum: 0),
            Case(vector: "difflut6_lutbin", binarizesTables: true, momentum: 0),
            Case(vector: "difflut6_pm1_input", momentum: 0),
            Case(vector: "difflut6_for_import", momentum: 0),
            Case(
                vector: "difflut6_default_init", momentum: 0, gradientTolerance: 2e-3,
                varianceTolerance: 5e-3, flips: 6),
        ]

    @Test(arguments: cases, [false, true])
    func differentiableLut(_ test: Case, hostOnly: Bool) throws {
        let golden = try Golden.arrays(test.vector)
        let connection = golden["connection"]!
        let layer = try DifferentiableLut(
            outputShape: [connection.shape[0]], binarize: test.binary, batchNorm: test.batchNorm,
            momentum: test.momentum, inputsPerNode: test.inputsPerNode)
        let x = golden["x"]!.frameBuffer()
        layer.install(
            connection: try ConnectionTable(
                inputShape: x.shape, outputShape: layer.outputShape, inputsPerNode: test.inputsPerNode,
                entries: connection.floats.map { Int32($0) }),
            weights: Tensor(golden["W"]!.floats, shape: Shape(golden["W"]!.shape)))
        layer.runningVariance.fill(1)
        try layer.sendCommand("lut_binarize \(test.binarizesTables)")
        try layer.sendCommand("host_only \(hostOnly)")

        func check(_ name: String, _ actual: [Float], _ limit: Float) {
            let deviation = Golden.deviation(of: actual, from: golden[name]!, name: "\(test.vector)/\(name)")
            #expect(deviation <= limit, "\(test.vector)/\(name), host_only \(hostOnly)")
        }
        func checkOutput(_ name: String, _ actual: FrameBuffer) {
            let wanted = golden[name]!.floats
            let flipped = zip(actual.frameMajorValues(), wanted).filter { ($0 - $1).magnitude > 0.5 }.count
            #expect(flipped <= test.flips, "\(test.vector)/\(name)")
            if flipped == 0 { check(name, actual.frameMajorValues(), 1e-4) }
        }
        checkOutput("y_train", try layer.forward(x, train: true))
        let dx = try layer.backward(golden["dy"]!.frameBuffer())
        check("dx", dx.frameMajorValues(), test.gradientTolerance)
        check("dW", layer.gradients.tensors[0].values, test.gradientTolerance)
        if test.batchNorm {
            check("get_mean", layer.runningMean.values, 1e-5)
            check("get_var", layer.runningVariance.values, test.varianceTolerance)
        }
        checkOutput("y_infer", try layer.forward(x, train: false))
    }

    /// Same seed, same net: connections and initial tables, bit for bit.
    @Test func defaultInitialization() throws {
        let golden = try Golden.arrays("difflut6_default_init")
        let layer = try DifferentiableLut(outputShape: [64])
        try layer.setInputShape([100])
        #expect(layer.connection!.table.values == golden["connection"]!.floats)
        #expect(layer.weights!.values == golden["W"]!.floats)
    }

    @Test(arguments: [false, true])
    func stochasticLut(hostOnly: Bool) throws {
        let golden = try Golden.arrays("StochasticLut6_fp32_fp32")
        let layer = try StochasticLut(outputShape: [12], seed: 3)
        let x = golden["x"]!.frameBuffer()
        try layer.setInputShape(x.shape)
        try layer.sendCommand("host_only \(hostOnly)")
        #expect(layer.connection!.table.values == golden["connection"]!.floats)
        #expect(layer.weights!.values == golden["param0"]!.floats)
        func check(_ name: String, _ actual: [Float]) {
            #expect(
                Golden.deviation(of: actual, from: golden[name]!, name: "StochasticLut6_fp32_fp32/\(name)") <= 1e-4,
                "\(name)")
        }
        check("y_train", try layer.forward(x, train: true).frameMajorValues())
        check("dx", try layer.backward(golden["dy"]!.frameBuffer()).frameMajorValues())
        check("grad0", layer.gradients.tensors[0].values)
    }

    /// A layer of packed type: bits in, bits out (the original's ±1 conversions show in no gradient of this layer).
    @Test func packedType() throws {
        let golden = try Golden.arrays("bit_difflut6")
        let layer = try DifferentiableLut(outputShape: [12], binaryType: .bit)
        let x = golden["bits"]!.frameBuffer(dtype: .bit)
        layer.install(
            connection: try ConnectionTable(
                inputShape: x.shape, outputShape: [12], inputsPerNode: 6,
                entries: golden["connection"]!.floats.map { Int32($0) }),
            weights: Tensor(golden["W"]!.floats, shape: [12, 64]))
        let y = try layer.forward(x, train: true)
        #expect(y.dtype == .bit)
        let bits = y.frameMajorValues().map { $0 > 0 ? Float(1) : 0 }
        #expect(Golden.deviation(of: bits, from: golden["y"]!, name: "bit_difflut6/y") == 0)
        let dx = try layer.backward(golden["dy"]!.frameBuffer())
        #expect(Golden.deviation(of: dx, from: golden["dx"]!, name: "bit_difflut6/dx") <= 1e-4)
        let dW = layer.gradients.tensors[0].values
        #expect(Golden.deviation(of: dW, from: golden["dW"]!, name: "bit_difflut6/dW") <= 1e-4)
    }
}
