import BinaryBrain
import Testing

@testable import Netlist

@Suite struct EvaluatorTests {
    @Test(arguments: [1, 2, 3, 7, 15, 31, 33, 70])
    func numbersAndPixelsGiveWhatTheNetGives(modulation: Int) throws {
        for depth in [1, 3] {
            let net = try TestNets.classifier(depth: depth, steps: 3)
            try net.setInferenceModulationSize(modulation)
            let evaluator = try NetlistEvaluator(Netlist(extracting: net).simplified())
            for range in [0..<1, 10..<73, 0..<64, 5..<70, 0..<300] {
                let x = try TestNets.images(range)
                let values = try net.forward(x, train: false).frameMajorValues()
                #expect(try evaluator.forward(x).frameMajorValues() == values, "\(range) by numbers")
                let pixels = TestNets.pixels(range)
                #expect(try evaluator.forward(pixels: pixels).frameMajorValues() == values, "\(range) by pixels")
                let classes = firstMaxima(values, classCount: 10)
                #expect(try evaluator.classes(x) == classes)
                #expect(try evaluator.classes(pixels: pixels) == classes)
            }
        }
    }

    private func firstMaxima(_ values: [Float], classCount: Int) -> [Int32] {
        stride(from: 0, to: values.count, by: classCount).map { start in
            let frame = values[start..<start + classCount]
            return Int32(frame.firstIndex(of: frame.max()!)! - start)
        }
    }

    @Test func depthModulationKeepsChannelsApart() throws {
        let layers = Sequential([try DifferentiableLut(outputShape: [2, 3], seed: 5, inputsPerNode: 3)])
        let net = Sequential([
            try RealToBinary(
                frameModulationSize: 2, depthModulationSize: 3, inputRangeLow: -1, inputRangeHigh: 2), layers,
            try BinaryToReal(frameIntegrationSize: 2),
        ])
        try net.setInputShape([2, 3, 5])
        let x = FrameBuffer(
            frameMajor: (0..<30 * 129).map { Float($0 * 37 % 211) / 60 - 1.2 }, shape: [2, 3, 5])
        let evaluator = try NetlistEvaluator(Netlist(extracting: net))
        let wanted = try net.forward(x, train: false)
        let got = try evaluator.forward(x)
        #expect(got.frameMajorValues() == wanted.frameMajorValues())
        #expect(got.shape == wanted.shape)
    }

    @Test(arguments: [1, 3, 64, 100, 255, 256, 257, 2048, 2049, 5000])
    func anyNumberOfFrames(frameCount: Int) throws {
        let netlist = try TestNets.tangle(inputCount: 20, lutCount: 100, outputCount: 12, seed: 77)
        let x = TestNets.bits(frameCount: frameCount, nodeCount: 20, seed: UInt64(frameCount))
        let wanted = TestNets.definition(netlist, x)
        for hostOnly in [false, true] where frameCount <= 300 || !hostOnly {
            let y = try NetlistEvaluator(netlist, hostOnly: hostOnly).outputBits(of: x)
            #expect(y.frameMajorValues() == wanted)
            let padding = (0..<y.nodeCount).flatMap { node in
                (0..<y.wordStride).map { word in
                    let used = max(0, min(64, frameCount - word * 64))
                    return used == 64 ? 0 : y.words(node)[word] & ~((1 << UInt64(used)) - 1)
                }
            }
            #expect(padding.allSatisfy { $0 == 0 })
        }
    }

    /// Each pixel with thresholds of its own: the net, its netlist by numbers and by pixels, and the netlist from its file.
    @Test(arguments: [nil, 6]) func thresholdsOfEachPixelAreItsOwn(bits: Int?) throws {
        let modulator = try RealToBinary(depthModulationSize: 3, thresholds: .distributive, thresholdBits: bits)
        let net = Sequential([modulator, try DifferentiableLut(outputShape: [60]), try GroupSum(outputShape: [10])])
        try net.setInputShape(TestNets.digits.inputShape)
        #expect(throws: BrainError.self) { try Netlist(extracting: net) }
        let samples = try TestNets.images(0..<500)
        try modulator.fitThresholds(sampleCount: 500) { node, row in
            for frame in 0..<500 { row[frame] = samples.floats(node)[frame] }
        }
        _ = try net.forward(samples, train: true)
        net.clear()
        let netlist = try Netlist(extracting: net)
        #expect(netlist.encoding.hasOwnThresholds && Set(netlist.encoding.thresholds).count > 10)
        let stored = try Netlist(decoding: netlist.encoded())
        #expect(stored.encoding == netlist.encoding && stored.encoded() == netlist.encoded())
        for range in [0..<1, 10..<73, 5..<70, 0..<300] {
            let values = try net.forward(TestNets.images(range), train: false).frameMajorValues()
            let evaluator = try NetlistEvaluator(stored.simplified())
            #expect(try evaluator.forward(TestNets.images(range)).frameMajorValues() == values, "\(range) by numbers")
            #expect(
                try evaluator.forward(pixels: TestNets.pixels(range)).frameMajorValues() == values, "\(range) by pixels"
            )
        }
        // Six bits are one LUT a comparison; pixels that are hardly ever lit cost as many, those that never are nothing.
        let count = HardwareCount(netlist.simplified())
        let read = netlist.simplified().statistics.usedInputCount
        if bits == 6 { #expect(count.encoder <= read && count.encoder > 0) }
    }

    @Test func everyPixelMeetsEveryThresholdAsItsNumberDoes() throws {
        let modulator = try RealToBinary(frameModulationSize: 31, depthModulationSize: 2)
        try modulator.setInputShape([1])
        for threshold in try modulator.pulseWidthThresholds(frameModulationSize: 31) {
            let smallest = InputEncoding.smallestPixel(reaching: threshold)
            for pixel in 0..<256 { #expect((pixel >= smallest) == (Float(pixel) / 255 >= threshold)) }
        }
        #expect(InputEncoding.smallestPixel(reaching: -1) == 0)
        #expect(InputEncoding.smallestPixel(reaching: 1.5) == 256)
    }

    @Test func bitsThatStandForNumbersBelowTheThresholdAreZeros() throws {
        let net = Sequential([
            try RealToBinary(inputRangeLow: 2, inputRangeHigh: 3),
            try DifferentiableLut(outputShape: [8], inputsPerNode: 2),
        ])
        try net.setInputShape([6])
        let x = TestNets.bits(frameCount: 70, nodeCount: 6, seed: 2)
        let evaluator = try NetlistEvaluator(Netlist(extracting: net))
        #expect(try evaluator.forward(x).frameMajorValues() == net.forward(x, train: false).frameMajorValues())
    }

    @Test func rowsOfDeadSignalsAreUsedAgain() throws {
        let net = try TestNets.classifier(widths: [2304, 384, 64, 360, 60, 10], steps: 0)
        let plan = EvaluationPlan(try Netlist(extracting: net))
        #expect(plan.steps.count == 2304 + 384 + 64 + 360 + 60 + 10)
        // 784 inputs and far fewer rows than the widest layer has nodes.
        #expect(plan.rowCount < 1 + 784 + 500)
    }

    @Test func steadyStateAllocatesNothing() throws {
        let net = try TestNets.classifier(modulation: 3, steps: 1)
        let evaluator = try NetlistEvaluator(Netlist(extracting: net).simplified())
        let x = try TestNets.images(0..<700)
        for _ in 0..<8 { _ = try evaluator.forward(x) }
        let counter = AllocationCounter()
        try AllocationCounter.$current.withValue(counter) {
            for _ in 0..<8 { _ = try evaluator.forward(x) }
        }
        #expect(counter.blocks == 0)
    }

    @Test func wrongSizesAreRefused() throws {
        let net = try TestNets.classifier(steps: 0)
        let evaluator = try NetlistEvaluator(Netlist(extracting: net))
        #expect(throws: BrainError.self) { try evaluator.forward(FrameBuffer(.fp32, frameCount: 3, shape: [783])) }
        #expect(throws: BrainError.self) {
            try evaluator.outputBits(of: FrameBuffer(.fp32, frameCount: 3, shape: [784]))
        }
        #expect(throws: BrainError.self) {
            try evaluator.outputBits(of: FrameBuffer(.bit, frameCount: 3, shape: [783]))
        }
        let pixels = [UInt8](repeating: 0, count: 784 * 2 + 1)
        #expect(throws: BrainError.self) { try evaluator.forward(pixels: pixels) }
        #expect(throws: BrainError.self) { try evaluator.classes(pixels: pixels) }
        var classes: [Int32] = [7]
        let error = classes.withUnsafeMutableBufferPointer { classes in
            #expect(throws: BrainError.self) {
                try evaluator.classify(FrameBuffer(.fp32, frameCount: 3, shape: [784]), into: classes)
            }
        }
        #expect(error?.kind == .shape)
        #expect(classes == [7])
        #expect(try evaluator.forward(pixels: [UInt8]()).frameCount == 0)
    }
}
