import KernelInterface
import Testing

@testable import BinaryBrain

/// The vectorised netlist kernels and truth tables against their plain twins.
@Suite struct NetlistKernelTests {
    private static func words(_ count: Int, seed: UInt64) -> [UInt64] {
        var random = MersenneTwister64(seed: seed)
        return (0..<count).map { _ in random.next() }
    }

    /// A copy of `memory` after `body` has worked on it.
    private static func changed<T>(_ memory: [T], _ body: (UnsafeMutablePointer<T>) -> Void) -> [T] {
        var copy = memory
        copy.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
        return copy
    }

    @Test(arguments: LutKernelTests.builds)
    func lutsOnRows(build: String) {
        let rowCount = 12
        var random = MersenneTwister64(seed: 5)
        // Random tables of six inputs, and tables that depend on the lower two, four and five only. Outputs overwrite rows
        // that are inputs of the same LUT or of later ones.
        let repeats = [4, 16, 32, 64]
        let steps = (0..<200).map { index in
            let width = repeats[index % repeats.count]
            let part = width == 64 ? random.next() : random.next() & ((1 << UInt64(width)) - 1)
            let repeated = (0..<64 / width).reduce(0) { $0 | part << UInt64($1 * width) }
            return NetlistStep(
                table: repeated, inputs: (0..<6).map { _ in Int32(random.next() % UInt64(rowCount)) },
                output: Int32(random.next() % UInt64(rowCount)))
        }
        for (stride, wordCount) in [(4, 4), (8, 4), (12, 12), (32, 32)] {
            let memory = Self.words(rowCount * stride, seed: 6)
            func run(_ kernels: KernelTable) -> [UInt64] {
                Self.changed(memory) { base in
                    kernels.netlist.evaluate(steps, steps.count, BitRows(base: base, stride: stride), wordCount)
                }
            }
            #expect(run(LutKernelTests.table(build)) == run(LutReference.table), "\(stride) \(wordCount)")
        }
    }

    @Test(arguments: LutKernelTests.builds)
    func pixels(build: String) {
        for nodeCount in [1, 7, 31, 32, 33, 64, 100] {
            let bytes = Self.words(nodeCount * 64 / 8, seed: UInt64(nodeCount)).flatMap { word in
                (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
            }
            for frameCount in [1, 8, 63, 64] {
                for threshold in [0, 1, 127, 128, 200, 255, 256] {
                    let memory = [UInt64](repeating: 0x0123_4567_89ab_cdef, count: nodeCount * 3)
                    func run(_ kernels: KernelTable) -> [UInt64] {
                        // Exactly the bytes of the block, so that reading beyond them is an error.
                        let block = Array(bytes.prefix(nodeCount * frameCount))
                        return block.withUnsafeBufferPointer { pixels in
                            Self.changed(memory) { base in
                                kernels.netlist.packPixels(
                                    PixelBlock(
                                        base: pixels.baseAddress!, nodeCount: nodeCount, frameCount: frameCount),
                                    threshold, BitRows(base: base, stride: 3))
                            }
                        }
                    }
                    #expect(
                        run(LutKernelTests.table(build)) == run(LutReference.table),
                        "\(nodeCount) nodes, \(frameCount) frames, threshold \(threshold)")
                }
            }
        }
    }

    @Test(arguments: LutKernelTests.builds, [1, 2, 5])
    func countsAndTheirMaximum(build: String, planeCount: Int) {
        for (wordCount, outputCount) in [(1, 1), (2, 2), (3, 10), (4, 17)] {
            let rounds = 1 << planeCount - 1
            let bits = Self.words(rounds * wordCount, seed: 7)
            let start = Self.words(outputCount * planeCount * wordCount, seed: 8)
            for frameCount in [1, 63, 64, wordCount * 64] where frameCount <= wordCount * 64 {
                struct Results: Equatable {
                    var planes: [UInt64]
                    var indices = [Int32](repeating: -1, count: 256)
                    var values = [Float](repeating: -1, count: 256)
                }
                func run(_ kernels: NetlistKernels) -> Results {
                    var results = Results(planes: start)
                    results.planes.withUnsafeMutableBufferPointer { planes in
                        let counters = BitCounters(
                            base: planes.baseAddress!, planeCount: planeCount, wordCount: wordCount)
                        kernels.addBits(bits, rounds, counters, outputCount / 2)
                        results.indices.withUnsafeMutableBufferPointer {
                            kernels.indexOfMaximum(counters, outputCount, $0.baseAddress!, frameCount)
                        }
                        results.values.withUnsafeMutableBufferPointer {
                            kernels.readCounts(counters, outputCount - 1, 0.25, $0.baseAddress!, frameCount)
                        }
                    }
                    return results
                }
                #expect(run(LutKernelTests.table(build).netlist) == run(NetlistReference.table))
            }
        }
    }

    @Test(arguments: LutKernelTests.builds, 2...6)
    func truthTables(build: String, inputsPerNode: Int) throws {
        for (binarizes, hasNormalization) in [(false, true), (false, false), (true, true), (true, false)] {
            let nodes = 37
            let weights = Tensor.normal(
                shape: [nodes, 1 << inputsPerNode], mean: 0.5, deviation: 0.4, seed: UInt64(inputsPerNode))
            let mean = Tensor.normal(shape: [nodes], mean: 0.5, deviation: 0.1, seed: 2)
            let variance = Tensor.uniform(shape: [nodes], low: 0.001, high: 0.1, seed: 3)
            let wires = try ConnectionTable(
                rule: .random, inputShape: [20], outputShape: [nodes], inputsPerNode: inputsPerNode, seed: 4)
            func run(_ kernels: KernelTable) -> [UInt64] {
                let layer = LutLayer(
                    inputsPerNode: inputsPerNode, frameCount: 0, connection: wires.entries,
                    weights: weights.floats.baseAddress!, clampsWeights: true, binarizesWeights: binarizes, bias: 0.25,
                    normalization: hasNormalization
                        ? LutNormalization(
                            gamma: 0.3, beta: 0.5, momentum: 0, isFrozen: false,
                            runningMean: mean.floats.baseAddress!, runningVariance: variance.floats.baseAddress!)
                        : nil)
                return Self.changed([UInt64](repeating: 0, count: nodes)) {
                    // Two ranges: each writes its own nodes only.
                    kernels.lutTruthTables(layer, $0, 0..<5)
                    kernels.lutTruthTables(layer, $0, 5..<nodes)
                }
            }
            let wanted = run(LutKernelTests.table(build))
            #expect(Set(wanted).count > 8, "the tables are not all alike")
            #expect(run(LutReference.table) == wanted)
            withExtendedLifetime((weights, mean, variance, wires)) {}
        }
    }
}
