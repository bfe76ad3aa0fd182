import ArgumentParser
import BinaryBrain
import Foundation

/// An error in what the user typed rather than in the work that it asked for.
struct UsageError: LocalizedError, CustomStringConvertible {
    let cause: BrainError

    var description: String { cause.description }
    var errorDescription: String? { description }
}

/// Runs `body`, which looks at arguments: what is wrong with them is wrong usage; a disk that fails is not.
func checkingUsage<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as BrainError where error.kind != .io { throw UsageError(cause: error) }
}

/// What an error prints and which exit status it means.
enum ErrorReport {
    /// Prints `bbwb: what: why: what to do`.
    /// - Returns: the exit status: 1 failed, 2 wrong usage. Help and version texts are 0, and an `ExitCode` is itself.
    static func status(of error: any Error) -> Int32 {
        switch error {
        case let error as UsageError: return complain("\(error.cause)", 2)
        case let error as BrainError: return complain("\(error)", 1)
        case let error as ExitCode: return error.rawValue
        case is ConsoleClosed: return 0
        default: break
        }
        switch BBWB.exitCode(for: error) {
        case .success:
            Console.output.lines(BBWB.fullMessage(for: error))
            return 0
        case .validationFailure: return complain("wrong usage: \(BBWB.message(for: error)): see 'bbwb --help'", 2)
        default: return complain("\(error.localizedDescription)", 1)
        }
    }

    private static func complain(_ message: String, _ status: Int32) -> Int32 {
        Console.complain(message)
        return status
    }
}

/// A session that could not go on; its text already says what, why and what to do.
struct SessionFailure: LocalizedError {
    let reason: String
    var errorDescription: String? { reason }
}
