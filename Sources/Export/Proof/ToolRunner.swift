import BinaryBrain
import Foundation

/// Runs programs that may or may not be installed.
package struct ToolRunner {
    /// What a program left behind.
    package struct Outcome {
        /// Its exit status.
        package let status: Int32
        /// Standard output and error together.
        package let output: String
    }

    /// Where a program works.
    let folder: URL
    let monitor: ExportMonitor
    /// Variables that programs see: all but those in which a `make` around us hands its options on.
    var environment = ProcessInfo.processInfo.environment.filter {
        !["MAKEFLAGS", "MFLAGS", "MAKELEVEL"].contains($0.key)
    }
    /// The longest that a program may take, in seconds.
    private static let timeLimit = 3600.0
    private static let outputLimit: UInt64 = 1 << 20

    /// Whether a program is in PATH, or there, if it is a path.
    package static func isInstalled(_ tool: String) -> Bool { path(of: tool) != nil }

    private static func path(of tool: String) -> String? {
        if tool.hasPrefix("/") { return access(tool, X_OK) == 0 ? tool : nil }
        return (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map {
            "\($0)/\(tool)"
        }
        .first { access($0, X_OK) == 0 }
    }

    /// The first line that a program prints about its version.
    func version(_ tool: String, _ arguments: [String]) throws -> String {
        String(try run(tool, arguments).output.split(separator: "\n").first ?? Substring(tool))
    }

    /// Runs programs in a folder.
    package init(folder: URL, monitor: ExportMonitor) {
        self.folder = folder
        self.monitor = monitor
    }

    /// Runs a program to its end.
    /// - Throws: `BrainError` if it cannot be started or takes too long, `CancellationError` if the watcher wants the end.
    package func run(_ tool: String, _ arguments: [String]) throws -> Outcome {
        guard let path = Self.path(of: tool) else {
            throw BrainError(.usage, what: "running \(tool)", why: "it is not installed", remedy: "install it")
        }
        let output = try UnnamedFile.make()
        defer { try? output.close() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        do { try process.run() } catch {
            throw BrainError(
                .io, what: "running \(tool)", why: error.localizedDescription, remedy: "check its installation")
        }
        try wait(process, tool)
        return Outcome(status: process.terminationStatus, output: try Self.end(of: output))
    }

    /// The last that was written to a file.
    private static func end(of file: FileHandle) throws -> String {
        let size = try file.seekToEnd()
        try file.seek(toOffset: size > outputLimit ? size - outputLimit : 0)
        return String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
    }

    private func wait(_ process: Process, _ tool: String) throws {
        let end = Date(timeIntervalSinceNow: Self.timeLimit)
        while process.isRunning {
            usleep(20_000)
            let isCancelled = monitor.isCancelled()
            guard isCancelled || Date() > end else { continue }
            // A program leads a process group of its own, so whatever it has started ends with it.
            if kill(-process.processIdentifier, SIGKILL) != 0 { process.terminate() }
            process.waitUntilExit()
            if isCancelled { throw CancellationError() }
            throw BrainError(
                .usage, what: "running \(tool)", why: "it did not end within \(Int(Self.timeLimit / 60)) minutes",
                remedy: "use fewer vectors (--vectors)")
        }
    }
}
