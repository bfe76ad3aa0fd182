import Testing

@testable import BinaryBrain

@Suite("Values of model files")
struct ObjectReaderTests {
    @Test("Every kind of value comes back as it was written, and nothing is left over")
    func roundTrip() throws {
        var writer = ObjectWriter()
        writer.write(-5)
        writer.write(Int32(-7))
        writer.write(Float(0.1))
        writer.write(Double.pi)
        writer.write(true)
        writer.write(false)
        writer.write("größe")
        writer.write(Shape([3, 28, 28]))
        var reader = ObjectReader(writer.bytes)
        #expect(try reader.int64("a") == -5)
        #expect(try reader.int32("b") == -7)
        #expect(try reader.float("c") == 0.1)
        #expect(try reader.double("d") == .pi)
        #expect(try reader.bool("e") == true)
        #expect(try reader.bool("f") == false)
        #expect(try reader.string("g") == "größe")
        #expect(try reader.shape("h") == [3, 28, 28])
        #expect(reader.remaining == 0)
    }

    @Test("Numbers are little-endian, a string has its length in front, a header says BB_OBJ")
    func exactBytes() {
        var writer = ObjectWriter()
        writer.object("Ab") { $0.write(Int32(0x0102_0304)) }
        let expected: [UInt8] =
            Array("BB_OBJ".utf8) + [1, 0, 0, 0, 0, 0, 0, 0] + [2, 0, 0, 0, 0, 0, 0, 0] + Array("Ab".utf8) + [
                4, 3, 2, 1,
            ]
        #expect(writer.bytes == expected)
    }

    /// The text of the error that `body` throws for these bytes.
    private func complaint(_ bytes: [UInt8], _ body: (inout ObjectReader) throws -> Void) -> String? {
        var reader = ObjectReader(bytes)
        do {
            try body(&reader)
            return nil
        } catch let error as BrainError {
            #expect(error.kind == .format)
            return error.why
        } catch {
            return "\(error)"
        }
    }

    private func bytes(_ write: (inout ObjectWriter) -> Void) -> [UInt8] {
        var writer = ObjectWriter()
        write(&writer)
        return writer.bytes
    }

    @Test("An error names the byte, the objects around it, the field, the wanted and the found")
    func errorsSayWhere() {
        let file = bytes {
            $0.object("Outer") {
                $0.object("Inner") {
                    $0.write(true); $0.write(Int32(9))
                }
            }
        }
        let why = complaint(file) { reader in
            try reader.object(named: "Outer", "model") { outer in
                try outer.object(named: "Inner", "part") { inner in
                    _ = try inner.bool("first")
                    _ = try inner.bool("second")
                }
            }
        }
        #expect(why == "byte 55 in Outer at byte 0 > Inner at byte 27, second: expected 0 or 1, found 9")
    }

    @Test("Sizes that the file cannot hold are refused before anything is allocated")
    func hostileSizes() {
        let huge = Int.max
        #expect(complaint(bytes { $0.write(huge) }) { _ = try $0.string("s") }?.contains("found \(huge)") == true)
        #expect(complaint(bytes { $0.write(-1) }) { _ = try $0.string("s") }?.contains("found -1") == true)
        #expect(complaint(bytes { $0.write(100) }) { _ = try $0.string("s") }?.contains("only 0 bytes") == true)
        #expect(complaint(bytes { $0.write(huge) }) { _ = try $0.shape("s") }?.contains("found \(huge)") == true)
        #expect(complaint(bytes { $0.write(huge) }) { _ = try $0.objectCount("n") }?.contains("at most 0") == true)
        let square = bytes { $0.write(Shape([65536, 65536])) }
        #expect(complaint(square) { _ = try $0.shape("s") }?.contains("fewer than 2^31") == true)
        #expect(complaint(bytes { $0.write(huge) }) { _ = try $0.int64("n", in: 0...5) }?.contains("0 to 5") == true)
    }

    @Test("A tensor larger than the file allocates nothing")
    func hostileTensor() async {
        // In a process of its own, because the statistics are those of the whole process.
        await #expect(processExitsWith: .success) {
            var writer = ObjectWriter()
            writer.object("Tensor_fp64") { writer in
                for value in [1, 0, 0, 1 << 30, 1, 1 << 30, 1, 1] { writer.write(value) }
            }
            var reader = ObjectReader(writer.bytes)
            let before = AlignedStorage.statistics
            let error = #expect(throws: BrainError.self) { try reader.typedTensor("W", .fp64) }
            #expect(error?.why.contains("expected \(8 << 30) bytes of elements, found only 0 bytes") == true)
            #expect(AlignedStorage.statistics == before)
        }
    }

    @Test("Objects inside objects end at a fixed depth")
    func nesting() {
        func nest(_ reader: inout ObjectReader) throws { try reader.object("child") { reader, _ in try nest(&reader) } }
        let file = (0..<1000).flatMap { _ in bytes { $0.object("A") { _ in } } }
        #expect(complaint(file, nest)?.contains("at most 32 objects inside each other") == true)
    }

    @Test("Text must be UTF-8")
    func invalidText() {
        let file = bytes { $0.write(2) } + [0xc3, 0x28]
        #expect(complaint(file) { _ = try $0.string("name") }?.contains("expected UTF-8 text") == true)
    }
}
