import Foundation
import TestSupport
import Testing
import UntrustedFiles

/// Every way to cut a small file of each format short, and every single wrong bit of it: a value or a typed error, in little time
/// and memory. (Whole `.bb_net` files of each class: `DamagedModelFileTests`.)
@Suite("Damaged files of every format")
struct DamagedFileTests {
    @Test("Intact samples are accepted", arguments: UntrustedFile.allCases)
    func samples(format: UntrustedFile) throws { #expect(try format.read(format.sample())) }

    // A process of its own each: a trap fails that test alone.
    @Test("Nets") func nets() async { await #expect(processExitsWith: .success) { try DamagedFiles.walk(.net) } }
    @Test("Checkpoints") func checkpoints() async {
        // A flipped bit in the 2.5 kB of each random generator is one like any other: a share of them is enough for every day.
        await #expect(processExitsWith: .success) {
            try DamagedFiles.walk(.checkpoint, oneBitIn: SlowTests.areEnabled ? 1 : 29)
        }
    }
    @Test("Netlists") func netlists() async {
        await #expect(processExitsWith: .success) { try DamagedFiles.walk(.netlist) }
    }
    @Test("NumPy arrays, plain and zipped; IDX, plain and gzip") func arrays() async {
        await #expect(processExitsWith: .success) {
            for format in [UntrustedFile.npy, .npz, .idx, .gzip] { try DamagedFiles.walk(format) }
        }
    }
    @Test("CIFAR-10 records, tensors and frame buffers") func records() async {
        await #expect(processExitsWith: .success) {
            for format in [UntrustedFile.cifar10, .tensor, .frameBuffer] {
                try DamagedFiles.walk(format, oneBitIn: SlowTests.areEnabled || format != .cifar10 ? 1 : 13)
            }
        }
    }
    @Test("Experiments, configurations and journals") func texts() async {
        await #expect(processExitsWith: .success) {
            for format in [UntrustedFile.experiment, .configuration, .journal] { try DamagedFiles.walk(format) }
        }
    }

    @Test("Every format is walked") func noneIsForgotten() throws {
        let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        for format in UntrustedFile.allCases {
            #expect(source.contains("walk(.\(format))") || source.contains(".\(format)"), "\(format)")
        }
    }
}

/// Walks over the damages of a sample, in a process of its own.
enum DamagedFiles {
    /// - Parameter step: of so many bits, one is flipped.
    static func walk(_ format: UntrustedFile, oneBitIn step: Int = 1) throws {
        let intact = try format.sample()
        guard format.read(intact) else { fatalError("the sample of \(format) is not accepted") }
        // Beyond this the system ends the process.
        alarm(3000)
        let before = peakBytes()
        var (files, accepted) = (0, 0)
        var longest = Duration.zero
        func read(_ bytes: [UInt8]) {
            let start = ContinuousClock.now
            if format.read(bytes) { accepted += 1 }
            longest = max(longest, ContinuousClock.now - start)
            files += 1
        }
        for length in stride(from: 0, to: intact.count, by: step) { read(Array(intact[..<length])) }
        for bit in stride(from: 0, to: intact.count * 8, by: step) {
            var damaged = intact
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            read(damaged)
        }
        let peak = peakBytes() - before
        let line =
            "\(format.rawValue): \(intact.count) bytes, \(files) damaged files, \(accepted) accepted, longest \(longest), "
            + "\(peak >> 20) MiB more than before\n"
        FileHandle.standardError.write(Data(line.utf8))
        guard peak <= 64 << 20 + 4 * intact.count else { fatalError("too much memory: \(line)") }
    }

    /// The most memory that this process has had in use.
    private static func peakBytes() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
    }
}
