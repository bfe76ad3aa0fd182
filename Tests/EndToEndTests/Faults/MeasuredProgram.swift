import Foundation

/// A run of the program whose memory and time are watched.
struct MeasuredProgram {
    let outcome: CommandLineTests.Outcome
    /// The most memory that it had in use, in bytes, as far as it lived long enough to be looked at.
    let peakBytes: Int
    let seconds: Double

    init(_ arguments: [String], in folder: String, environment: [String: String] = [:]) throws {
        let start = Date()
        let program = try CommandLineTests.Program(arguments, in: folder, environment: environment)
        var peak = 0
        // The system keeps the maximum, so only what grows after the last look is missed.
        while let bytes = program.peakBytes() {
            peak = max(peak, bytes)
            usleep(2_000)
        }
        outcome = program.wait()
        peakBytes = peak
        seconds = Date().timeIntervalSince(start)
    }
}
