import BinaryBrain
import Foundation
import TestSupport
import Testing

@testable import Datasets

@Suite struct NumpyArchiveTests {
    @Test func goldenVectorHasTheArraysThatTheIndexLists() throws {
        let index = try JSONSerialization.jsonObject(
            with: Data(contentsOf: URL(fileURLWithPath: Golden.path("index.json"))))
        let vectors = try #require(index as? [String: [String: [Any]]])
        #expect(vectors.count > 100)
        for (vector, listed) in vectors {
            let arrays = try Golden.arrays(vector)
            #expect(Set(arrays.keys) == Set(listed.keys), "\(vector)")
            for (name, array) in arrays {
                let description = try #require(listed[name])
                #expect(array.shape == description.first as? [Int], "\(vector)/\(name)")
            }
        }
    }

    @Test func compressedArchive() throws {
        let directory = try TemporaryDirectory()
        let values = (0..<1000).map { Float($0 % 7) }
        let array = NumpyArray(values, shape: [10, 100])
        try ArchiveFile.write([("x.npy", array.npyBytes)], to: directory.path("a.npz"), as: .zip)
        let arrays = try NumpyArchive.arrays(contentsOf: directory.path("a.npz"))
        #expect(arrays.keys.sorted() == ["x"])
        #expect(arrays["x"]?.floats == values)
    }

    @Test func truncatedArchiveNeverGivesAnArrayThatIsNotThere() throws {
        let directory = try TemporaryDirectory()
        let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: Golden.path("conn_random_4_to_5_N6_dups.npz"))))
        let whole = try NumpyArchive.arrays(contentsOf: directory.write(bytes, to: "whole.npz"))
        for length in bytes.indices {
            let path = try directory.write(Array(bytes.prefix(length)), to: "cut.npz")
            guard let arrays = try? NumpyArchive.arrays(contentsOf: path) else { continue }
            for (name, array) in arrays { #expect(array == whole[name], "cut at \(length)") }
        }
    }

    @Test func missingFileNamesItself() {
        #expect {
            try NumpyArchive.arrays(contentsOf: "/nowhere/a.npz")
        } throws: { "\($0)".contains("/nowhere/a.npz") }
    }
}

@Suite struct GoldenTests {
    @Test func frameBufferHasFramesOnAxisZero() {
        let buffer = NumpyArray([1, 2, 3, 4, 5, 6], shape: [2, 3]).frameBuffer()
        #expect(buffer.frameCount == 2)
        #expect(buffer.shape == [3])
        #expect(buffer[frame: 1, node: 0] == 4)
        #expect(buffer.frameMajorValues() == [1, 2, 3, 4, 5, 6])
    }
}
