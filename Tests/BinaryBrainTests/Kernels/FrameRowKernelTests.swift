import KernelInterface
import Testing

@testable import BinaryBrain

/// What reads frames as files have them, against its plain twins.
@Suite struct FrameRowKernelTests {
    private static func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = MersenneTwister64(seed: seed)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    @Test(arguments: LutKernelTests.builds, [true, false])
    func rowsOfBits(build: String, isBigEndian: Bool) {
        for nodeCount in [1, 7, 8, 9, 63, 64, 65, 100, 784] {
            for frameCount in [1, 8, 63, 64] {
                // Exactly the bytes of the block, so that reading beyond them is an error.
                let rows = Self.bytes((nodeCount + 7) / 8 * frameCount, seed: UInt64(nodeCount))
                func run(_ kernels: KernelTable) -> [UInt64] {
                    var words = [UInt64](repeating: 0x0123_4567_89ab_cdef, count: nodeCount * 3)
                    words.withUnsafeMutableBufferPointer { words in
                        rows.withUnsafeBufferPointer { rows in
                            kernels.netlist.transposeRows(
                                RowBlock(
                                    base: rows.baseAddress!, nodeCount: nodeCount, frameCount: frameCount,
                                    isBigEndian: isBigEndian), BitRows(base: words.baseAddress!, stride: 3))
                        }
                    }
                    return words
                }
                #expect(run(LutKernelTests.table(build)) == run(LutReference.table), "\(nodeCount) \(frameCount)")
            }
        }
    }

    private static let numbers: [Float] = {
        var random = MersenneTwister64(seed: 9)
        let some = (0..<1000).map { _ in Float(Int(random.next() % 600)) / 255 - 0.5 }
        return some + [.nan, .infinity, -.infinity, 0, -0.0, 1, 0.5, Float(0.5).nextDown]
    }()

    @Test(arguments: LutKernelTests.builds, [0, 1, 15, 255])
    func ranks(build: String, thresholdCount: Int) {
        let thresholds = (0..<thresholdCount).map { Float($0 + 1) / Float(thresholdCount + 1) }
        for count in [0, 1, 63, 64, 65, Self.numbers.count] {
            func run(_ kernels: KernelTable) -> [UInt8] {
                var ranks = [UInt8](repeating: 77, count: count + 1)
                ranks.withUnsafeMutableBufferPointer { ranks in
                    Self.numbers.suffix(count).withUnsafeBufferPointer { numbers in
                        thresholds.withUnsafeBufferPointer {
                            guard let base = numbers.baseAddress else { return }
                            kernels.netlist.rankNumbers(base, count, $0, ranks.baseAddress!)
                        }
                    }
                }
                return ranks
            }
            #expect(run(LutKernelTests.table(build)) == run(LutReference.table), "\(count)")
        }
    }

    @Test(arguments: LutKernelTests.builds)
    func numbersAreCounted(build: String) {
        for count in [0, 1, 17, Self.numbers.count] {
            Self.numbers.suffix(count).withUnsafeBufferPointer { numbers in
                let wanted = NumberCensus(
                    outside: numbers.count { $0 < 0.25 || $0 > 0.75 },
                    beyondUnit: numbers.count { !(0...1).contains($0) },
                    notFinite: numbers.count { !$0.isFinite })
                #expect(LutKernelTests.table(build).netlist.census(numbers, 0.25, 0.75) == wanted)
            }
        }
    }
}
