import BinaryBrain
import Datasets
import Export
import Foundation
import Testing

@testable import Workbench

/// Exports of nets of which no data set is known.
@Suite struct MadeUpSamplesTests {
    /// A net alone, of a shape, read from its file.
    private func saved(_ shape: Shape, in folder: TemporaryFolder, outputs: Shape = [4]) throws -> SavedModel {
        let net = Sequential([
            try RealToBinary(frameModulationSize: 2), try DifferentiableLut(outputShape: [12], batchNorm: false),
            try DifferentiableLut(outputShape: outputs, batchNorm: false, seed: 2),
            try BinaryToReal(frameIntegrationSize: 2),
        ])
        try net.setInputShape(shape)
        let path = "\(folder.path)/net.bb_net"
        try AtomicFile.write(Array(ModelFile.encode(net)), to: path)
        return try SavedModel(contentsOf: path)
    }

    private func text(_ file: String, in folder: TemporaryFolder) throws -> String {
        try String(contentsOfFile: "\(folder.path)/out/\(file)", encoding: .utf8)
    }

    /// Any shape gets vectors, is proved on them, and nothing is said of right answers.
    @Test(arguments: [[7], [3, 5], [1, 4, 4], [2, 3, 2, 2]] as [Shape])
    func anyShapeGetsRandomVectors(shape: Shape) throws {
        let folder = try TemporaryFolder()
        let saved = try saved(shape, in: folder)
        let samples = try saved.madeUpSamples(nil, file: "", count: 20)
        #expect(samples.test.count == 20 && samples.test.shape == shape)
        let result = try saved.exporter(withSamples: samples).export(
            .verilog, to: "\(folder.path)/out", options: ExportOptions(choosesVectors: false), isProved: true)
        #expect(!result.proof.hasFailed)
        let proof = try text("proof.txt", in: folder)
        #expect(proof.contains("all 20 samples of random numbers at x2: 0 of"), "\(proof)")
        #expect(!proof.contains("correct") && !proof.contains("test images of"), "\(proof)")
        let report = try text("report.txt", in: folder)
        #expect(report.contains("stored  20 samples\n") && !report.contains("accuracy"), "\(report)")
        let document = try text("io.md", in: folder)
        #expect(document.contains("channels, rows, columns") == (shape.rank == 3), "\(document)")
        #expect(document.contains("A sample is a row of 7 numbers") == (shape.rank == 1), "\(document)")
    }

    /// Vectors are the samples of the file, first to last.
    @Test func anArrayGivesTheVectors() throws {
        let folder = try TemporaryFolder()
        let saved = try saved([5], in: folder)
        let values = (0..<15).map { Float($0 % 4) / 3 }
        let samples = try saved.madeUpSamples(NumpyArray(values, shape: [3, 5]), file: "x.npy", count: 1)
        #expect(samples.test.values.numbers == values)
        _ = try saved.exporter(withSamples: samples).export(
            .c, to: "\(folder.path)/out", options: ExportOptions(choosesVectors: false), isProved: false)
        #expect(try text("proof.txt", in: folder).contains("the first 3 samples"))
    }

    @Test func arraysOfOtherShapesAreRefused() throws {
        let folder = try TemporaryFolder()
        let saved = try saved([1, 2, 3], in: folder)
        #expect(
            try saved.madeUpSamples(NumpyArray([0, 1, 0, 1, 0, 1], shape: [1, 6]), file: "x.npy", count: 1).test.count
                == 1)
        for shape in [[6], [2, 3], [3, 2, 1]] {
            let error = #expect(throws: BrainError.self) {
                try saved.madeUpSamples(
                    NumpyArray([0, 1, 0, 1, 0, 1], shape: shape), file: "x.npy", count: 1)
            }
            #expect(error?.description.contains("a sample of the net") == true, "\(String(describing: error))")
        }
    }
}
