import Datasets
import Foundation
import TestSupport
import Testing

/// A small home for the commands of the pages: the data sets' names with a few of the digits, so that a command can be run as the
/// page has it, and what such commands need, made once by the program itself.
final class DocumentWorkplace: Sendable {
    /// A run, as `EXPERIMENT/TIME`.
    let run: String
    /// Checkpoints, below `folder`.
    let model, simpleModel, convolutionalModel: String
    /// An array for `predict`.
    let samples = "samples.npy"
    /// A folder of nets as the original lays them out.
    let savedNets = "nets"
    /// A sweep of which nothing is trained.
    let sweep = "runs/sweeps/digits"
    /// Where everything is.
    let folder: String
    /// What the program's environment gets so that it finds the small sets.
    let environment: [String: String]

    /// Fashion-MNIST as Debian packages it, for `bbwb data fetch`.
    static let fashionFiles = "/usr/share/datasets/fashion-mnist"

    /// The one workplace of all tests of this process.
    static let shared = Result { try DocumentWorkplace() }

    private static let trainCount = 256
    private static let testCount = 128
    /// Of MNIST, of which experiments hold out 5,000 images.
    private static let mnistTrainCount = 5256

    private init() throws {
        let place = NSTemporaryDirectory() + "bbwb-documents-\(UUID().uuidString)"
        environment = ["BBWB_HOME": "\(place)/home", "BBWB_DATA": "\(place)/data"]
        folder = "\(place)/work"
        for path in ["\(place)/home/datasets/mnist-5k", "\(place)/data/mnist", folder] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        TemporaryPlaces.removeAtExit(place)
        try FileManager.default.createSymbolicLink(
            atPath: "\(place)/home/experiments", withDestinationPath: ProjectFolder.path("experiments"))
        try Self.writeFewDigits(Self.trainCount, to: "\(place)/home/datasets/mnist-5k")
        try Self.writeFewDigits(Self.mnistTrainCount, to: "\(place)/data/mnist")

        let program = Self.runner(in: folder, environment)
        func train(_ experiment: String, epochs: String) throws -> String {
            let lines = try program(["run", experiment, "--epochs", epochs])
            return String(try #require(lines.last { $0.hasPrefix("saved ") }).dropFirst("saved ".count))
        }
        model = try train("mnist-lut-tiny", epochs: "2")
        simpleModel = try train("mnist-lut-simple", epochs: "1")
        convolutionalModel = try train("mnist-lut-cnn", epochs: "1")
        // Two entries of the queue: the first was trained just now, the second waits.
        _ = try program(["queue", "add", "mnist-lut-tiny", "--epochs", "2"])
        _ = try program(["queue", "add", "mnist-lut-tiny", "--epochs", "1", "--seed", "2"])
        _ = try program([
            "sweep", "mnist-lut-tiny", "--over", "batch_size=64,128", "--epochs", "1", "--name", "digits", "--list",
        ])
        let parts = model.split(separator: "/")
        run = parts[1...2].joined(separator: "/")
        _ = try program(["convert", model, savedNets + "/"])
        try NumpyArray((0..<3 * 784).map { Float($0 % 97) / 97 }, shape: [3, 1, 28, 28]).write(
            to: "\(folder)/\(samples)")
    }

    /// Runs a command that has to succeed; returns its lines.
    private static func runner(
        in folder: String, _ environment: [String: String]
    ) -> ([String]) throws -> [String] {
        { arguments in
            let outcome = try CommandLineTests.Program(arguments, in: folder, environment: environment).wait()
            try #require(outcome.status == 0, "\(arguments): \(outcome.errors)")
            return outcome.lines
        }
    }

    /// A copy of the folder for one command, so that commands do not see what others write.
    func copy() throws -> CommandLineTests.Folder {
        let copy = try CommandLineTests.Folder()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(copy.path)/\(name)")
        }
        return copy
    }

    /// The first digits of mnist-5k as an IDX set, over and over if there are not enough.
    private static func writeFewDigits(_ trainCount: Int, to folder: String) throws {
        let digits = try DatasetCatalog.load("mnist-5k")
        for (set, count, prefix) in [(digits.train, trainCount, "train"), (digits.test, testCount, "t10k")] {
            let header = [0, 0, 8, 3] + bigEndian(count) + bigEndian(28) + bigEndian(28)
            let chosen = (0..<count).map { $0 % set.count }
            let pixels = chosen.flatMap { set.values(of: $0).map { UInt8(($0 * 255).rounded()) } }
            let labels = try chosen.map { UInt8(try #require(set.label(of: $0))) }
            try Data(header + pixels).write(to: URL(fileURLWithPath: "\(folder)/\(prefix)-images-idx3-ubyte"))
            try Data([0, 0, 8, 1] + bigEndian(count) + labels).write(
                to: URL(fileURLWithPath: "\(folder)/\(prefix)-labels-idx1-ubyte"))
        }
    }

    private static func bigEndian(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) } }
}

/// Folders that live as long as the process.
private enum TemporaryPlaces {
    nonisolated(unsafe) private static var paths: [String] = []

    static func removeAtExit(_ path: String) {
        paths.append(path)
        if paths.count == 1 { atexit { TemporaryPlaces.removeAll() } }
    }

    private static func removeAll() {
        for path in paths { try? FileManager.default.removeItem(atPath: path) }
    }
}
