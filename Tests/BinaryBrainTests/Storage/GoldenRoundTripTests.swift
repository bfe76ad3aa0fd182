import Foundation
import TestSupport
import Testing

@testable import BinaryBrain

@Suite("Model files of the original")
struct GoldenRoundTripTests {
    @Test("All golden files are there")
    func count() { #expect(GoldenModelFiles.names.count == 98) }

    @Test(
        "What was read is written again byte for byte",
        arguments: GoldenModelFiles.names)
    func roundTrip(name: String) throws {
        let original = try GoldenModelFiles.data(name)
        let model = try ModelFile.decode(original)
        let written = try ModelFile.encode(model, dialect: name.contains("_cpp_") ? .cpp : .python)
        #expect(Golden.isSame(written, as: original, file: name))
        let reader = try GoldenModelFiles.read(name).reader
        Golden.record(versions: reader.versionsFound, objects: reader.objectsFound, file: name)
        #expect(model.gradients.tensors.allSatisfy { $0.values.allSatisfy { $0 == 0 } })
        #expect(model.gradients.tensors.map(\.shape) == model.parameters.tensors.map(\.shape))
    }

    @Test("Both languages' nets are read as the same net", arguments: ["named", "unnamed"])
    func dialects(kind: String) throws {
        let python = try ModelFile.decode(GoldenModelFiles.data("ser_sequential_py_\(kind)"))
        let cpp = try ModelFile.decode(GoldenModelFiles.data("ser_sequential_cpp_\(kind)"))
        #expect(try ModelFile.encode(python) == ModelFile.encode(cpp))
        #expect(python.name == (kind == "named" ? "seqname" : nil))
        #expect(python.inputShape == [8])
        #expect(python.outputShape == [2])
    }

    @Test(
        "A net from a file computes what it computed in the original",
        arguments: ["StochasticLut6_fp32_fp32", "DifferentiableLutDiscrete6_fp32_fp32"])
    func forward(name: String) throws {
        let arrays = try Golden.arrays(name)
        let model = try ModelFile.decode(GoldenModelFiles.data(name))
        let y = try model.forward(#require(arrays["x"]).frameBuffer(), train: false)
        #expect(Golden.deviation(of: y, from: try #require(arrays["y_infer"]), name: "\(name)/bb_net") < 1e-4)
    }

    @Test("A file of the original gives the original's answers")
    func answers() throws {
        let arrays = try Golden.arrays("file_answers")
        let names = arrays.keys.filter { $0.hasSuffix(".x") }.map { String($0.dropLast(2)) }
        #expect(names.count == 65)
        func isPacked(_ model: any Model) -> Bool { model.objectName.contains("_bit_") }
        for name in names {
            let model = try ModelFile.decode(GoldenModelFiles.data("file_\(name)"))
            let x = try #require(arrays["\(name).x"])
            let hasBits = isPacked(model) && x.floats.allSatisfy { $0 == 0 || $0 == 1 }
            let y = try model.forward(x.frameBuffer(dtype: hasBits ? .bit : .fp32), train: false)
            // Bits of the original are 0 and 1, whatever they stand for.
            let found = y.frameMajorValues().map { y.dtype == .bit && isPacked(model) ? ($0 > 0 ? 1 : 0) : $0 }
            let deviation = Golden.deviation(
                of: found, from: try #require(arrays["\(name).y"]), name: "file_answers/\(name)")
            #expect(deviation < 2e-6, "\(name)")
        }
    }

    @Test("A class that does not exist is named") func unknownClass() throws {
        var file = try GoldenModelFiles.data("ser_relu")
        let name = try #require(file.range(of: Data("ReLU".utf8)))
        file.replaceSubrange(name, with: Data("ReLX".utf8))
        let error = #expect(throws: BrainError.self) { _ = try ModelFile.decode(file) }
        #expect(error?.kind == .format)
        #expect(error?.why.contains("'ReLX_fp32_fp32'") == true)
    }
}
