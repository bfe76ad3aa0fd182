import Foundation

/// The memory that this process may use, and the one place that says no before something larger is allocated.
public enum MemoryBudget {
    /// The variable that sets a smaller limit, in bytes.
    public static let variable = "BBWB_MEMORY"

    /// The limit in bytes: the least of the machine's memory, that of the control group (`memory.max`), the resource limit on
    /// address space (`ulimit -v`), and `BBWB_MEMORY`.
    public static var limit: Int { assumed ?? ofThisMachine }

    /// A limit in place of that of the machine, for the running task.
    @TaskLocal static var assumed: Int?

    private static let ofThisMachine: Int =
        [
            machine(), controlGroup(), addressSpace(), ProcessInfo.processInfo.environment[variable].flatMap(Int.init),
        ].compactMap { $0 }.filter { $0 > 0 }.min() ?? .max

    /// Throws, with both figures, if something takes more than the limit.
    /// - Parameters:
    ///   - what: what would be made.
    ///   - remedy: what to do about it.
    public static func require(_ bytes: Int, for what: String, remedy: String) throws {
        guard bytes > limit else { return }
        throw BrainError(
            .parameter, what: what, why: "it takes \(text(bytes)) of memory, and this machine has \(text(limit))",
            remedy: remedy)
    }

    /// A number of bytes as a person writes it: `1.5 GB`, in powers of 1,000.
    public static func text(_ bytes: Int) -> String {
        var value = Double(bytes)
        for unit in ["B", "kB", "MB", "GB", "TB"] {
            if value < 999.5 || unit == "TB" {
                return String(format: value < 9.95 && unit != "B" ? "%.1f %@" : "%.0f %@", value, unit)
            }
            value /= 1000
        }
        return "\(bytes) B"
    }

    private static func machine() -> Int? {
        guard let line = lines("/proc/meminfo").first(where: { $0.hasPrefix("MemTotal:") }) else {
            return Int(ProcessInfo.processInfo.physicalMemory)
        }
        return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
    }

    /// The least limit of this process's control group and those around it, in either version of Linux's interface.
    private static func controlGroup() -> Int? {
        var limits: [Int] = []
        for line in lines("/proc/self/cgroup") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3 else { continue }
            let isSecond = parts[1].isEmpty
            guard isSecond || parts[1].split(separator: ",").contains("memory") else { continue }
            let root = isSecond ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
            let file = isSecond ? "memory.max" : "memory.limit_in_bytes"
            var path = parts[2] == "/" ? "" : parts[2]
            while true {
                // "max" is no number: no limit.
                if let limit = lines("\(root)\(path)/\(file)").first.flatMap({ Int($0) }) { limits.append(limit) }
                guard let slash = path.lastIndex(of: "/") else { break }
                path = String(path[..<slash])
            }
        }
        return limits.min()
    }

    private static func addressSpace() -> Int? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return nil }
        return Int(exactly: limit.rlim_cur)
    }

    /// The lines of a small file of the system; none if there is no such file.
    private static func lines(_ path: String) -> [Substring] {
        guard let bytes = FileManager.default.contents(atPath: path) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
}
