import ArgumentParser
import BinaryBrain
import Foundation

/// An error in what the user typed rather than in the work that it asked for.
struct UsageError: Error {
    let cause: BrainError
}

/// Runs `body`, which looks at arguments: what is wrong with them is wrong usage; a disk that fails is not.
func checkingUsage<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as BrainError where error.kind != .io { throw UsageError(cause: error) }
}

/// How an error ends the program: a line on stderr and an exit status.
enum ErrorReport {
    /// Prints `bbwb: what: why: what to do` and exits: 1 failed, 2 wrong usage. Help and version texts exit with 0, and an
    /// `ExitCode` with its own status.
    static func exit(with error: any Error) -> Never {
        switch error {
        case let error as UsageError: exit(printable("\(error.cause)"), status: 2)
        case let error as BrainError: exit(printable("\(error)"), status: 1)
        default: break
        }
        switch BBWB.exitCode(for: error) {
        case .validationFailure:
            exit("wrong usage: \(BBWB.message(for: error)): see 'bbwb --help'", status: 2)
        case .failure where !(error is ExitCode):
            exit("\(error.localizedDescription)", status: 1)
        default: BBWB.exit(withError: error)
        }
    }

    /// A message in which names from files can neither move the terminal's cursor nor begin a line.
    private static func printable(_ message: String) -> String {
        message.unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: scalar.escaped(asASCII: true)
            default: String(scalar)
            }
        }.joined()
    }

    private static func exit(_ message: String, status: Int32) -> Never {
        FileHandle.standardError.write(Data("bbwb: \(message)\n".utf8))
        Foundation.exit(status)
    }
}
