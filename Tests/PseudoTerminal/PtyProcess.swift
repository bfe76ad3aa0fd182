import CSystem
import Foundation
import Glibc
import TestSupport

/// A program on a pseudo-terminal of its own, with the screen that it draws.
///
/// The child leads a session of its own whose controlling terminal is the pseudo-terminal, so that a resize reaches it as
/// SIGWINCH and ctrl-c as SIGINT; its signal mask is empty whatever the mask of the test's thread is.
public final class PtyProcess {
    /// How a child ended.
    public enum Ending: Hashable, Sendable {
        /// It returned this status.
        case exited(Int32)
        /// This signal killed it.
        case killed(signal: Int32)
    }

    /// Why a child could not be started.
    public struct LaunchError: Error, CustomStringConvertible {
        /// The call that failed and its reason.
        public let description: String

        init(_ call: String, _ code: Int32) { description = "\(call): \(String(cString: strerror(code)))" }
    }

    /// The child's process number.
    public let processID: pid_t
    /// What the child has drawn so far; `pump`, `wait` and `settle` bring it up to date.
    public private(set) var screen: VTScreen
    /// Every byte that the child wrote, for failure messages and for what was printed outside the screen.
    public private(set) var transcript: [UInt8] = []
    /// Whether the terminal answers the question whether it is well, as nearly all do.
    public var answersStatus = true
    /// What the line to the terminal carries in a second; nil for a line without such a limit.
    public var bytesPerSecond: Double? { didSet { delivered = Self.now } }
    /// What the child has written and the line has not carried yet.
    public private(set) var queue: [UInt8] = []
    private var delivered = PtyProcess.now
    private var answers = 0
    private var controller: Int32
    private var ending: Ending?

    private static var now: TimeInterval { ProcessInfo.processInfo.systemUptime }

    /// Starts `executable` with `arguments` (without the program's name) in an environment of exactly `environment`, to which
    /// `TERM=xterm-256color` and `LC_ALL=C.UTF-8` are added unless it names them.
    public init(
        executable: String, arguments: [String] = [], environment: [String: String] = [:], columns: Int = 80,
        rows: Int = 24
    ) throws {
        screen = VTScreen(columns: columns, rows: rows)
        var controller: Int32 = -1
        var terminal: Int32 = -1
        var name = [CChar](repeating: 0, count: 256)
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&controller, &terminal, &name, nil, &size) == 0 else { throw LaunchError("openpty", errno) }
        defer { close(terminal) }
        for end in [controller, terminal] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(controller, F_SETFL, fcntl(controller, F_GETFL) | O_NONBLOCK)
        self.controller = controller
        do {
            // What a sanitizer was told holds for programs that tests start, too.
            let sanitizers = ProcessInfo.processInfo.environment.filter { $0.key.hasSuffix("SAN_OPTIONS") }
            let defaults = sanitizers.merging(["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"]) { $1 }
            processID = try Self.spawn(
                [executable] + arguments, environment: defaults.merging(environment) { $1 }, terminal: name)
        } catch {
            close(controller)
            throw error
        }
    }

    deinit {
        if ending == nil {
            kill(processID, SIGKILL)
            var status: Int32 = 0
            waitpid(processID, &status, 0)
        }
        if controller >= 0 { close(controller) }
    }

    /// Closes the terminal, as when its window is shut: the child gets SIGHUP, and reads and writes nothing any more.
    public func closeTerminal() {
        close(controller)
        controller = -1
    }

    private static func spawn(_ arguments: [String], environment: [String: String], terminal: [CChar]) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Opened by path in a new session, the terminal becomes the controlling one.
        posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var empty = sigset_t()
        sigemptyset(&empty)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &empty)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = BB_POSIX_SPAWN_SETSID | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
        posix_spawnattr_setflags(&attributes, flags)

        var argv = arguments.map { strdup($0) } + [nil]
        var envp = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var processID: pid_t = 0
        let code = posix_spawn(&processID, arguments[0], &actions, &attributes, &argv, &envp)
        guard code == 0 else { throw LaunchError("posix_spawn \(arguments[0])", code) }
        return processID
    }

    // MARK: Talking to the child

    /// Types text or raw bytes (such as `"\u{1b}[A"` for ↑).
    public func type(_ text: String) {
        var bytes = ArraySlice(text.utf8)
        while !bytes.isEmpty {
            let written = bytes.withContiguousStorageIfAvailable { write(controller, $0.baseAddress, $0.count) } ?? 0
            if written > 0 { bytes = bytes.dropFirst(written) } else if !pump(milliseconds: 20) { return }
        }
    }

    /// Changes the size of the terminal; the child gets SIGWINCH.
    public func resize(columns: Int, rows: Int) {
        pump(milliseconds: 0)
        screen.resize(columns: columns, rows: rows)
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
    }

    /// Sends a signal to the child.
    public func signal(_ signal: Int32) { kill(processID, signal) }

    /// The terminal's settings, to compare before and after.
    public var settings: termios {
        var settings = termios()
        tcgetattr(controller, &settings)
        return settings
    }

    // MARK: Waiting

    /// Reads what the child has written, waiting up to `milliseconds` for the first of it. Returns false once the child has
    /// closed the terminal.
    @discardableResult
    public func pump(milliseconds: Int) -> Bool {
        guard controller >= 0 else { return false }
        defer { deliver() }
        var source = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
        guard poll(&source, 1, Int32(milliseconds)) > 0 else { return true }
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(controller, &buffer, buffer.count)
            if count <= 0 { return count < 0 && errno == EAGAIN }
            queue += buffer[..<count]
        }
    }

    /// Brings the screen what the line has carried, and answers what was asked in it.
    private func deliver() {
        let now = Self.now
        let room = bytesPerSecond.map { min(queue.count, Int($0 * (now - delivered))) } ?? queue.count
        guard room > 0 else { return }
        delivered = now
        let bytes = queue.prefix(room)
        queue.removeFirst(room)
        transcript += bytes
        screen.feed(bytes)
        guard answersStatus, screen.statusRequests > answers else { return }
        let answer = Array(String(repeating: "\u{1b}[0n", count: screen.statusRequests - answers).utf8)
        answers = screen.statusRequests
        _ = write(controller, answer, answer.count)
    }

    /// Reads until the screen satisfies a condition; returns whether it did within `seconds`.
    public func wait(seconds: Double = Patience.seconds, until condition: (VTScreen) -> Bool) -> Bool {
        let end = Date(timeIntervalSinceNow: seconds)
        while Date() < end {
            if condition(screen) { return true }
            if !pump(milliseconds: 20) { return condition(screen) }
        }
        return condition(screen)
    }

    /// Reads until nothing has come for `milliseconds`: a frame arrives in pieces.
    public func settle(milliseconds: Int = 60, atMostSeconds: Double = 5) {
        let end = Date(timeIntervalSinceNow: atMostSeconds)
        var length = -1
        while length != transcript.count, Date() < end {
            length = transcript.count
            if !pump(milliseconds: milliseconds) { return }
        }
    }

    /// Reads until the child ends; nil if it does not within `seconds`.
    public func waitForExit(seconds: Double = Patience.seconds) -> Ending? {
        let end = Date(timeIntervalSinceNow: seconds)
        while ending == nil, Date() < end {
            let isOpen = pump(milliseconds: 10)
            var status: Int32 = 0
            guard waitpid(processID, &status, WNOHANG) == processID else {
                if !isOpen { usleep(5000) }
                continue
            }
            pump(milliseconds: 0)
            let signal = status & 0x7f
            ending = signal == 0 ? .exited((status >> 8) & 0xff) : .killed(signal: signal)
        }
        return ending
    }
}
