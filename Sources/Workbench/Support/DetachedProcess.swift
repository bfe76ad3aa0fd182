import BinaryBrain
import CSystem
import Foundation

/// This program once more, without a terminal, which goes on whatever becomes of this process and of its terminal.
enum DetachedProcess {
    /// Starts it.
    /// - Parameters:
    ///   - program: the program, or a link to it.
    ///   - onEnd: called when it has ended, if this process is still there then.
    static func start(
        _ program: String, _ words: [String], onEnd: @escaping @Sendable () -> Void = {}
    ) throws -> pid_t {
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: program)) ?? program
        let process = try spawn([path] + words)
        // Whoever has ended is waited for, so that it does not look alive.
        let thread = Thread {
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            onEnd()
        }
        thread.name = "bbwb-detached"
        thread.start()
        return process
    }

    /// A process in a session of its own, so that no terminal takes it along, with nothing to read and nowhere to print: what it has
    /// to say is in its journal.
    private static func spawn(_ arguments: [String]) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, BB_POSIX_SPAWN_SETSID | Int16(POSIX_SPAWN_SETSIGMASK))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        for stream in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0)
        }
        var texts: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for text in texts { free(text) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, arguments[0], &actions, &attributes, &texts, environ)
        guard code == 0 else { throw SystemFailure.error("starting \(arguments[0])", code: code) }
        return process
    }
}
