import Foundation
import TestSupport
import Testing

/// The event files in the real TensorBoard, which is installed into a virtual environment of its own when it is not there.
@Suite("TensorBoard", .enabled(if: SlowTests.areEnabled))
struct TensorBoardTests {
    private static let project = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    private static let environment = "\(project)/.build/tensorboard-environment"

    private func run(_ program: String, _ arguments: String...) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(program) \(arguments)")
        return data
    }

    @Test(.hangLimit)
    func readsTheSameScalars() throws {
        let folder = try CommandLineTests.Folder()
        let training = try CommandLineTests.Program(
            "run", "mnist-lut-tiny", "--epochs", "3", "--json", in: folder.path
        ).wait()
        #expect(training.status == 0)
        let epochs = try training.lines.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }.filter { $0["event"] as? String == "epoch" }
        let run = try #require(
            try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/runs/mnist-lut-tiny").first)

        if !FileManager.default.fileExists(atPath: "\(Self.environment)/bin/tensorboard") {
            _ = try self.run("/usr/bin/python3", "-m", "venv", Self.environment)
            _ = try self.run("\(Self.environment)/bin/pip", "install", "--quiet", "tensorboard")
        }
        let text = try self.run(
            "\(Self.environment)/bin/python", "\(Self.project)/Scripts/tensorboard_scalars.py",
            "\(folder.path)/runs/mnist-lut-tiny/\(run)")
        let scalars = try #require(try JSONSerialization.jsonObject(with: text) as? [String: [[Double]]])
        #expect(
            Set(scalars.keys) == [
                "loss/train", "accuracy/train", "loss/test", "accuracy/test", "speed/images_per_second",
            ])
        #expect(scalars["loss/train"]?.map { $0[0] } == (1...3 * 62).map(Double.init), "every mini-batch")
        for (tag, name) in [("loss/test", "loss"), ("accuracy/test", "accuracy")] {
            let expected = epochs.compactMap { ($0["test"] as? [String: Double])?[name] }
            #expect(scalars[tag]?.map { Float($0[1]) } == expected.map { Float($0) }, "\(tag)")
            #expect(scalars[tag]?.map { Int($0[0]) } == [62, 124, 186])
        }
    }
}
