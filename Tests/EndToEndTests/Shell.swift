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

    /// `catches_signals PROCESS` waits until the program has begun and would answer SIGTERM.
    private static let preamble = """
        set -o pipefail
        catches_signals() {
            while [ -e /proc/$1 ] && ! (( 0x$(sed -n 's/^SigCgt:[^0-9a-f]*/0/p' /proc/$1/status 2>/dev/null) & 0x4000 ))
            do sleep 0.01; done
        }
        """

    /// Runs a line of bash to its end; its exit status is that of the first failing command of a pipeline.
    func run(_ line: String, environment: [String: String] = [:]) throws -> Outcome {
        let process = Process()
        let command = StartedProgram.words() + ["/bin/bash", "-c", "\(Self.preamble)\n\(line)"]
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = ProcessInfo.processInfo.environment.merging(["BBWB": StartedProgram.script]) {
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
