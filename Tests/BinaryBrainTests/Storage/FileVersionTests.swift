import Foundation
import TestSupport
import Testing

@testable import BinaryBrain

/// Every class that files can carry has versions, and each of these is known from a file of the original or from its source.
@Suite("Versions in model files")
struct FileVersionTests {
    /// Object names without a file of the original, and why.
    private static let withoutFile = [
        "Concatenate": "the original writes addresses of its memory in place of shapes",
        "GroupSum_fp32": "the original has no such layer", "StochasticLut_fp32": "", "BinaryDenseAffine_fp32": "",
    ]

    @Test("No version is read that nothing is known of") func versions() throws {
        let evidence = try GoldenModelFiles.evidence()
        #expect(evidence.unknown == [])
        #expect(evidence.outdated == [])
    }

    @Test("Each class that is registered has versions, and a file of the original for each type of its signals")
    func registry() throws {
        let objects = try GoldenModelFiles.evidence().objects
        func kind(_ name: String) -> String {
            let type = name.split(separator: "_").first { $0 == "bit" || $0 == "fp32" }.map { "_\($0)" } ?? ""
            return FileVersions.level(ofObject: name) + type
        }
        let known = Set(objects.keys.map(kind))
        for name in LayerRegistry.Contents(LayerRegistry.builtIn).decoders.keys {
            #expect(FileVersions.readable[FileVersions.level(ofObject: name)] != nil, "\(name) has no versions")
            let isKnown = known.contains(kind(name)) || Self.withoutFile[kind(name)] != nil
            #expect(isKnown, "no golden file holds a \(kind(name))")
        }
    }

    @Test("Older versions of a class are read as the same layer") func olderVersions() throws {
        let current = try GoldenModelFiles.data("file_depthwisedense_points")
        let layer = try ModelFile.decode(current)
        let older = try ModelFile.encodeForCheckpoint(layer)
        #expect(older.count == current.count - 1, "version 1 lacks the switch cublas")
        #expect(try ModelFile.encode(ModelFile.decode(older)) == current)

        // A net of version 1 has no name; a layer whose Model level has version 0 neither.
        var net = try GoldenModelFiles.data("ser_sequential_cpp_unnamed")
        let version = try #require(net.range(of: Data("Sequential".utf8))).upperBound
        let named = try ModelFile.decode(net)
        net[version] = 1
        net.removeSubrange(version + 8..<version + 24)
        #expect(try ModelFile.encode(ModelFile.decode(net)) == ModelFile.encode(named))

        var dense = try GoldenModelFiles.data("ser_dense")
        let level = try #require(dense.range(of: Data("DenseAffine_fp32".utf8))).upperBound + 8
        dense[level] = 0
        let length = Int(dense[level + 8])
        dense.removeSubrange(level + 8..<level + 16 + length)
        let nameless = try ModelFile.decode(dense)
        #expect(nameless.name == nil && nameless.inputShape.rank > 0)
    }

    @Test("A version that nobody wrote is refused", arguments: ["DepthwiseDenseAffine", "DenseAffine", "Sequential"])
    func unknownVersion(className: String) throws {
        let file = ["DepthwiseDenseAffine": "file_depthwisedense_depth", "DenseAffine": "file_dense"][className]
        var bytes = try GoldenModelFiles.data(file ?? "ser_sequential_py_named")
        let name = try #require(bytes.range(of: Data(className.utf8)))
        bytes[name.upperBound + (className == "Sequential" ? 0 : "_fp32".count)] = 3
        let error = #expect(throws: BrainError.self) { try ModelFile.decode(bytes) }
        #expect(error?.why.contains("version of \(className)") == true)
    }

    @Test("The switch cublas of a GPU build comes out as it was read")
    func cublas() throws {
        for file in ["file_depthwisedense_default", "ser_dense", "ser_densequant"] {
            let original = try GoldenModelFiles.data(file)
            // The byte before the tensors; a DenseAffineQuantize has its roundings between them.
            let roundings = file == "ser_densequant" ? 1 + 3 * 4 + 3 * 4 : 0
            let tensor = try #require(original.range(of: Data("BB_OBJ".utf8), in: 6..<original.count))
            var changed = original
            changed[tensor.lowerBound - 1 - roundings] = 1
            #expect(try ModelFile.encode(ModelFile.decode(changed)) == changed, "\(file)")
            #expect(changed != original)
        }
    }
}
