import BinaryBrain
import Foundation

/// Loss and metric of the mini-batches by which a run's event file (`BoardFile`) has grown since the last look.
struct BoardTail {
    /// What an event says of the training's curve.
    enum Event: Equatable {
        /// A mini-batch, and when it was trained.
        case miniBatch(step: Int, loss: Float, metric: Float, time: TimeInterval)
        /// Training goes on from this step.
        case restart(step: Int)
    }

    private let folder: String
    private var file: GrowingFile?
    private var rest: [UInt8] = []

    /// Bytes around a message: its length with a checksum before it, another checksum behind it.
    private static let headSize = 12
    private static let footSize = 4
    /// No event of ours comes near this; a longer one is no event.
    private static let longestMessage = 1 << 16

    init(_ directory: RunDirectory) { folder = directory.path }

    /// The events that are complete; `isAnew` if they replace all before.
    mutating func news() throws -> (events: [Event], isAnew: Bool) {
        if file == nil {
            let names = try Folder.names(in: folder).filter { $0.hasPrefix("events.out.tfevents.") }
            file = names.sorted().last.map { GrowingFile(path: "\(folder)/\($0)") }
        }
        guard let news = try file?.read() else { return ([], false) }
        if news.isAnew { rest = [] }
        rest += news.bytes
        var events: [Event] = []
        var position = 0
        while rest.count - position >= Self.headSize {
            let length = rest[position..<position + 8].enumerated().reduce(0) {
                $0 | UInt64($1.element) << (8 * $1.offset)
            }
            guard length <= Self.longestMessage else {
                // Not one of our files: nothing more can be read of it.
                rest = []
                return (events, news.isAnew)
            }
            let end = position + Self.headSize + Int(length) + Self.footSize
            guard end <= rest.count else { break }
            if let event = Self.event(rest[position + Self.headSize..<end - Self.footSize]) { events.append(event) }
            position = end
        }
        rest.removeFirst(position)
        return (events, news.isAnew)
    }

    /// Field numbers as `BoardEvent` writes them.
    private static func event(_ message: ArraySlice<UInt8>) -> Event? {
        var time = 0.0
        var step = 0
        var loss: Float?
        var metric: Float?
        var isRestart = false
        var fields = ProtobufReader(message)
        while let (number, value) = fields.next() {
            switch (number, value) {
            case (1, .fixed64(let bits)): time = Double(bitPattern: bits)
            case (2, .varint(let count)): step = Int(truncatingIfNeeded: count)
            case (5, .bytes(let summary)):
                for (tag, number) in scalars(summary) {
                    if tag == "loss/train" {
                        loss = number
                    } else if tag.hasSuffix("/train") {
                        metric = number
                    }
                }
            case (7, .bytes): isRestart = true
            default: break
            }
        }
        if isRestart { return .restart(step: step) }
        guard let loss, let metric else { return nil }
        return .miniBatch(step: step, loss: loss, metric: metric, time: time)
    }

    private static func scalars(_ summary: ArraySlice<UInt8>) -> [(tag: String, value: Float)] {
        var result: [(tag: String, value: Float)] = []
        var values = ProtobufReader(summary)
        while let (number, value) = values.next() {
            guard number == 1, case .bytes(let scalar) = value else { continue }
            var tag = ""
            var figure: Float?
            var fields = ProtobufReader(scalar)
            while let (number, value) = fields.next() {
                switch (number, value) {
                case (1, .bytes(let text)): tag = String(decoding: text, as: UTF8.self)
                case (2, .fixed32(let bits)): figure = Float(bitPattern: bits)
                default: break
                }
            }
            if let figure { result.append((tag, figure)) }
        }
        return result
    }
}

/// Reads the fields of a protocol buffer one after another; what is damaged ends it.
struct ProtobufReader {
    /// A field's value by its wire type.
    enum Value {
        case varint(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        case bytes(ArraySlice<UInt8>)
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next field; nil at the end.
    mutating func next() -> (number: Int, value: Value)? {
        guard let tag = varint() else { return nil }
        let number = Int(truncatingIfNeeded: tag >> 3)
        switch tag & 7 {
        case 0: return varint().map { (number, .varint($0)) }
        case 1: return little(8).map { (number, .fixed64($0)) }
        case 2:
            guard let length = varint(), length <= UInt64(rest.count) else { return nil }
            defer { rest = rest.dropFirst(Int(length)) }
            return (number, .bytes(rest.prefix(Int(length))))
        case 5: return little(4).map { (number, .fixed32(UInt32($0))) }
        default: return nil
        }
    }

    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }

    private mutating func little(_ count: Int) -> UInt64? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count).enumerated().reduce(0) { $0 | UInt64($1.element) << (8 * $1.offset) }
    }
}
