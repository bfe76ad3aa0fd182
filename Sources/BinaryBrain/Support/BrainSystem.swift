import Synchronization

/// What this engine is and what it runs on: the manual's system functions (§6.2.14).
public enum BrainSystem {
    /// Version of the engine (manual `get_version_string`).
    public static let versionString = "0.1.0"

    /// Threads that work in data-parallel loops, the caller's included. Results do not depend on it.
    public static var threadCount: Int { Parallel.shared.threadCount }

    /// Changes the number of threads, from the next loop on (manual `omp_set_num_threads`).
    /// - Throws: `BrainError` unless it is 1 to 256.
    public static func setThreadCount(_ count: Int) throws {
        guard (1...Parallel.maximumThreadCount).contains(count) else {
            throw BrainError(
                .parameter, what: "thread count", why: "\(count) threads are not possible",
                remedy: "choose 1 to \(Parallel.maximumThreadCount)")
        }
        Parallel.shared.setThreadCount(count)
    }

    private static let hostOnly = Atomic<Bool>(false)

    /// Whether every layer runs its plain reference code, as if each had been sent `host_only true` (manual
    /// `set_host_only`). Change it between training steps, not between a forward and its backward.
    public static var isHostOnly: Bool { hostOnly.load(ordering: .relaxed) }

    /// Sets `isHostOnly`, for all layers of this process.
    public static func setHostOnly(_ value: Bool) { hostOnly.store(value, ordering: .relaxed) }
}
