import BinaryBrain
import Foundation
import Glibc
import Workbench

/// Runs the editor that a person has chosen, on a file of its own, in the terminal that it is lent.
struct ExternalEditor {
    /// What came of it.
    enum Outcome: Hashable {
        /// It ended well; the file as it was left.
        case text(String)
        /// Nothing is changed; why.
        case failed(String)
    }

    /// The command, as the shell takes it.
    let command: String

    /// Programs that are there on most machines, for whoever has chosen none. Debian's `editor` is the machine's own choice.
    private static let usual = ["editor", "nano", "vim", "vi"]
    /// Seconds that an editor has to end in, when the program was told to stop.
    private static let grace: TimeInterval = 2

    /// By `VISUAL` or `EDITOR`, else what there is; nil if there is nothing.
    init?(environment: [String: String]) {
        let chosen = ["VISUAL", "EDITOR"].compactMap { environment[$0] }.first {
            !$0.allSatisfy(\.isWhitespace)
        }
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        guard
            let command = chosen
                ?? Self.usual.first(where: { name in folders.contains { access("\($0)/\(name)", X_OK) == 0 } })
        else { return nil }
        self.command = command
    }

    /// Lets a text be edited, and returns when the editor has ended. It belongs to this process's group, so that ctrl-z stops both.
    /// - Parameters:
    ///   - terminal: the descriptors that it reads from and writes to.
    ///   - isTold: asked now and then whether the program was told to stop: the editor is then told, too.
    func edit(_ text: String, on terminal: (input: Int32, output: Int32), isTold: () -> Bool) -> Outcome {
        var template = Array("\(NSTemporaryDirectory())/bbwb-XXXXXX.yaml".utf8CString)
        let file = mkstemps(&template, 5)
        guard file >= 0 else {
            return .failed("no file could be made for the editor: \(String(cString: strerror(errno)))")
        }
        close(file)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        do {
            try AtomicFile.write(Array(text.utf8), to: path)
            let status = try run(on: path, terminal, isTold)
            guard status == 0 else {
                return .failed(
                    status == 127
                        ? "there is no editor '\(command)': set EDITOR to one"
                        : "the editor '\(command)' ended with status \(status), so that nothing is taken from it")
            }
            let bytes = try AtomicFile.read(path, limit: ExperimentSpec.maximumFileSize)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                return .failed("what the editor left is no text in UTF-8")
            }
            return .text(text)
        } catch {
            return .failed("\(error)")
        }
    }

    private func run(
        on path: String, _ terminal: (input: Int32, output: Int32), _ isTold: () -> Bool
    ) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, terminal.input, 0)
        posix_spawn_file_actions_adddup2(&actions, terminal.output, 1)
        posix_spawn_file_actions_adddup2(&actions, terminal.output, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Signals mean to the editor what they mean to any program.
        var all = sigset_t()
        var none = sigset_t()
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        let words = ["sh", "-c", "exec \(command) \"$1\"", "sh", path]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        let failure = posix_spawn(&child, "/bin/sh", &actions, &attributes, &arguments, environ)
        guard failure == 0 else {
            throw BrainError(
                .io, what: "starting the editor '\(command)'", why: String(cString: strerror(failure)),
                remedy: "set EDITOR to another")
        }
        return Self.wait(for: child, isTold)
    }

    /// The exit status, or 128 and the signal that ended it.
    private static func wait(for child: pid_t, _ isTold: () -> Bool) -> Int32 {
        var status: Int32 = 0
        var end: TimeInterval?
        while waitpid(child, &status, WNOHANG) == 0 {
            if end == nil, isTold() {
                kill(child, SIGHUP)
                end = ProcessInfo.processInfo.systemUptime + grace
            }
            if let last = end, ProcessInfo.processInfo.systemUptime > last { kill(child, SIGKILL) }
            usleep(30_000)
        }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
