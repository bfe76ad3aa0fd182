import Synchronization

/// What this engine is and what it runs on: the manual's system functions (§6.2.14).
///
/// There is no device (GPU) code: the queries say so, and asking for a device is an error.
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

    // MARK: Devices

    /// Devices (GPUs) that can be used: none (manual `get_device_count`).
    public static let deviceCount = 0
    /// Whether a device can be used (manual `is_device_available`).
    public static var isDeviceAvailable: Bool { deviceCount > 0 }
    /// Version of the CUDA driver in use; 0, because none is (manual `get_cuda_driver_version`).
    public static let cudaDriverVersion = 0
    /// Version of the CUDA driver in use as text (manual `get_cuda_driver_version_string`).
    public static let cudaDriverVersionString = "none"

    /// Chooses the device to use (manual `set_device`).
    /// - Throws: `BrainError`: there is no device to choose.
    public static func setDevice(_ index: Int) throws { throw missingDevice(index) }

    /// Describes a device (manual `get_device_properties_string`).
    /// - Throws: `BrainError`: there is no device to describe.
    public static func devicePropertiesString(_ index: Int) throws -> String { throw missingDevice(index) }

    private static func missingDevice(_ index: Int) -> BrainError {
        BrainError(
            .parameter, what: "device \(index)", why: "this engine has no code for devices (GPUs)",
            remedy: "leave the device out: the processor does the work")
    }
}
