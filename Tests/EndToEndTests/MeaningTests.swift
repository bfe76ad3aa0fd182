import BinaryBrain
import Foundation
import Testing

@testable import Datasets

/// What a file, a number or a shape means is the same to every command, and whoever gives something else is told.
@Suite("One meaning in all commands")
struct MeaningTests {
    typealias Program = CommandLineTests.Program
    typealias Folder = CommandLineTests.Folder

    /// Images of 2×2 whose class is where they are bright: as pixels, as numbers of another range, and mixed.
    private func prepare(_ folder: Folder) throws {
        let labels = (0..<40).map { UInt8($0 % 4) }
        let pixels = labels.flatMap { label in (0..<4).map { UInt8($0 == Int(label) ? 220 : 20) } }
        let numbers = pixels.map(Float.init)
        for (name, trainsOnNumbers, testsOnNumbers) in [
            ("pixels", false, false), ("numbers", true, true), ("mixed", false, true),
        ] {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
            for (split, isOfNumbers) in [("train", trainsOnNumbers), ("test", testsOnNumbers)] {
                let path = "\(folder.path)/\(name)/\(split)"
                try
                    (isOfNumbers
                    ? NumpyArray(numbers, shape: [40, 1, 2, 2])
                    : NumpyArray(shape: [40, 1, 2, 2], element: .uint8, bytes: pixels))
                    .write(to: "\(path).npy")
                try NumpyArray(shape: [40], element: .uint8, bytes: labels).write(to: "\(path)_labels.npy")
            }
        }
        let modulator = "{ input_range_lo: 0, input_range_hi: 255, frame_modulation_size: 3 }"
        for (name, data, first) in [
            ("of-pixels", "pixels", "{ frame_modulation_size: 3 }"), ("of-numbers", "numbers", modulator),
        ] {
            let yaml = """
                name: \(name)
                data: \(folder.path)/\(data)
                net:
                  - RealToBinary: \(first)
                  - DifferentiableLut: { output_shape: [16], N: 2, momentum: 0.9 }
                  - Reduce: { output_shape: [4] }
                  - BinaryToReal: { frame_integration_size: 3, average_reals: true }
                loss: SoftmaxCrossEntropy
                metrics: CategoricalAccuracy
                optimizer: { Adam: { learning_rate: 0.02 } }
                batch_size: 10
                epochs: 2
                """
            try Data(yaml.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/\(name).yaml"))
        }
    }

    /// Trains an experiment; the checkpoint.
    private func train(_ name: String, in folder: Folder) throws -> String {
        let outcome = try Program("run", "\(name).yaml", "--out", "runs", in: folder.path).wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let line = try #require(outcome.lines.last { $0.hasPrefix("saved ") })
        return String(line.dropFirst("saved ".count))
    }

    @Test("samples of another meaning", .hangLimit) func samples() throws {
        let folder = try Folder()
        try prepare(folder)
        func run(_ arguments: String...) throws -> CommandLineTests.Outcome {
            try Program(arguments, in: folder.path).wait()
        }
        let ofPixels = try train("of-pixels", in: folder)
        let ofNumbers = try train("of-numbers", in: folder)
        let outside = "lie outside the range that the net was trained on (8-bit pixels as pixel / 255, from 0 to 1)"
        let bytes =
            "unsigned bytes mean pixel / 255, but the net was trained on numbers as they are, from 20 to 220"
        // Every command that gives samples to a net, with those of another meaning.
        for (name, arguments) in [
            ("eval", ["eval", ofPixels, "--data", "numbers"]),
            ("predict", ["predict", ofPixels, "--input", "numbers/test.npy", "--output", "y.npy"]),
            ("export", ["export", ofPixels, "--to", "c", "--out", "bundle", "--data", "numbers"]),
            ("run", ["run", "of-pixels.yaml", "--set", "data=\(folder.path)/mixed", "--epochs", "1"]),
        ] {
            let outcome = try Program(arguments, in: folder.path).wait()
            #expect(outcome.status == 0 && outcome.errors.contains(outside), "\(name): \(outcome.errors)")
        }
        for (name, arguments) in [
            ("eval", ["eval", ofNumbers, "--data", "pixels"]),
            ("predict", ["predict", ofNumbers, "--input", "pixels/test.npy", "--output", "y.npy"]),
            ("export", ["export", ofNumbers, "--to", "c", "--out", "bundle", "--data", "pixels"]),
            ("convert", ["convert", ofNumbers, "net.bb_net", "--data", "pixels"]),
        ] {
            let outcome = try Program(arguments, in: folder.path).wait()
            #expect(outcome.status == 1 && outcome.errors.contains(bytes), "\(name): \(outcome.errors)")
        }
        // With its own data it becomes what has the same answers, and software that takes no pixels.
        let converted = try run("convert", ofNumbers, "net.bb_net")
        #expect(converted.lines.first == "identical answers to 40 frames of \(folder.path)/numbers and 64 random ones")
        #expect(try run("export", ofNumbers, "--to", "c", "--out", "c").status == 0)
        #expect(try run("export", ofNumbers, "--to", "hls", "--out", "hls").status == 0)
        for file in ["c/of_numbers.h", "hls/of_numbers.hpp", "c/io.md", "hls/io.md"] {
            let text = try String(contentsOfFile: "\(folder.path)/\(file)", encoding: .utf8)
            #expect(!text.contains("classify") && !text.contains("8-bit pixels that"), "\(file): \(text)")
        }
        for bundle in ["c", "hls"] {
            #expect(try Shell(folder: folder).run("make -s -C \(bundle) test").output.hasPrefix("PASS"))
        }
    }

    @Test("shapes and frames of another kind", .hangLimit) func shapes() throws {
        let folder = try Folder()
        try prepare(folder)
        let net = try Sequential([
            RealToBinary(frameModulationSize: 3), DifferentiableLut(outputShape: [5], inputsPerNode: 2),
        ])
        try net.setInputShape([3, 2, 2])
        try AtomicFile.write(Array(ModelFile.encode(net)), to: "\(folder.path)/half.bb_net")
        func predict(_ shape: [Int]) throws -> CommandLineTests.Outcome {
            let count = shape.reduce(1, *)
            try NumpyArray((0..<count).map { Float($0 % 7) / 7 }, shape: shape).write(to: "\(folder.path)/x.npy")
            return try Program(
                "predict", "half.bb_net", "--input", "x.npy", "--output", "y.npy", in: folder.path
            ).wait()
        }
        // One end of a modulation alone: three frames a sample.
        for shape in [[10, 3, 2, 2], [10, 12], [10, 3, 2, 2, 1]] {
            let outcome = try predict(shape)
            #expect(outcome.status == 0, "\(shape): \(outcome.errors)")
            #expect(outcome.errors.contains("turns the 10 frames"))
            #expect(try NumpyArray(contentsOf: "\(folder.path)/y.npy").shape == [30, 5])
        }
        // Channels last, or as many numbers in another order.
        for shape in [[10, 2, 2, 3], [10, 6, 2], [10, 4, 3]] {
            let outcome = try predict(shape)
            #expect(outcome.status == 1 && outcome.errors.contains("save an array of shape [frames, 3, 2, 2]"))
        }
    }

    @Test("outputs with a name of one letter", .hangLimit) func shortNames() throws {
        let folder = try Folder()
        try prepare(folder)
        let run = try Program("run", "of-pixels.yaml", "--epochs", "1", "--out", "r", in: folder.path).wait()
        #expect(run.status == 0, "\(run.errors)")
        let saved = try #require(run.lines.last { $0.hasPrefix("saved ") }).dropFirst("saved ".count)
        for arguments in [
            ["predict", String(saved), "--input", "pixels/test.npy", "--output", "y"],
            ["convert", String(saved), "d/"], ["export", String(saved), "--to", "c", "--out", "c"],
            ["plot", "latest", "--runs-folder", "r", "--out", "p"],
            ["sweep", "of-pixels.yaml", "--epochs", "1", "--out", "s", "--oversampling", "1"],
        ] {
            let outcome = try Program(arguments, in: folder.path).wait()
            #expect(
                outcome.status == 0 || outcome.status == 1 || outcome.status == 2, "\(arguments): \(outcome.errors)")
            #expect(!outcome.errors.contains("crashed"), "\(arguments): \(outcome.errors)")
        }
        #expect(FileManager.default.fileExists(atPath: "\(folder.path)/y"))
    }
}
