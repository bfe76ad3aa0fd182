import Foundation
import TestSupport
import Testing

/// What a training takes beside the data set.
@Suite("Memory")
struct MemoryTests {
    /// mnist-lut-simple at x7 on images of MNIST's number and size: the program's peak, less the pixels and labels, stays
    /// below 120 MB.
    @Test(.enabled(if: SlowTests.areEnabled), .hangLimit)
    func fullSizeTraining() throws {
        let folder = try CommandLineTests.Folder()
        let bytes =
            try Self.writeImages(60_000, "train", in: folder.path) + Self.writeImages(10_000, "t10k", in: folder.path)
        // Each thread has memory of its own, and a large machine many of them.
        let run = try CommandLineTests.Program(
            ["run", "mnist-lut-simple", "--epochs", "1", "--set", "data=."], in: folder.path,
            environment: ["BBWB_THREADS": "2"])
        var peak = 0
        while let bytes = run.peakBytes() {
            peak = max(peak, bytes)
            usleep(20_000)
        }
        #expect(run.wait().status == 0)
        #expect(peak > bytes)
        #expect(peak - bytes < 120 << 20, "peak \(peak >> 20) MB, data \(bytes >> 20) MB")
    }

    /// An IDX pair of random images; returns the bytes that it takes in memory.
    static func writeImages(_ count: Int, _ prefix: String, in folder: String) throws -> Int {
        func bigEndian(_ values: [Int]) -> [UInt8] {
            values.flatMap { v in [24, 16, 8, 0].map { UInt8(v >> $0 & 255) } }
        }
        var state: UInt64 = 1
        let pixels = (0..<count * 784).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 62 == 0 ? UInt8(truncatingIfNeeded: state >> 40) : 0
        }
        let labels = (0..<count).map { UInt8($0 % 10) }
        try Data(bigEndian([0x803, count, 28, 28]) + pixels).write(
            to: URL(fileURLWithPath: "\(folder)/\(prefix)-images-idx3-ubyte"))
        try Data(bigEndian([0x801, count]) + labels).write(
            to: URL(fileURLWithPath: "\(folder)/\(prefix)-labels-idx1-ubyte"))
        return pixels.count + labels.count
    }
}
