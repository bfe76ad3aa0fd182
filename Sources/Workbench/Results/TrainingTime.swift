import BinaryBrain
import Foundation

/// What a training took of the processor, beside its run: clocks on the wall say little on a machine that does other work too.
public struct TrainingTime: Sendable, Hashable, Codable {
    /// Seconds that the processor spent on it, those of all threads together.
    public var processorSeconds: Double
    /// Threads that it ran on.
    public var threads: Int

    private static func path(_ run: RunDirectory) -> String { "\(run.path)/training-time.json" }

    /// Seconds that the processor has spent on this process.
    public static var processorClock: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Adds to what is noted in a run's folder.
    /// - Throws: `BrainError` of kind `.io` if it cannot be written.
    public static func note(processorSeconds: Double, in run: RunDirectory) throws {
        let time = TrainingTime(processorSeconds: processorSeconds, threads: BrainSystem.threadCount)
        try AtomicFile.write(Array(JSONEncoder().encode(time)), to: path(run))
    }

    /// What a run and those that it went on from took together; nil if one of them was not timed.
    public init?(of run: RunDirectory) {
        var total = TrainingTime(processorSeconds: 0, threads: 0)
        for part in run.lineage {
            guard let bytes = try? AtomicFile.read(Self.path(part)),
                let time = try? JSONDecoder().decode(Self.self, from: Data(bytes))
            else { return nil }
            total.processorSeconds += time.processorSeconds
            total.threads = max(total.threads, time.threads)
        }
        self = total
    }

    private init(processorSeconds: Double, threads: Int) {
        self.processorSeconds = processorSeconds
        self.threads = threads
    }
}
