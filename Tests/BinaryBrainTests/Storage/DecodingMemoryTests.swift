import Foundation
import TestSupport
import Testing

@testable import BinaryBrain

/// What decoding a file may cost: resident memory, as the system counts it, in a process of its own.
@Suite("Memory of decoding", .enabled(if: !Sanitizer.isActive))
struct DecodingMemoryTests {
    @Test("An intact net costs a small multiple of its file")
    func intactNet() async {
        await #expect(processExitsWith: .success) {
            let file = try largeFile()
            let growth = try peakGrowth { _ = try ModelFile.decode(file) }
            // The bytes as an array, weights, gradients, and the decoded tensors while they are handed over.
            #expect(growth < 5 * file.count, "\(growth) bytes for a file of \(file.count)")
        }
    }

    /// Each size field of a large file is made huge, one byte after the other: none of them is believed.
    @Test("Sizes that lie cost no more than the file")
    func lyingSizes() async {
        await #expect(processExitsWith: .success) {
            let file = try largeFile()
            var damaged: [Data] = []
            // Sizes and shapes stand in the first bytes, before the weights; the high bytes of a size are 0.
            for position in 0..<384 where file[position] == 0 {
                var copy = file.prefix(1 << 16)
                copy[position] = 0x7f
                damaged.append(copy)
            }
            #expect(damaged.count > 100)
            let growth = try peakGrowth { for data in damaged { _ = try? ModelFile.decode(data) } }
            #expect(growth < 8 << 20, "\(growth) bytes for files of \(1 << 16)")
        }
    }
}

/// A dense net of 4 MiB.
private func largeFile() throws -> Data {
    let layer = try DenseAffine(outputShape: [1024])
    try layer.setInputShape([1024])
    return try ModelFile.encode(layer)
}

/// How far the peak of resident memory rises above what is in use before `body`.
private func peakGrowth(_ body: () throws -> Void) throws -> Int {
    func bytes(_ field: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix(field) })
        return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) }) * 1024
    }
    // Forgets the peak so far.
    try Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
    let before = try bytes("VmRSS:")
    try body()
    return try bytes("VmHWM:") - before
}
