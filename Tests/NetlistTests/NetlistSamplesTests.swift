import BinaryBrain
import Testing

@testable import Netlist

/// Samples as files have them give what the net gives.
@Suite struct NetlistSamplesTests {
    @Test(arguments: [1, 2, 7, 15, 31])
    func everyFormGivesWhatTheNetGives(modulation: Int) throws {
        for depth in [1, 3] {
            let net = try TestNets.classifier(depth: depth, modulation: modulation, steps: 3)
            let evaluator = try NetlistEvaluator(Netlist(extracting: net).simplified())
            for range in [0..<1, 5..<70, 0..<300] {
                let x = try TestNets.images(range)
                let wanted = try net.forward(x, train: false).frameMajorValues()
                let answers = try x.frameMajorValues().withUnsafeBufferPointer {
                    try evaluator.forward(.numbers($0)).frameMajorValues()
                }
                #expect(answers == wanted, "\(range) as numbers")
                let counts = try TestNets.pixels(range).withUnsafeBufferPointer { pixels in
                    var counts = [UInt32](repeating: 99, count: range.count * 10)
                    try counts.withUnsafeMutableBufferPointer { try evaluator.count(.pixels(pixels), into: $0) }
                    return counts
                }
                #expect(counts.map { Float($0) * (1 / Float(evaluator.largestCount)) } == wanted, "\(range) as counts")
            }
        }
    }

    /// Rows of bits mean the numbers 0 and 1, whatever the thresholds make of these.
    @Test(arguments: [(1, 0.0, 1.0), (3, 0.0, 1.0), (2, -1.0, 2.0)], [true, false])
    func rowsOfBits(_ range: (frames: Int, low: Double, high: Double), isBigEndian: Bool) throws {
        let net = Sequential([
            try RealToBinary(
                frameModulationSize: range.frames, depthModulationSize: 2, inputRangeLow: Float(range.low),
                inputRangeHigh: Float(range.high)),
            try DifferentiableLut(outputShape: [2, 3], seed: 5, inputsPerNode: 3),
            try BinaryToReal(frameIntegrationSize: range.frames),
        ])
        try net.setInputShape([1, 3, 5])
        let evaluator = try NetlistEvaluator(Netlist(extracting: net))
        let frames = 130
        let numbers = (0..<frames * 15).map { Float(($0 * 37 % 11) % 2) }
        var rows = [UInt8](repeating: 0, count: frames * 2)
        for (place, number) in numbers.enumerated() where number == 1 {
            let (frame, node) = (place / 15, place % 15)
            rows[frame * 2 + node / 8] |= 1 << UInt8(isBigEndian ? 7 - node % 8 : node % 8)
        }
        let wanted = try net.forward(FrameBuffer(frameMajor: numbers, shape: [1, 3, 5]), train: false)
        let got = try rows.withUnsafeBufferPointer {
            try evaluator.forward(.bits($0, isBigEndian: isBigEndian)).frameMajorValues()
        }
        #expect(got == wanted.frameMajorValues())
    }

    @Test func partsOfFramesAreRefused() throws {
        let netlist = try TestNets.tangle(inputCount: 20, lutCount: 30, outputCount: 4, seed: 7)
        let evaluator = try NetlistEvaluator(netlist)
        let bytes = [UInt8](repeating: 0, count: 41)
        try bytes.withUnsafeBufferPointer { bytes in
            let error = try #require(throws: BrainError.self) { try evaluator.forward(.pixels(bytes)) }
            #expect(error.why == "41 pixels do not make frames of 20")
        }
    }
}
