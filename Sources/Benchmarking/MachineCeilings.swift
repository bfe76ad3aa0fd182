import BinaryBrain
import Foundation

/// What this machine can do at best, measured now: the yardstick of every other line.
public struct MachineCeilings: Sendable, Codable {
    /// Processor name.
    public var processor: String
    /// Core clock under load, Hz.
    public var clock: Double
    /// Multiply-adds of single precision on one core, in FLOP/s (two a multiply-add), by the kernels in use.
    public var flops: Double
    /// Bytes moved a second by one core on 64 MiB, read and written bytes both counted: the better of a copy and of
    /// y += x (on some virtual machines the copy's cache-bypassing stores are slow).
    public var copyBytes: Double
    /// Bits counted a second by one core with the popcount instruction.
    public var popcountBits: Double
    /// Seconds until another thread has seen a number that one thread has written; nil on a machine with one core, and in older results.
    /// On a virtual machine whose cores do not always share a cache this says whether they do now: less than 100 ns, or several hundred.
    public var handOffSeconds: Double?

    /// Measures; takes about half a second.
    public static func measure() -> MachineCeilings {
        let clock = Stopwatch.coreClock()
        var sink: Float = 0
        let rounds = 200_000
        let fma = Stopwatch.shortest(seconds: 0.1) { sink += Kernels.multiplyAdds(rounds: rounds) }
        let bytes = 64 << 20
        let source = AlignedStorage(byteCount: bytes)
        let target = AlignedStorage(byteCount: bytes)
        let copy = Stopwatch.shortest(seconds: 0.2) { target.copy(from: source) }
        let (x, y) = (source.base.assumingMemoryBound(to: Float.self), target.base.assumingMemoryBound(to: Float.self))
        let addition = Stopwatch.shortest(seconds: 0.2) { Kernels.accumulate(x, into: y, count: bytes / 4) }
        let words = source.base.assumingMemoryBound(to: UInt64.self)
        var ones = 0
        let count = 4096
        let popcount = Stopwatch.shortest(seconds: 0.05) {
            for _ in 0..<64 {
                for i in 0..<count { ones &+= words[i].nonzeroBitCount }
            }
        }
        precondition(sink.isFinite && ones == 0, "a benchmark's work was not done")
        return MachineCeilings(
            processor: processorName(), clock: clock, flops: Double(rounds * 96 * 2) / fma,
            copyBytes: max(Double(2 * bytes) / copy, Double(3 * bytes) / addition),
            popcountBits: Double(count * 64 * 64) / popcount, handOffSeconds: HandOff.measure())
    }

    /// The processor's name as the kernel reports it.
    public static func processorName() -> String {
        let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
        for key in ["model name", "Model", "CPU part"] {
            if let line = lines.first(where: { $0.hasPrefix(key) }), let colon = line.firstIndex(of: ":") {
                return line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            }
        }
        return "unknown processor"
    }
}
