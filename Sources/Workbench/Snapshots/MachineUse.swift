import BinaryBrain
import Foundation

/// What a training takes of its machine, and what is left.
public struct MachineUse: Sendable, Hashable {
    /// Bytes of memory that the program holds.
    public var memory: Int
    /// Bytes that are free where the run is written; nil for a run that writes nothing.
    public var freeDisk: Int?
    /// Threads that train.
    public var threads: Int

    /// Less than this is soon too little for a checkpoint of a large net.
    private static let scarceDisk = 1 << 30

    /// Whether the disk will soon be full.
    public var isDiskScarce: Bool { freeDisk.map { $0 < Self.scarceDisk } ?? false }

    /// Figures given.
    public init(memory: Int, freeDisk: Int?, threads: Int) {
        self.memory = memory
        self.freeDisk = freeDisk
        self.threads = threads
    }

    /// As it is now; nil where the system does not say.
    init?(runFolder: String?) {
        // The second number is that of the pages in memory.
        guard let bytes = FileManager.default.contents(atPath: "/proc/self/statm"),
            let pages = String(decoding: bytes, as: UTF8.self).split(separator: " ").dropFirst().first
                .flatMap({ Int($0) })
        else { return nil }
        memory = pages * sysconf(Int32(_SC_PAGESIZE))
        var file = statvfs()
        freeDisk = runFolder.flatMap {
            statvfs($0, &file) == 0
                ? Int(
                    clamping: UInt64(file.f_bavail).multipliedReportingOverflow(by: UInt64(file.f_frsize)).partialValue)
                : nil
        }
        threads = BrainSystem.threadCount
    }
}
