import BinaryBrain
import Foundation

/// A run's journal as it was left, however the run ended.
public struct Journal: Sendable {
    /// The records, in order.
    public let records: [JournalRecord]
    /// Lines that could not be read, by number from 1. A killed process may leave one at the end; more are a damaged file.
    public let unreadableLines: [Int]

    /// Larger journals are not read, in bytes.
    private static let sizeLimit = 1 << 30
    /// No record comes near this, in bytes.
    private static let longestLine = 1 << 20

    /// Reads a file.
    /// - Throws: `BrainError` if the file cannot be read.
    public init(contentsOf path: String) throws {
        try self.init(AtomicFile.read(path, limit: Self.sizeLimit))
    }

    init(_ bytes: [UInt8]) {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        var records: [JournalRecord] = []
        var unreadable: [Int] = []
        let lines = Self.lines(bytes)
        for (index, line) in lines.enumerated() where !line.isEmpty {
            if line.count <= Self.longestLine, let record = try? decoder.decode(JournalRecord.self, from: Data(line)) {
                records.append(record)
            } else {
                unreadable.append(index + 1)
            }
        }
        self.records = records
        unreadableLines = unreadable
    }

    /// The pieces between line ends; the system looks for them faster than a loop over a large file.
    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        while start <= bytes.count {
            let end = bytes.withUnsafeBytes { buffer -> Int in
                guard start < buffer.count, let base = buffer.baseAddress,
                    let found = memchr(base + start, Int32(UInt8(ascii: "\n")), buffer.count - start)
                else { return buffer.count }
                return base.distance(to: found)
            }
            lines.append(bytes[start..<end])
            start = end + 1
        }
        return lines
    }

    /// How the run began; nil for a journal without a beginning.
    var start: JournalRecord.Start? {
        for case .start(let start) in records { return start }
        return nil
    }

    /// How the run ended; nil if it is still running or was killed.
    var end: JournalRecord.End? {
        for case .end(let end) in records.reversed() { return end }
        return nil
    }
}
