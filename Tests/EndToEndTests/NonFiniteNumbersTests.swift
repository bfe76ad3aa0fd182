import BinaryBrain
import Datasets
import Foundation
import Testing

@testable import Workbench

/// What the program does with NaN, from data to answers.
@Suite("Numbers that are not finite, on the command line")
struct NonFiniteNumbersTests {
    typealias Program = CommandLineTests.Program
    typealias Folder = CommandLineTests.Folder

    /// A data set of 40 images of 2×2, and an experiment on it.
    private func prepare(_ folder: Folder, value: Float = 0.5, rate: Double = 0.01) throws {
        try FileManager.default.createDirectory(atPath: "\(folder.path)/data", withIntermediateDirectories: true)
        for split in ["train", "test"] {
            var values = (0..<160).map { Float($0 * 37 % 101) / 101 }
            if split == "train" { values[17 * 4 + 2] = value }
            try NumpyArray(values, shape: [40, 1, 2, 2]).write(to: "\(folder.path)/data/\(split).npy")
            try NumpyArray((0..<40).map { Float($0 % 2) }, shape: [40, 1]).write(
                to: "\(folder.path)/data/\(split)_targets.npy")
        }
        let yaml = """
            name: numbers
            data: \(folder.path)/data
            net: [DenseAffine: { output_shape: [8] }, ReLU, DenseAffine: { output_shape: [1] }]
            loss: MeanSquaredError
            metrics: MeanSquaredError
            optimizer: { SGD: { learning_rate: \(rate) } }
            batch_size: 10
            epochs: 5
            """
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/numbers.yaml"))
    }

    @Test("a data set with a NaN is refused", .hangLimit) func data() throws {
        let folder = try Folder()
        try prepare(folder, value: .nan)
        let outcome = try Program("run", "numbers.yaml", in: folder.path).wait()
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("train.npy"))
        #expect(outcome.errors.contains("nan in sample 17 at [0, 1, 0]"))
    }

    @Test("a training that diverges ends with status 1, and saves no such state", .hangLimit) func training() throws {
        let folder = try Folder()
        try prepare(folder, rate: 1000)
        let outcome = try Program("run", "numbers.yaml", in: folder.path).wait()
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("training paused after step"))
        #expect(outcome.errors.contains("not finite"))
        // Epochs before it may have been saved: their nets hold only finite numbers.
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        for file in files where file.hasSuffix(".bbwb") {
            #expect(try defect(of: "\(folder.path)/\(file)") == nil, "\(file)")
        }
    }

    private func defect(of file: String) throws -> NumericDefect? {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        return NumericDefect(in: try Checkpoint(decoding: bytes, path: file).makeNet(seed: 1, path: file))
    }

    @Test("predict counts frames that are not finite", .hangLimit) func answers() throws {
        let folder = try Folder()
        try prepare(folder)
        #expect(try Program("run", "numbers.yaml", in: folder.path).wait().status == 0)
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        let checkpoint = try #require(files.first { $0.hasSuffix(".bbwb") })
        var values = (0..<40).map { Float($0) / 40 }
        func predict() throws -> CommandLineTests.Outcome {
            try NumpyArray(values, shape: [10, 1, 2, 2]).write(to: "\(folder.path)/x.npy")
            return try Program(
                "predict", checkpoint, "--input", "x.npy", "--output", "y.npy", in: folder.path
            ).wait()
        }
        #expect(try predict().errors == "")
        values[4 * 3] = .nan
        values[4 * 3 + 1] = .infinity
        values[4 * 7] = .nan
        let outcome = try predict()
        #expect(outcome.status == 0)
        #expect(
            outcome.errors.contains(
                "2 of 10 frames of the input contain numbers that are not finite: the first is frame 3"))
        let answers = try NumpyArray(contentsOf: "\(folder.path)/y.npy").floats
        #expect(answers.indices.filter { !answers[$0].isFinite } == [3, 7])
    }
}
