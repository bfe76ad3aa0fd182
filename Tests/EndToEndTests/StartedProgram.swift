import Foundation

/// How tests start programs: as from a terminal, whatever the tests were started by.
///
/// A program leaves alone what is ignored when it starts (`nohup` relies on it). Whoever runs the tests in the background, and bash
/// when it puts a command there, ignores ctrl-C for all that they start; a test that then sends it would wait for ever.
enum StartedProgram {
    /// The words before a command that give it the usual response to every signal. What `environment` has is set for the
    /// command alone.
    static func words(environment: [String: String] = [:]) -> [String] {
        ["/usr/bin/env", "--default-signal"] + environment.map { "\($0)=\($1)" }
    }

    /// The program for lines of a shell, which may put it in the background: a script that becomes it.
    static let script: String = {
        let path = NSTemporaryDirectory() + "bbwb-in-background-\(getpid())"
        let line = "#!/bin/sh\nexec env --default-signal=INT,QUIT '\(CommandLineTests.Program.path)' \"$@\"\n"
        _ = FileManager.default.createFile(
            atPath: path, contents: Data(line.utf8), attributes: [.posixPermissions: 0o755])
        atexit { unlink(StartedProgram.script) }
        return path
    }()
}
