import Foundation
import Workbench

/// Everything that the program prints goes through here.
///
/// At its end a stream that nobody reads any more (`| head`) is no failure. One that could not be written (a full disk, a closed
/// descriptor) makes the exit status 1.
enum Console {
    /// Results.
    static let output = StandardStream(STDOUT_FILENO, name: "standard output")
    /// Errors, warnings and progress.
    static let errors = StandardStream(STDERR_FILENO, name: "standard error")

    /// Must come before anything is opened: a standard stream that is closed would be the next file that the program opens, and
    /// text would be printed into a checkpoint.
    static func begin() {
        // A handler, since programs that are started would inherit that it is ignored.
        signal(SIGPIPE) { _ in }
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            // Opened the wrong way round, so that using it fails as it would have without.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Prints a line of results.
    static func line(_ text: String) { output.line(text) }

    /// Prints a value as a line of JSON.
    static func json(_ value: some Encodable) throws { output.json(try JSONLine.text(value)) }

    /// Prints `bbwb: message` on standard error.
    static func complain(_ message: String) {
        output.clearStatus()
        errors.line("bbwb: \(message)")
    }

    /// Throws if there is no sense in finding out more, because the results cannot be printed; the exit status is as
    /// `exit` says.
    static func requireReader() throws {
        if output.condition != .whole { throw ConsoleClosed() }
    }

    /// Ends the program. A status of 0 becomes 1 if something could not be printed.
    ///
    /// What libraries would do at an exit (closing thread pools that still compute) is not waited for.
    static func exit(_ status: Int32) -> Never {
        output.clearStatus()
        errors.clearStatus()
        fflush(nil)
        if case .failed(let code) = output.condition {
            complain(
                "\(output.name): \(String(cString: strerror(code))): what was printed is incomplete: print it elsewhere"
            )
        }
        let isIncomplete = [output, errors].contains { if case .failed = $0.condition { true } else { false } }
        leave(status == 0 && isIncomplete ? 1 : status)
    }

    /// Ends the program from any thread, whatever the others are doing.
    static func leave(_ status: Int32) -> Never {
        if output.isTerminal { output.clearStatus() }
        if errors.isTerminal { errors.clearStatus() }
        _exit(status)
    }
}

/// Nobody reads what is printed.
struct ConsoleClosed: Error {}
