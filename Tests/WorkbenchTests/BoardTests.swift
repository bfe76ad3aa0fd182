import BinaryBrain
import Foundation
import Testing

@testable import Workbench

/// Event files for TensorBoard, read back by a reader of our own. `make test-all` reads them with the real one too.
@Suite struct BoardTests {
    /// A scalar of an event file.
    struct Scalar: Equatable {
        var step: Int
        var tag: String
        var value: Float
    }

    /// Reads the frames and the messages of an event file; nil for anything that does not fit.
    struct Reader {
        var scalars: [Scalar] = []
        var versions: [String] = []
        var restarts: [Int] = []
        var times: [Double] = []

        init?(_ file: [UInt8]) {
            var rest = file[...]
            while !rest.isEmpty {
                guard let length = Self.integer(&rest, UInt64.self),
                    Self.integer(&rest, UInt32.self) == MaskedChecksum.of(withUnsafeBytes(of: length) { Array($0) }),
                    Int(length) <= rest.count
                else { return nil }
                let message = rest.prefix(Int(length))
                rest = rest.dropFirst(Int(length))
                guard Self.integer(&rest, UInt32.self) == MaskedChecksum.of(message), read(message) else { return nil }
            }
        }

        private mutating func read(_ message: ArraySlice<UInt8>) -> Bool {
            guard let fields = Self.fields(message) else { return false }
            let step = fields.first { $0.number == 2 }.map { Int($0.integer) } ?? 0
            for field in fields {
                switch field.number {
                case 1: times.append(Double(bitPattern: field.integer))
                case 2: break
                case 3: versions.append(String(decoding: field.bytes, as: UTF8.self))
                case 5:
                    for value in Self.fields(field.bytes) ?? [] {
                        guard let parts = Self.fields(value.bytes), parts.count == 2 else { return false }
                        scalars.append(
                            Scalar(
                                step: step, tag: String(decoding: parts[0].bytes, as: UTF8.self),
                                value: Float(bitPattern: UInt32(parts[1].integer))))
                    }
                case 7: restarts.append(step)
                default: return false
                }
            }
            return true
        }

        private static func fields(
            _ message: ArraySlice<UInt8>
        ) -> [(number: UInt64, integer: UInt64, bytes: ArraySlice<UInt8>)]? {
            var rest = message
            var result: [(UInt64, UInt64, ArraySlice<UInt8>)] = []
            while !rest.isEmpty {
                guard let tag = varint(&rest) else { return nil }
                switch tag & 7 {
                case 0: result.append((tag >> 3, varint(&rest) ?? 0, []))
                case 1: result.append((tag >> 3, integer(&rest, UInt64.self) ?? 0, []))
                case 2:
                    guard let count = varint(&rest), Int(count) <= rest.count else { return nil }
                    result.append((tag >> 3, 0, rest.prefix(Int(count))))
                    rest = rest.dropFirst(Int(count))
                case 5: result.append((tag >> 3, UInt64(integer(&rest, UInt32.self) ?? 0), []))
                default: return nil
                }
            }
            return result
        }

        private static func varint(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while let byte = bytes.popFirst() {
                value |= UInt64(byte & 0x7f) << shift
                if byte < 0x80 { return value }
                shift += 7
            }
            return nil
        }

        private static func integer<Value: FixedWidthInteger>(_ bytes: inout ArraySlice<UInt8>, _: Value.Type) -> Value?
        {
            guard bytes.count >= MemoryLayout<Value>.size else { return nil }
            var value: Value = 0
            for index in 0..<MemoryLayout<Value>.size { value |= Value(bytes.popFirst() ?? 0) << Value(8 * index) }
            return value
        }
    }

    private func file(of run: String) throws -> [UInt8] {
        let names = try FileManager.default.contentsOfDirectory(atPath: run).filter { $0.contains(".tfevents.") }
        #expect(names.count == 1)
        return try AtomicFile.read("\(run)/\(names[0])")
    }

    /// The check value of CRC-32C, and a masked one that TensorFlow's tests have.
    @Test func checksums() {
        #expect(MaskedChecksum.crc32c("123456789".utf8) == 0xe306_9283)
        #expect(MaskedChecksum.crc32c([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
        #expect(MaskedChecksum.crc32c([UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
    }

    @Test func aRecordIsTheseBytes() {
        let event = BoardEvent(
            time: Date(timeIntervalSince1970: 2), step: 300, content: .scalars([(tag: "a", value: 1)]))
        let message: [UInt8] =
            [0x09, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x10, 0xac, 0x02, 0x2a, 0x0a, 0x0a, 0x08]
            + [0x0a, 0x01, 0x61, 0x15, 0x00, 0x00, 0x80, 0x3f]
        let record = event.record
        #expect(record[..<8] == [24, 0, 0, 0, 0, 0, 0, 0])
        #expect(Array(record[12..<36]) == message)
        #expect(record.count == 40)
    }

    @Test func holdsEveryMiniBatchAndEpoch() throws {
        let folder = try TemporaryFolder()
        let begin = Date().timeIntervalSince1970
        let tiny = TinySession(try TinyExperiment.spec("epochs=2"), runsFolder: folder.path)
        let end = tiny.session.waitUntilIdle()
        tiny.send(.stop)
        let run = try #require(end.runDirectory)
        let read = try #require(Reader(file(of: run)))
        #expect(read.versions == ["brain.Event:2"])
        #expect(read.restarts == [0])
        let curve = { (tag: String) in read.scalars.filter { $0.tag == tag } }
        #expect(
            curve("loss/train")
                == end.trainLoss.points.map { Scalar(step: $0.step, tag: "loss/train", value: $0.value) })
        #expect(curve("accuracy/train").map(\.value) == end.trainMetric.points.map(\.value))
        #expect(curve("loss/test").map(\.value) == end.testLoss.points.map(\.value))
        #expect(curve("accuracy/test").map(\.step) == [1, 2].map { $0 * TinyExperiment.stepsPerEpoch })
        #expect(read.times.allSatisfy { (begin - 1...Date().timeIntervalSince1970 + 1).contains($0) })
    }

    @Test func aRestartIsTold() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec(), runsFolder: folder.path, first: .pause)
        let run = try #require(tiny.send(.stepMiniBatch).runDirectory)
        tiny.send(.save(nil), .stepMiniBatch)
        tiny.send(.load(RunDirectory(path: run).checkpointPath(step: 1)), .restart, .stepMiniBatch)
        tiny.send(.stop)
        let read = try #require(Reader(file(of: run)))
        #expect(read.restarts == [0, 1, 0])
        #expect(read.scalars.filter { $0.tag == "loss/train" }.map(\.step) == [1, 2, 1])
    }
}
