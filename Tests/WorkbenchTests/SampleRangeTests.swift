import BinaryBrain
import Datasets
import Foundation
import Testing

@testable import Workbench

/// What a checkpoint says of the samples that trained it, and what becomes of others.
@Suite struct SampleRangeTests {
    private static func dataset(_ values: (Int) -> SampleSet.Values) throws -> Dataset {
        func set(_ count: Int) throws -> SampleSet {
            try SampleSet(
                shape: [1, 6, 6], values: values(count * 36),
                targets: .labels((0..<Int32(count)).map { $0 % 4 }, classCount: 4), name: "stripes")
        }
        return try Dataset(name: "stripes", train: set(100), test: set(40), classNames: ["a", "b", "c", "d"])
    }

    private func saved(_ dataset: Dataset, in folder: TemporaryFolder) throws -> SavedModel {
        let spec = try TinyExperiment.spec()
        let experiment = try Experiment(spec: spec, data: ExperimentData(dataset: dataset, target: spec.target))
        try experiment.trainMiniBatch()
        try AtomicFile.write(experiment.checkpoint().encode(), to: "\(folder.path)/net.bbwb")
        return try SavedModel(contentsOf: "\(folder.path)/net.bbwb")
    }

    private func array(_ element: NumpyElement, in folder: TemporaryFolder) throws -> NumpyArray {
        let bytes = (0..<72).map { UInt8($0 * 37 % 256) }
        let header =
            "{'descr': '\(element == .uint8 ? "|u1" : "<f4")', 'fortran_order': False, 'shape': (2, 1, 6, 6), }"
        let padded = header + String(repeating: " ", count: 128 - 10 - header.count - 1) + "\n"
        let body =
            element == .uint8
            ? bytes : bytes.flatMap { byte in withUnsafeBytes(of: Float(byte).bitPattern.littleEndian, Array.init) }
        let path = "\(folder.path)/\(element).npy"
        try Data([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8) + body)
            .write(to: URL(fileURLWithPath: path))
        return try NumpyArray(contentsOf: path)
    }

    @Test func pixelsAreKeptAndAskedForByTheSameRule() throws {
        let folder = try TemporaryFolder()
        let saved = try saved(Self.dataset { .pixels((0..<$0).map { UInt8($0 * 31 % 256) }) }, in: folder)
        #expect(saved.sampleRange == .pixels)
        var warnings: [String] = []
        let bytes = try saved.inputs(array(.uint8, in: folder), file: "x.npy") { warnings.append($0) }
        #expect(bytes == (0..<72).map { Float($0 * 37 % 256) / 255 } && warnings.isEmpty)
        // The same images as numbers from 0 to 255 are another thing, and that is said.
        let numbers = try saved.inputs(array(.float32, in: folder), file: "x.npy") { warnings.append($0) }
        #expect(numbers == bytes.map { ($0 * 255).rounded() })
        #expect(warnings.count == 1 && warnings[0].contains("trained on (8-bit pixels as pixel / 255, from 0 to 1)"))
    }

    @Test func bytesAreRefusedWhereTheNetWasTrainedOnLargerNumbers() throws {
        let folder = try TemporaryFolder()
        let saved = try saved(Self.dataset { .floats((0..<$0).map { Float($0 * 31 % 256) }) }, in: folder)
        #expect(saved.sampleRange == SampleRange(isPixels: false, low: 0, high: 255))
        let error = #expect(throws: BrainError.self) {
            try saved.inputs(array(.uint8, in: folder), file: "x.npy") { _ in }
        }
        #expect(error?.remedy.contains("astype('float32')") == true)
        var warnings: [String] = []
        _ = try saved.inputs(array(.float32, in: folder), file: "x.npy") { warnings.append($0) }
        #expect(warnings.isEmpty)
        _ = try saved.inputs(NumpyArray([0, 0.5, 1], shape: [3]), file: "x.npy") { warnings.append($0) }
        #expect(warnings.first?.contains("between 0 and 1, and the net was trained on numbers as they are") == true)
    }

    @Test func filesOfBeforeReadAndDigestsStay() throws {
        let spec = try TinyExperiment.spec()
        let experiment = try Experiment(
            spec: spec, data: ExperimentData(dataset: TinyExperiment.dataset(), target: spec.target))
        var checkpoint = try experiment.checkpoint()
        let digest = checkpoint.digest
        checkpoint.sampleRange = nil
        #expect(checkpoint.digest == digest)
        #expect(try Checkpoint(decoding: checkpoint.encode(), path: "old").sampleRange == nil)
        checkpoint.sampleRange = SampleRange(isPixels: false, low: -2, high: 0.5)
        #expect(try Checkpoint(decoding: checkpoint.encode(), path: "new").sampleRange == checkpoint.sampleRange)
        checkpoint.sampleRange = SampleRange(isPixels: false, low: 2, high: -2)
        #expect(throws: BrainError.self) { try Checkpoint(decoding: checkpoint.encode(), path: "damaged") }
    }
}
