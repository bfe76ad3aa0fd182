import BinaryBrain
import Foundation

extension RunDirectory {
    /// Where what a person has noted of the run is kept.
    public var notePath: String { "\(path)/note.txt" }

    /// What a person has noted of the run, in a line; words that begin with # are tags. Nil for nothing.
    public var note: String? {
        guard let bytes = try? AtomicFile.read(notePath, limit: 1 << 16) else { return nil }
        let line = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init)
        return line.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Keeps a note, or removes it if it is empty.
    /// - Throws: `BrainError` if it cannot be written.
    public func write(note: String) throws {
        let line = note.trimmingCharacters(in: .whitespacesAndNewlines)
        if line.isEmpty {
            guard unlink(notePath) == 0 || errno == ENOENT else {
                throw SystemFailure.error("removing \(notePath)")
            }
        } else {
            try AtomicFile.write(Array("\(line)\n".utf8), to: notePath)
        }
    }
}
