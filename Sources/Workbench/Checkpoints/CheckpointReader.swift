import BinaryBrain
import Foundation

/// Reads what `CheckpointWriter` wrote; every count is compared with the bytes that remain before anything is allocated.
struct CheckpointReader {
    private let bytes: ArraySlice<UInt8>
    private var offset: Int
    private let path: String

    init(_ bytes: ArraySlice<UInt8>, path: String) {
        self.bytes = bytes
        self.path = path
        offset = bytes.startIndex
    }

    var remaining: Int { bytes.endIndex - offset }

    /// An error about this file.
    func damaged(_ why: String) -> BrainError { .damagedCheckpoint(path, why) }

    private mutating func take(_ count: Int, _ what: String) throws -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else {
            throw damaged("\(what) needs \(count) bytes, and \(remaining) remain")
        }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    mutating func integer<T: FixedWidthInteger>(_ type: T.Type, _ what: String) throws -> T {
        try take(MemoryLayout<T>.size, what).withUnsafeBytes { T(littleEndian: $0.loadUnaligned(as: T.self)) }
    }

    /// A count or counter: not negative, and small enough for any sum of two and most products.
    mutating func count(_ what: String) throws -> Int {
        let value = try integer(Int64.self, what)
        guard value >= 0, value < 1 << 53 else { throw damaged("\(what) is \(value)") }
        return Int(value)
    }

    mutating func bool(_ what: String) throws -> Bool {
        let value = try integer(UInt8.self, what)
        guard value <= 1 else { throw damaged("\(what) is neither true nor false") }
        return value == 1
    }

    mutating func double(_ what: String) throws -> Double { Double(bitPattern: try integer(UInt64.self, what)) }

    mutating func raw(_ what: String) throws -> [UInt8] { Array(try take(count(what), what)) }

    mutating func text(_ what: String) throws -> String {
        guard let text = String(validating: try take(count(what), what), as: UTF8.self) else {
            throw damaged("\(what) is not UTF-8 text")
        }
        return text
    }

    mutating func array<T: FixedWidthInteger>(_ type: T.Type, _ what: String) throws -> [T] {
        let count = try count(what)
        let size = MemoryLayout<T>.size
        guard count <= remaining / size else {
            throw damaged("\(what) has \(count) elements, and that many do not remain")
        }
        return try take(count * size, what).withUnsafeBytes { raw in
            (0..<count).map { T(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * size, as: T.self)) }
        }
    }

    mutating func floats(_ what: String) throws -> [Float] {
        try array(UInt32.self, what).map(Float.init(bitPattern:))
    }

    /// A list, each element of which takes at least `minimumSize` bytes.
    mutating func list<Element>(
        _ what: String, minimumSize: Int, _ read: (inout CheckpointReader) throws -> Element
    ) throws -> [Element] {
        let count = try count(what)
        guard count <= remaining / minimumSize else {
            throw damaged("\(what) has \(count) elements, and that many do not remain")
        }
        return try (0..<count).map { _ in try read(&self) }
    }

    mutating func state(_ what: String) throws -> [String: [UInt64]] {
        let pairs = try list(what, minimumSize: 16) { (try $0.text(what), try $0.array(UInt64.self, what)) }
        guard Set(pairs.map(\.0)).count == pairs.count else { throw damaged("\(what) names something twice") }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    mutating func history(_ what: String) throws -> MetricHistory {
        let steps = try array(Int64.self, what)
        let values = try floats(what)
        guard steps.count == values.count, steps.first ?? 0 >= 0, zip(steps, steps.dropFirst()).allSatisfy({ $0 <= $1 })
        else { throw damaged("\(what) is out of order") }
        var history = MetricHistory()
        for (step, value) in zip(steps, values) { history.append(step: Int(step), value: value) }
        return history
    }

    mutating func event(_ what: String) throws -> SessionEvent {
        let step = try count(what)
        let seconds = try double(what)
        // Beyond the year 5000 calendars trap.
        guard (0..<1e11).contains(seconds) else { throw damaged("\(what) has no time") }
        let time = Date(timeIntervalSince1970: seconds)
        guard let level = SessionEvent.Level(rawValue: try text(what)) else { throw damaged("\(what) has no level") }
        return SessionEvent(step: step, time: time, level: level, text: try text(what))
    }
}

extension BrainError {
    /// A checkpoint that cannot be used.
    static func damagedCheckpoint(_ path: String, _ why: String) -> BrainError {
        BrainError(
            .format, what: "reading checkpoint \(path)", why: why,
            remedy: "the file is damaged or not a checkpoint: use another one of the run")
    }

    /// A file of another kind.
    static func neitherCheckpointNorNet(_ path: String) -> BrainError {
        BrainError(
            .format, what: "reading \(path)", why: "it does not begin like a checkpoint or a .bb_net file",
            remedy: "name a checkpoint (.bbwb) or a net (.bb_net); if it was one, use an intact copy")
    }

    /// Runs `body`, which decodes bytes of a file that it does not know by name: its errors get the name.
    static func naming<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as BrainError where !error.what.contains(path) {
            throw BrainError(error.kind, what: "reading \(path): \(error.what)", why: error.why, remedy: error.remedy)
        }
    }
}
