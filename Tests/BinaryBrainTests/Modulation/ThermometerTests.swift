import Foundation
import Testing

@testable import BinaryBrain

@Suite("Thresholds that are given or taken from data") struct ThermometerTests {
    /// Two numbers a frame: 0 … 1 in steps of 0.1, and 10 times that.
    private static func numbers() -> FrameBuffer {
        FrameBuffer(frameMajor: (0...10).flatMap { [Float($0) / 10, Float($0)] }, shape: [2])
    }

    private static func ones(_ layer: RealToBinary) throws -> [[Int]] {
        let y = try layer.forward(numbers(), train: false)
        return (0..<y.nodeCount).map { node in (0...10).filter { y[frame: $0, node: node] > 0 } }
    }

    @Test func numbersAboveAThresholdOfTheListAreOnes() throws {
        let layer = try RealToBinary(thresholds: .listed([0.25, 0.5]))
        #expect(try layer.setInputShape([2]) == [4])
        #expect(layer.depthModulationSize == 2)
        // Bit d of channel c is channel 2c + d; 0.5 itself is not above 0.5.
        #expect(try Self.ones(layer) == [Array(3...10), Array(6...10), Array(1...10), Array(1...10)])
    }

    @Test func quantilesOfEachNumberDivideItsSamples() throws {
        let layer = try RealToBinary(depthModulationSize: 3, thresholds: .distributive)
        try layer.setInputShape([2])
        #expect(layer.awaitsData)
        #expect(throws: BrainError.self) { try layer.forward(Self.numbers(), train: false) }
        let x = Self.numbers()
        try layer.fitThresholds(sampleCount: 11) { node, row in
            for frame in 0..<11 { row[frame] = x[frame: 10 - frame, node: node] }
        }
        #expect(!layer.awaitsData)
        // Of 11 numbers 3, 6 and 9 are not above the thresholds.
        let rows = [Array(3...10), Array(6...10), Array(9...10)]
        #expect(try Self.ones(layer) == rows + rows)
        try layer.fitThresholds(sampleCount: 1) { _, row in row[0] = 0 }
        #expect(try Self.ones(layer) == rows + rows, "they are taken once")
    }

    @Test func constantNumbersGiveNoOnes() throws {
        let layer = try RealToBinary(depthModulationSize: 2, thresholds: .distributive)
        try layer.setInputShape([2])
        try layer.fitThresholds(sampleCount: 5) { _, row in row.update(repeating: 10) }
        #expect(try Self.ones(layer).allSatisfy(\.isEmpty))
    }

    /// Comparisons look at so many upper bits of a pixel, and none is always or never reached.
    @Test(arguments: 1...8) func roundedThresholdsAreMultiples(bits: Int) throws {
        let limits = (0...40).map { Float($0) / 40 }
        let layer = try RealToBinary(thresholds: .listed(limits), thresholdBits: bits)
        for (limit, threshold) in zip(limits, try #require(layer.ownThresholds)) {
            let pixel = (0..<256).first { Float($0) / 255 >= threshold } ?? 256
            #expect((1...255).contains(pixel) && pixel % (1 << (8 - bits)) == 0, "\(limit)")
            if pixel > 1 << (8 - bits), pixel < 256 - 1 << (8 - bits) {
                #expect(abs(Float(pixel) / 255 - limit) <= Float(1 << (8 - bits)) / 500, "\(limit)")
            }
        }
        let uniform = try RealToBinary(depthModulationSize: 3, thresholdBits: 2)
        #expect(uniform.ownThresholds == [64, 128, 192].map { Float($0) / 255 })
    }

    @Test func oneFrameOnly() throws {
        #expect(throws: BrainError.self) { try RealToBinary(frameModulationSize: 3, thresholds: .listed([0.5])) }
        #expect(throws: BrainError.self) { try RealToBinary(depthModulationSize: 2, thresholds: .listed([0.5])) }
        #expect(throws: BrainError.self) { try RealToBinary(thresholds: .listed([.nan])) }
        #expect(throws: BrainError.self) { try RealToBinary(thresholdBits: 9) }
        let layer = try RealToBinary(thresholds: .listed([0.5]))
        #expect(throws: BrainError.self) { try layer.setFrameModulationSize(7) }
    }

    /// Binary off: half-way at the threshold, from 0 to 1 over a D-th of the range.
    @Test func numbersRiseAroundThresholds() throws {
        let layer = try RealToBinary(thresholds: .listed([0.25, 0.75]))
        try layer.sendCommand("binary false")
        let y = try layer.forward(FrameBuffer(frameMajor: [0, 0.25, 0.375, 0.6, 1], shape: [1]), train: false)
        func near(_ a: [Float], _ b: [Float]) -> Bool { zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 } }
        #expect(near((0..<5).map { y[frame: $0, node: 0] }, [0, 0.5, 0.75, 1, 1]))
        #expect(near((0..<5).map { y[frame: $0, node: 1] }, [0, 0, 0, 0.2, 1]))
    }

    @Test func filesHoldThem() throws {
        let fitted = try RealToBinary(depthModulationSize: 2, thresholds: .distributive, thresholdBits: 6)
        try fitted.setInputShape([2])
        try fitted.fitThresholds(sampleCount: 3) { _, row in for place in 0..<3 { row[place] = Float(place) / 3 } }
        let waiting = try RealToBinary(depthModulationSize: 2, thresholds: .distributive)
        for layer in [
            fitted, waiting, try RealToBinary(thresholds: .listed([-1, 3]), name: "list", binaryType: .bit),
            try RealToBinary(depthModulationSize: 3, inputRangeLow: -1, thresholdBits: 4),
        ] {
            try layer.setInputShape([2])
            let bytes = try ModelFile.encode(layer)
            let decoded = try #require(try ModelFile.decode(bytes) as? RealToBinary)
            #expect(decoded.thresholdRule.name == layer.thresholdRule.name)
            #expect(decoded.thresholdRule.numbers == layer.thresholdRule.numbers)
            #expect(decoded.thresholdBits == layer.thresholdBits)
            #expect(decoded.ownThresholds == layer.ownThresholds && decoded.name == layer.name)
            #expect(decoded.objectName == layer.objectName && decoded.outputShape == layer.outputShape)
            #expect(try ModelFile.encode(decoded) == bytes)
            for length in stride(from: bytes.count - 1, to: 8, by: -3) {
                #expect(throws: BrainError.self) { try ModelFile.decode(bytes.prefix(length)) }
            }
        }
    }
}
