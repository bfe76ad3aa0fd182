import Foundation
import Testing

/// `--send`: commands without a screen.
@Suite("Commands on the command line") struct SentCommandTests {
    typealias Program = CommandLineTests.Program

    private func commands(_ outcome: CommandLineTests.Outcome) throws -> [String] {
        try outcome.lines.compactMap { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            guard let command = object?["command"] as? String else { return nil }
            return "\(object?["step"] ?? "?") \(object?["at"] ?? "?") \(command)"
        }
    }

    @Test(.hangLimit) func areGivenOnceJournaledAndReplayed() throws {
        let folder = try CommandLineTests.Folder()
        let first = try Program(
            "run", "mnist-lut-tiny", "--epochs", "1", "--json", "--send", "binary false @0", "--send",
            "learning_rate 0.002", in: folder.path
        ).wait()
        #expect(first.status == 0, "\(first.errors)")
        #expect(try commands(first) == ["0 epoch 0 binary false @0", "0 epoch 0 learning_rate 0.002"])
        let second = try Program(
            "run", "--resume", "mnist-lut-tiny", "--epochs", "2", "--json", "--send", "lut_binarize true",
            in: folder.path
        ).wait()
        #expect(second.status == 0, "\(second.errors)")
        #expect(try commands(second) == ["62 step 62 lut_binarize true @all"])
        let replay = try Program("replay", "mnist-lut-tiny", "--threads", "3", in: folder.path).wait()
        #expect(replay.status == 0 && replay.output.contains("identical"), "\(replay.output)\(replay.errors)")
    }

    @Test(arguments: [
        ("gargle true", "--send: gargle true @all: no layer there understands it"),
        ("binary perhaps", "neither true nor false"), ("binary true @7", "layers: count from 0"),
        ("pause", "cannot be given beforehand"),
    ])
    func whatCannotBeGivenIsWrongUsage(command: String, text: String) throws {
        let folder = try CommandLineTests.Folder()
        let outcome = try Program("run", "mnist-lut-tiny", "--send", command, in: folder.path).wait()
        #expect(outcome.status == 2 && outcome.errors.contains(text), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/runs"))
    }
}
