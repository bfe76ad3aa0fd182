import Foundation

/// Runs lines of a shell in a folder, with the program as `$BBWB`.
struct Shell {
    /// Where it works.
    let folder: CommandLineTests.Folder

    /// What a line left behind.
    struct Outcome: CustomStringConvertible {
        var status: Int32
        var output: String
        var errors: String
        var description: String { "status \(status)\noutput: \(output)\nerrors: \(errors)" }
    }

    /// Runs a line of bash to its end; its exit status is that of the first failing command of a pipeline.
    func run(_ line: String, environment: [String: String] = [:]) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", "set -o pipefail\n\(line)"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = ProcessInfo.processInfo.environment.merging(["BBWB": CommandLineTests.Program.path]) {
            $1
        }
        .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        // Files take what comes without a reader.
        let paths = ["output", "errors"].map { "\(folder.path)/.\($0)-\(UUID().uuidString)" }
        let files = try paths.map { path in
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        }
        defer { for path in paths { unlink(path) } }
        process.standardOutput = files[0]
        process.standardError = files[1]
        try process.run()
        process.waitUntilExit()
        let texts = try paths.map { String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0)), as: UTF8.self) }
        return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }

    /// A folder with a run of two epochs, `M` for its checkpoint, a net, and samples.
    static func prepared() throws -> Shell {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let made = try shell.run(
            """
            "$BBWB" run mnist-lut-tiny --epochs 2 >/dev/null && cp runs/*/*/checkpoints/*124.bbwb m.bbwb
            "$BBWB" convert m.bbwb m.bb_net
            printf '\\x93NUMPY\\x01\\x00\\x76\\x00%-117s\\n' "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1, 28, 28), }" > x.npy
            head -c $((2 * 784 * 4)) /dev/zero >> x.npy
            """)
        guard made.status == 0 else { throw Failure(description: "\(made)") }
        return shell
    }

    struct Failure: Error, CustomStringConvertible { var description: String }
}
