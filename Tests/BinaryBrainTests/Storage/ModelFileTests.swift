import Foundation
import Testing

@testable import BinaryBrain

@Suite("Model files")
struct ModelFileTests {
    @Test("Both dialects of an empty net are read, with and without a name", arguments: [nil, "net", "x"])
    func emptyNet(name: String?) throws {
        for dialect in [SequentialDialect.python, .cpp] {
            let data = try ModelFile.encode(Sequential([], name: name), dialect: dialect)
            let net = try #require(try ModelFile.decode(data) as? Sequential)
            #expect(net.layers.isEmpty)
            #expect(net.name == name)
        }
    }

    @Test("Version 1 of a net, which has no name, is read")
    func versionOne() throws {
        var writer = ObjectWriter()
        writer.object("Sequential") { writer in
            writer.write(1)
            writer.write(0)
        }
        let net = try ModelFile.decode(Data(writer.bytes))
        #expect(net is Sequential)
        #expect(net.name == nil)
    }

    @Test("Bytes after the model are an error")
    func trailingBytes() throws {
        let data = try ModelFile.encode(Sequential()) + Data([0])
        let error = #expect(throws: BrainError.self) { _ = try ModelFile.decode(data) }
        #expect(error?.why == "byte 56, end of the model: expected the end of the file, found 1 more bytes")
    }

    @Test("A class without a reader is named")
    func unknownClass() throws {
        var writer = ObjectWriter()
        writer.object("Hologram_fp32") { $0.write(1) }
        let error = #expect(throws: BrainError.self) { _ = try ModelFile.decode(Data(writer.bytes)) }
        #expect(error?.kind == .format)
        #expect(error?.why.contains("'Hologram_fp32'") == true)
    }

    @Test("Nets nested beyond reason are refused")
    func deepNet() throws {
        let net = (0..<40).reduce(Sequential()) { inner, _ in Sequential([inner]) }
        let data = try ModelFile.encode(net)
        let error = #expect(throws: BrainError.self) { _ = try ModelFile.decode(data) }
        #expect(error?.why.contains("at most 32 objects inside each other") == true)
    }

    @Test("A layer without a shape cannot be written, and says what to do")
    func withoutShape() throws {
        let error = #expect(throws: BrainError.self) { _ = try ModelFile.encode(DifferentiableLut(outputShape: [4])) }
        #expect(error?.remedy == "call setInputShape before writing")
    }

    @Test("Layers that do not fit together are refused")
    func misfits() throws {
        let first = try DifferentiableLut(outputShape: [4])
        let second = try DifferentiableLut(outputShape: [2])
        try first.setInputShape([8])
        try second.setInputShape([5])
        let data = try ModelFile.encode(Sequential([first, second]))
        let error = #expect(throws: BrainError.self) { _ = try ModelFile.decode(data) }
        #expect(
            error?.why.contains("layer 1: expected frames of 4 as layer 0 puts out, found a layer for frames of 5")
                == true)
    }
}
