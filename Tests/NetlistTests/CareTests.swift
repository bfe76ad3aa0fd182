import BinaryBrain
import Testing

@testable import Netlist

/// Reductions by what vectors show, against the definition: every frame evaluated LUT by LUT.
@Suite struct CareTests {
    /// The frames of a buffer as the definition takes them.
    private static func frames(_ x: FrameBuffer) -> [[Bool]] {
        (0..<x.frameCount).map { frame in (0..<x.nodeCount).map { x[frame: frame, node: $0] == 1 } }
    }

    private static func buffer(_ frames: [[Bool]]) -> FrameBuffer {
        let x = FrameBuffer(.bit, frameCount: frames.count, shape: [frames[0].count], levels: .zeroOne)
        for (frame, bits) in frames.enumerated() {
            for (node, bit) in bits.enumerated() { x[frame: frame, node: node] = bit ? 1 : 0 }
        }
        return x
    }

    @Test(arguments: 0..<40)
    func seenVectorsKeepTheirOutputs(seed: Int) throws {
        let net = try TestNets.tangle(inputCount: 9, lutCount: 20 + 2 * seed, outputCount: 5, seed: UInt64(seed))
        let x = TestNets.bits(frameCount: 10 + 7 * seed, nodeCount: 9, seed: UInt64(seed) + 50)
        let result = try net.reduced(byCareOf: CareVectors(bits: x))
        for frame in Self.frames(x) {
            let wanted = net.evaluate(frame)
            #expect(result.six.evaluate(frame) == wanted)
            #expect(result.four.evaluate(frame) == wanted)
        }
        #expect(result.differingFramesOfSix == 0 && result.differingFramesOfFour == 0)
        #expect(result.four.luts.allSatisfy { $0.inputs.count <= 4 })
        #expect(result.after.six <= result.before.six)
        #expect(result.after.six == result.six.luts.count { $0.inputs.count > 1 })
        #expect(result.after.four == result.four.luts.count { $0.inputs.count > 1 })
    }

    @Test(arguments: 0..<8)
    func whereAllFramesAreSeenNothingChanges(seed: Int) throws {
        let net = try TestNets.tangle(inputCount: 7, lutCount: 40, outputCount: 6, seed: UInt64(seed) + 900)
        let all = SimplificationTests.allFrames(7)
        let result = try net.reduced(byCareOf: CareVectors(bits: Self.buffer(all)))
        for frame in all {
            #expect(result.six.evaluate(frame) == net.evaluate(frame))
            #expect(result.four.evaluate(frame) == net.evaluate(frame))
        }
    }

    /// Which patterns matter, against the net with that LUT inverted, frame by frame.
    @Test(arguments: 0..<12, [1, 3])
    func patternsThatMatter(seed: Int, threshold: Int) throws {
        let net = try TestNets.tangle(inputCount: 6, lutCount: 14, outputCount: 3, seed: UInt64(seed) + 300)
            .simplified()
        let x = TestNets.bits(frameCount: 150, nodeCount: 6, seed: UInt64(seed) + 70)
        let reduction = CareReduction(net, vectors: try CareVectors(bits: x), threshold: threshold)
        for (index, lut) in net.luts.enumerated() {
            var luts = net.luts
            luts[index].table = ~lut.table & Netlist.Lut.patterns(inputCount: lut.inputs.count)
            let turned = Netlist(net, luts: luts, outputs: net.outputs)
            var counts = [Int](repeating: 0, count: 64)
            for frame in Self.frames(x) where turned.evaluate(frame) != net.evaluate(frame) {
                var signals = frame
                for lut in net.luts { signals.append(Self.value(lut, signals)) }
                counts[Self.pattern(lut, signals)] += 1
            }
            let patterns = reduction.care(of: net.inputCount + index)
            for pattern in 0..<1 << lut.inputs.count {
                let bit = UInt64(1) << UInt64(pattern)
                #expect((patterns.care & bit != 0) == (counts[pattern] >= threshold))
                #expect(patterns.care & bit == 0 || (patterns.on & bit != 0) == (lut.table & bit != 0))
            }
        }
    }

    private static func pattern(_ lut: Netlist.Lut, _ signals: [Bool]) -> Int {
        lut.inputs.enumerated().reduce(0) { signals[Int($1.element)] ? $0 | 1 << $1.offset : $0 }
    }

    private static func value(_ lut: Netlist.Lut, _ signals: [Bool]) -> Bool {
        lut.table >> UInt64(pattern(lut, signals)) & 1 == 1
    }

    @Test func whatIsNotSeenMayDiffer() throws {
        // a and b, where b was never 0: it is a, and another function where b is 0.
        let net = try SimplificationTests.single([0, 1], 0b1000, inputCount: 2)
        let seen = [[false, true], [true, true]]
        let result = try net.reduced(byCareOf: CareVectors(bits: Self.buffer(seen)))
        #expect(result.six.luts.isEmpty && result.six.outputs == [0])
        #expect(net.evaluate([true, false]) == [false])
        #expect(result.six.evaluate([true, false]) == [true])
        #expect(result.before.inputs == 2 && result.after.inputs == 1)
        // With the frame that tells them apart nothing can go.
        let more = try net.reduced(byCareOf: CareVectors(bits: Self.buffer(seen + [[true, false]])))
        #expect(more.six.luts.count == 1)
    }

    @Test func rarePatternsAreFreeBelowTheThreshold() throws {
        let net = try SimplificationTests.single([0, 1], 0b1000, inputCount: 2)
        let frames = [[Bool]](repeating: [false, true], count: 5) + [[Bool]](repeating: [true, true], count: 5)
        let rare = frames + [[Bool]](repeating: [true, false], count: 2)
        let kept = try net.reduced(byCareOf: CareVectors(bits: Self.buffer(rare)), threshold: 2)
        #expect(kept.six.luts.count == 1 && kept.differingFramesOfSix == 0)
        let free = try net.reduced(byCareOf: CareVectors(bits: Self.buffer(rare)), threshold: 3)
        #expect(free.six.luts.isEmpty && free.six.outputs == [0])
        #expect(free.differingFramesOfSix == 2 && free.differingFramesOfFour == 2)
    }

    @Test func aSignalThatSaysAsMuchTakesTheirPlace() throws {
        // 3: a xor b; 4: 3 and c. Seen only where b = c: then 4 is (not a) and c, so 3 can go.
        let net = try Netlist(
            inputCount: 3,
            luts: [
                Netlist.Lut(inputs: [0, 1], table: 0b0110, layer: 0),
                Netlist.Lut(inputs: [3, 2], table: 0b1000, layer: 0),
            ], outputs: [4], layerNames: ["all"], encoding: .aboveHalf([3]), decoding: .bits([1], levels: .zeroOne))
        let seen = SimplificationTests.allFrames(3).filter { $0[1] == $0[2] }
        let result = try net.reduced(byCareOf: CareVectors(bits: Self.buffer(seen)))
        #expect(result.six.luts.count == 1)
        for frame in seen { #expect(result.six.evaluate(frame) == net.evaluate(frame)) }
    }

    @Test func vectorsAreTheEncodedSamples() throws {
        let encoding = try InputEncoding(
            shape: [2, 1, 3], frameModulationSize: 3, depthModulationSize: 2,
            thresholds: [0.1, 0.5, 0.9, 0.2, 0.4, 0.6])
        let vectors = CareVectors(encoding, sampleCount: 100)
        var random = MersenneTwister64(seed: 5)
        for (batch, size) in [64, 36].enumerated() {
            let x = FrameBuffer(.fp32, frameCount: size, shape: [2, 1, 3])
            for node in 0..<6 { for frame in 0..<size { x.floats(node)[frame] = Float(random.next() % 1000) / 1000 } }
            try vectors.append(x)
            for node in 0..<6 {
                for depth in 0..<2 {
                    for step in 0..<3 {
                        for frame in 0..<size {
                            let word = vectors.row(encoding.signal(node: node, depth: depth))[batch * 3 + step]
                            let isOne =
                                x.floats(node)[frame] >= encoding.threshold(node: node, depth: depth, step: step)
                            #expect((word >> UInt64(frame) & 1 == 1) == isOne)
                        }
                    }
                }
            }
        }
        #expect(vectors.sampleCount == 100 && vectors.frameCount == 300)
        #expect((0..<vectors.wordCount).reduce(0) { $0 + vectors.valid[$1].nonzeroBitCount } == 300)
        #expect(throws: BrainError.self) { try vectors.append(FrameBuffer(.fp32, frameCount: 64, shape: [2, 1, 3])) }
    }

    @Test func threadsDoNotChangeTheResult() throws {
        let net = try Netlist(extracting: TestNets.classifier(widths: [120, 40, 20]))
        func reduce() throws -> CareResult {
            let vectors = CareVectors(net.encoding, sampleCount: 512)
            try vectors.append(TestNets.images(0..<256))
            try vectors.append(TestNets.images(256..<512))
            return try net.reduced(byCareOf: vectors, threshold: 2)
        }
        let one = try Parallel.withoutHelpers { try reduce() }
        let threads = Parallel.shared.threadCount
        Parallel.shared.setThreadCount(3)
        defer { Parallel.shared.setThreadCount(threads) }
        let three = try reduce()
        #expect(one.six == three.six && one.four == three.four)
        #expect(one.after.six < one.before.six && one.after.four < one.before.four)
    }

    @Test func workCanBeCutShort() throws {
        let net = try TestNets.tangle(inputCount: 9, lutCount: 80, outputCount: 5, seed: 4)
        let vectors = try CareVectors(bits: TestNets.bits(frameCount: 64, nodeCount: 9, seed: 8))
        #expect(throws: CancellationError.self) {
            _ = try net.reduced(byCareOf: vectors) { _ in throw CancellationError() }
        }
    }
}
