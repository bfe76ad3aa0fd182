import Foundation
import Glibc
import TestSupport
import Testing

@testable import BinaryBrain

/// A damaged file gives a model or a typed error: no trap, no other error, no memory out of proportion.
///
/// Each test runs in a process of its own, so that a trap is a failure of that test and the statistics count nothing else.
@Suite("Damaged model files")
struct DamagedModelFileTests {
    @Test("A file cut short anywhere is an error")
    func truncation() async {
        await #expect(processExitsWith: .success) {
            limitMemory()
            for (name, file) in try samples() {
                for length in 0..<file.count {
                    let decoded = try decodeWithinBudget(file.prefix(length))
                    if decoded != nil { Issue.record("\(name) cut to \(length) bytes") }
                }
            }
        }
    }

    /// In files above 2 KiB, which are mostly weights, one bit of each byte; `everyBitFlip` has them all.
    @Test("Any single bit may be wrong")
    func bitFlips() async {
        await #expect(processExitsWith: .success) {
            limitMemory()
            for (_, file) in try samples() {
                try flip(file) { file.count <= 2048 || $0 % 8 == $0 / 8 % 8 }
            }
        }
    }

    @Test("Any single bit of the large files may be wrong", .enabled(if: SlowTests.areEnabled))
    func everyBitFlip() async {
        await #expect(processExitsWith: .success) {
            limitMemory()
            for (_, file) in try samples() where file.count > 2048 { try flip(file) { _ in true } }
        }
    }

    @Test("Any byte may be 0 or 255")
    func extremeBytes() async {
        await #expect(processExitsWith: .success) {
            limitMemory()
            for (_, file) in try samples() {
                for position in file.indices {
                    for value in [UInt8(0), 255] {
                        var damaged = file
                        damaged[position] = value
                        _ = try decodeWithinBudget(damaged)
                    }
                }
            }
        }
    }
}

/// Decodes the file with each chosen bit flipped.
private func flip(_ original: Data, _ isChosen: (Int) -> Bool) throws {
    var file = original
    for bit in 0..<file.count * 8 where isChosen(bit) {
        file[bit / 8] ^= 1 << UInt8(bit % 8)
        _ = try decodeWithinBudget(file)
        file[bit / 8] ^= 1 << UInt8(bit % 8)
    }
}

/// The files of the original, and one of a class that they lack.
private func samples() throws -> [(name: String, file: Data)] {
    let modulation = try BinaryModulation(
        DifferentiableLut(outputShape: [2], inputsPerNode: 2), trainingModulationSize: 7, inferenceModulationSize: 15,
        valueGenerator: NormalDistributionGenerator(mean: 0.5, deviation: 0.2), name: "modulation")
    try modulation.setInputShape([3])
    let golden = try GoldenModelFiles.names.map { ($0, try GoldenModelFiles.data($0)) }
    return golden + [("modulation", try ModelFile.encode(modulation))]
}

/// Allows this process 256 MiB more than it has: larger demands end it.
private func limitMemory() {
    var status = ""
    if let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) { status = text }
    let pages = status.split(separator: " ").first.flatMap { UInt($0) } ?? 0
    #expect(pages > 0)
    let bytes = pages * UInt(sysconf(Int32(_SC_PAGESIZE))) + 256 << 20
    var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
    #expect(setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0)
}

/// The model, or nil after a typed error; throws any other error.
private func decodeWithinBudget(_ data: Data) throws -> (any Model)? {
    let before = AlignedStorage.statistics.bytes
    defer {
        // Weights and gradients, connections twice, and up to 64 bytes of padding for each of at most 20 tensors.
        let allocated = AlignedStorage.statistics.bytes - before
        if allocated > 4 * data.count + 20 * 64 {
            Issue.record("\(allocated) bytes for a file of \(data.count)")
        }
    }
    do {
        return try ModelFile.decode(Data(data))
    } catch let error as BrainError {
        if error.kind != .format { Issue.record(error) }
        return nil
    }
}
