import Foundation

/// A session that could not go on; its text already says what, why and what to do.
struct SessionFailure: LocalizedError {
    let reason: String
    var errorDescription: String? { reason }
}
