import Foundation

/// The process that trains a run, or works at a point of a sweep, as others find it in the start record.
public struct RunOwner: Sendable, Hashable, Codable {
    /// The host's name.
    public var host: String
    /// The process's number there.
    public var process: Int32
    /// The kernel's present start (`/proc/sys/kernel/random/boot_id`): who has another is on another machine, or was before a
    /// restart of this one. Empty if the system does not tell.
    package var boot: String
    /// The set of process numbers that `process` belongs to: each container has one of its own.
    package var namespace: String
    /// The number that a scheduler gave it; nil if it was started without one.
    public var job: String?
    /// Whether it holds a lock on its file. Some network file systems have none.
    package var isLocking: Bool

    /// The process that runs this.
    package static func current(isLocking: Bool) -> RunOwner {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let environment = ProcessInfo.processInfo.environment
        let boot = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        let job = ["SLURM_JOB_ID", "PBS_JOBID", "LSB_JOBID", "JOB_ID"].lazy.compactMap { environment[$0] }.first
        return RunOwner(
            host: name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }, process: getpid(),
            boot: (boot ?? "").trimmingCharacters(in: .whitespacesAndNewlines),
            namespace: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? "",
            job: job,
            isLocking: isLocking)
    }

    /// Whether it runs, or ran, under this kernel, so that its locks and ours are the same.
    package var sharesKernel: Bool { !boot.isEmpty && boot == Self.current(isLocking: false).boot }

    /// Whether it is certain that it has ended, because its number would be seen here and is not.
    package var hasEnded: Bool {
        let here = Self.current(isLocking: false)
        guard sharesKernel, !namespace.isEmpty, namespace == here.namespace else { return false }
        return kill(process, 0) != 0 && errno == ESRCH
    }

    private enum CodingKeys: String, CodingKey {
        case host, process, boot, namespace, job
        case isLocking = "locks"
    }
}

extension RunOwner: CustomStringConvertible {
    /// `process 4711 on node3 (job 12)`.
    public var description: String { "process \(process) on \(host)" + (job.map { " (job \($0))" } ?? "") }
}
