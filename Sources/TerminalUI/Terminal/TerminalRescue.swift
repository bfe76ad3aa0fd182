import CNcurses
import CSystem
import Foundation
import Glibc

/// Gives the terminal back when the program dies: after a trap, a segmentation fault or a plain exit() the shell must not be
/// left in raw mode on the alternate screen. Everything that the handler does is async-signal-safe; what it needs is laid out
/// in memory beforehand.
enum TerminalRescue {
    /// Signals of a crash, and the one that asks for death at once.
    static let crashSignals = [SIGSEGV, SIGABRT, SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGQUIT]

    /// Arms the rescue. `terminal` is the descriptor that is drawn to, `original` its settings before the workbench;
    /// `captured` is the pipe that holds what was printed last (the message of a trap), `error` where it belongs.
    @MainActor
    static func arm(terminal: Int32, original: termios, captured: Int32, error: Int32) {
        let state = UnsafeMutablePointer<RescueState>.allocate(capacity: 1)
        let goodbye = goodbyeSequence()
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, goodbye.count))
        bytes.initialize(from: goodbye, count: goodbye.count)
        let previous = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
        previous.initialize(repeating: sigaction(), count: 65)
        state.initialize(
            to: RescueState(
                terminal: terminal, original: original, goodbye: bytes, goodbyeCount: goodbye.count, captured: captured,
                error: error, previous: previous))
        rescueState = state
        for signal in crashSignals {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = rescueFromCrash
            sigemptyset(&action.sa_mask)
            sigaction(signal, &action, previous + Int(signal))
        }
        if !isExitHandlerInstalled {
            isExitHandlerInstalled = true
            atexit(rescueAtExit)
        }
    }

    /// Disarms the rescue after the terminal has been given back in the ordinary way.
    @MainActor
    static func disarm() {
        guard let state = rescueState else { return }
        rescueState = nil
        for signal in crashSignals { sigaction(signal, state.pointee.previous + Int(signal), nil) }
        state.pointee.previous.deallocate()
        state.pointee.goodbye.deallocate()
        state.deallocate()
    }

    @MainActor private static var isExitHandlerInstalled = false

    /// Mouse and bracketed paste off, and the terminal's own strings for: plain attributes, keypad off, visible cursor, primary screen.
    @MainActor private static func goodbyeSequence() -> [UInt8] {
        var bytes = Array(InputModes.off.utf8)
        for capability in ["sgr0", "rmkx", "cnorm", "rmcup"] {
            let string = tigetstr(capability)
            // (char *) -1 says that the name is no string capability, NULL that the terminal lacks it.
            guard let string, UInt(bitPattern: string) != UInt.max else { continue }
            bytes += withoutPadding(Array(String(cString: string).utf8))
        }
        return bytes
    }

    /// A terminfo string without its `$<…>` delays.
    private static func withoutPadding(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "$"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "<"),
                let end = bytes[index...].firstIndex(of: UInt8(ascii: ">"))
            {
                index = end + 1
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }
}

/// What a signal handler may touch: plain memory, allocated before the handlers are installed.
private struct RescueState {
    var terminal: Int32
    var original: termios
    var goodbye: UnsafeMutablePointer<UInt8>
    var goodbyeCount: Int
    var captured: Int32
    var error: Int32
    var previous: UnsafeMutablePointer<sigaction>
}

/// Written on the main actor only, while no handler is installed; read by the handlers.
private nonisolated(unsafe) var rescueState: UnsafeMutablePointer<RescueState>?

private func rescueTerminal(_ state: UnsafeMutablePointer<RescueState>) {
    _ = write(state.pointee.terminal, state.pointee.goodbye, state.pointee.goodbyeCount)
    _ = tcsetattr(state.pointee.terminal, TCSANOW, &state.pointee.original)
}

private func rescueFromCrash(_ signal: Int32) {
    guard let state = rescueState else { return }
    rescueTerminal(state)
    // The message of a trap was written to the captured standard error: bring it to where people look.
    dup2(state.pointee.error, STDERR_FILENO)
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
        while true {
            let count = read(state.pointee.captured, buffer.baseAddress, buffer.count)
            guard count > 0 else { break }
            _ = write(STDERR_FILENO, buffer.baseAddress, count)
        }
    }
    // Hand over to whoever handled the signal before (the backtracer, or death).
    sigaction(signal, state.pointee.previous + Int(signal), nil)
    raise(signal)
}

private func rescueAtExit() {
    if let state = rescueState { rescueTerminal(state) }
}
