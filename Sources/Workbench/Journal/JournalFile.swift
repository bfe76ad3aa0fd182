import BinaryBrain

/// Appends lines to a journal. A line that the disk has no room for waits in memory until there is.
final class JournalFile {
    private let file: AppendedFile

    private let lease: Lease.Keeper

    /// Opens the file, making it if it is not there.
    init(path: String) throws {
        file = try AppendedFile(path: path)
        lease = Lease.Keeper(file.descriptor)
    }

    /// Whether it could be locked.
    var isLocked: Bool { file.isLocked }

    /// Why it lacks something; nil if it is complete.
    var failure: BrainError? { file.failure }

    /// Writes what waits, and has the disk confirm all.
    func sync() throws { try file.sync() }

    /// Appends a line, after all that still wait.
    /// - Throws: `BrainError` if it has to wait.
    func append(_ line: String) throws { try file.append(Array((line + "\n").utf8)) }
}
