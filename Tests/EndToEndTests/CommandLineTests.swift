import Foundation
import TestSupport
import Testing

/// Runs the built program without a terminal.
@Suite("The command line without a terminal")
struct CommandLineTests {
    /// What a run of the program left behind.
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    /// A run of the program in a folder of its own.
    final class Program {
        let folder: String
        private let process = Process()
        private let output = Pipe()
        private let errors = Pipe()

        static let path: String = {
            let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
            return (tests as NSString).deletingLastPathComponent + "/bbwb"
        }()

        convenience init(_ arguments: String..., in folder: String) throws { try self.init(arguments, in: folder) }

        /// `environment` is added to that of the tests. `withoutRights` makes root run it as nobody.
        init(
            _ arguments: [String], in folder: String, environment: [String: String] = [:], withoutRights: Bool = false
        ) throws {
            self.folder = folder
            let nobody = ["/usr/bin/setpriv", "--reuid=65534", "--clear-groups"]
            let command =
                (withoutRights ? nobody : []) + StartedProgram.words(environment: environment) + [Self.path] + arguments
            process.executableURL = URL(fileURLWithPath: command[0])
            process.arguments = Array(command.dropFirst())
            process.currentDirectoryURL = URL(fileURLWithPath: folder)
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = output
            process.standardError = errors
            try process.run()
        }

        /// The first line of output; the program goes on.
        func firstLine() -> String {
            var bytes = Data()
            while bytes.last != UInt8(ascii: "\n") {
                let next = output.fileHandleForReading.readData(ofLength: 1)
                if next.isEmpty { break }
                bytes += next
            }
            return String(decoding: bytes, as: UTF8.self)
        }

        /// The most memory that the program has had in use, in bytes; nil once it has ended.
        func peakBytes() -> Int? {
            guard process.isRunning,
                let status = try? String(
                    contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8),
                let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
            else { return nil }
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
        }

        var isRunning: Bool { process.isRunning }

        func interrupt(_ signal: Int32) { kill(process.processIdentifier, signal) }

        func wait() -> Outcome {
            let text = output.fileHandleForReading.readDataToEndOfFile()
            let errorText = errors.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return Outcome(
                status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
                errors: String(decoding: errorText, as: UTF8.self))
        }
    }

    /// A folder that goes away with its owner.
    final class Folder {
        let path = NSTemporaryDirectory() + "bbwb-command-line-\(UUID().uuidString)"
        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(atPath: path) }

        /// The newest checkpoint below `runs`.
        func checkpoint() throws -> String {
            let files = FileManager.default.enumerator(atPath: "\(path)/runs")?.compactMap { $0 as? String } ?? []
            return "runs/" + (try #require(files.filter { $0.hasSuffix(".bbwb") }.max()))
        }
    }

    private func object(_ line: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
    }

    @Test func jsonIsOneObjectALineAndNothingElse() throws {
        let folder = try Folder()
        let outcome = try Program("run", "mnist-lut-tiny", "--epochs", "1", "--json", in: folder.path).wait()
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        let objects = try outcome.lines.map(object)
        #expect(objects.first?["event"] as? String == "start")
        #expect(objects.last?["event"] as? String == "end")
        let epoch = try #require(objects.first { $0["event"] as? String == "epoch" })
        #expect(epoch["epoch"] as? Int == 1)
        #expect(epoch["step"] as? Int == 62)
        for side in ["train", "test"] {
            let figures = try #require(epoch[side] as? [String: Double])
            #expect(Set(figures.keys) == ["loss", "accuracy"])
            #expect(figures["accuracy"]! > 0.3, "far above chance after an epoch")
        }
        #expect((epoch["frames_per_second"] as? Double ?? 0) > (epoch["images_per_second"] as? Double ?? 0))
    }

    @Test func aTrainedNetCanBeMeasuredConvertedAndAsked() throws {
        let folder = try Folder()
        let run = try Program("run", "mnist-lut-tiny", "--epochs", "1", in: folder.path).wait()
        #expect(run.status == 0)
        #expect(run.lines.first?.hasPrefix("epoch 1  step 62  train loss ") == true)
        let checkpoint = try folder.checkpoint()

        let own = try Program("eval", checkpoint, "--json", in: folder.path).wait()
        let figures = try own.lines.map(object)
        #expect(figures.map { $0["form"] as? String } == ["stored", "binary", "netlist", "float"])
        let tests = figures.map { $0["test"] as? [String: Double] }
        #expect(tests[0] != nil && tests[1] == tests[0] && tests[2] == tests[0], "one net, and its LUTs answer for it")
        #expect(figures[1...2].allSatisfy { $0["differing"] as? Int == 0 && $0["differing_classes"] as? Int == 0 })
        #expect(
            (figures[3]["differing"] as? Int ?? 0) > 0
                && (figures[0]["layers_of_numbers"] as? [String])?.isEmpty == true)
        let trained = try #require(run.lines.first?.firstMatch(of: /test loss \S+ accuracy (\S+)/)).1
        let text = try Program("eval", checkpoint, in: folder.path).wait().lines
        #expect(text.first?.contains("accuracy \(trained)") == true, "what was trained is what is measured: \(text)")

        let converted = try Program("convert", checkpoint, "net.bb_net", in: folder.path).wait()
        #expect(
            converted.lines == ["identical answers to 256 frames of mnist-5k and 64 random ones"], "\(converted.errors)"
        )
        let net = try Program("eval", "net.bb_net", "--data", "mnist-5k", "--json", in: folder.path).wait()
        #expect(net.output == own.output, "the net alone answers like the checkpoint")

        // Another oversampling of the net alone, which is a chain for the original's Python package.
        let more = try Program(
            "eval", "net.bb_net", "--data", "mnist-5k", "--oversampling", "3", "--json", in: folder.path
        ).wait()
        let same = try Program("eval", checkpoint, "--oversampling", "3", "--json", in: folder.path).wait()
        #expect(more.output == same.output && more.status == 0, "\(more.errors)")

        let saved = try Program("convert", checkpoint, "nets/", in: folder.path).wait()
        #expect(saved.status == 0 && saved.lines.count == 1, "\(saved.errors)")
        #expect(saved.errors.contains("identical answers"))
        #expect(FileManager.default.fileExists(atPath: "\(folder.path)/\(saved.lines[0])/Sequential.bb_net"))
        let python = try Program("info", "nets", in: folder.path).wait()
        #expect(try python.output == Program("info", "net.bb_net", in: folder.path).wait().output)
        #expect(python.output.contains("RealToBinary"))

        #expect(try Program("convert", checkpoint, "cpp.bb_net", "--for", "cpp", in: folder.path).wait().status == 0)
        let cpp = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/cpp.bb_net"))
        #expect(cpp.range(of: Data("BinaryModulation_fp32_fp32".utf8)) != nil)
        let plain = try Program("eval", "cpp.bb_net", "--data", "mnist-5k", "--json", in: folder.path).wait()
        #expect(plain.output == own.output)

        let back = try Program(
            "convert", "net.bb_net", "back.bbwb", "--experiment", "mnist-lut-tiny", in: folder.path
        ).wait()
        #expect(back.status == 0, "\(back.errors)")
        #expect(try Program("eval", "back.bbwb", "--json", in: folder.path).wait().output == own.output)

        let info = try Program("info", checkpoint, in: folder.path).wait()
        #expect(info.output.contains("62 mini-batches trained"))
        let place = try #require(info.lines.firstIndex { $0.hasPrefix("netlist: 1454 LUTs, ") }, "\(info.output)")
        #expect(info.lines[place - 1].hasSuffix("1454"), "LUTs of the tiny net")
        let simplified = try #require(info.lines[place].split(separator: " ").dropFirst(3).first.map(String.init))
        // From pixels to the class: the thresholds of seven frames and the counters are in it.
        let whole = try #require(info.lines.last).replacing(",", with: "")
        #expect(whole.contains(" \(simplified) nodes + "), "\(info.output)")

        #expect(try Program("convert", checkpoint, "net.bb_netlist", in: folder.path).wait().status == 0)
        let netlist = try Program("info", "net.bb_netlist", in: folder.path).wait()
        #expect(netlist.lines.first?.hasPrefix("netlist: \(simplified) LUTs in ") == true, "\(netlist.output)")
    }

    @Test(.hangLimit, arguments: [SIGINT, SIGTERM])
    func anInterruptionSavesAndCanBeResumed(_ signal: Int32) throws {
        let folder = try Folder()
        let program = try Program("run", "mnist-lut-tiny", "--epochs", "100000", "--json", in: folder.path)
        #expect(program.firstLine().contains("\"start\""))
        program.interrupt(signal)
        let outcome = program.wait()
        #expect(outcome.status == 130)
        let records = try outcome.lines.map(object)
        #expect(records.last?["event"] as? String == "end")
        #expect(records.last?["reason"] as? String == "stopped")
        let epoch = records.last?["epoch"] as? Int ?? 0
        let resumed = try Program(
            "run", "--resume", folder.checkpoint(), "--epochs", String(epoch + 1), "--json", in: folder.path
        ).wait()
        #expect(resumed.status == 0, "\(resumed.errors)")
        let start = try object(resumed.lines[0])
        #expect(start["step"] as? Int == records.last?["step"] as? Int)
        #expect(try resumed.lines.map(object).contains { $0["epoch"] as? Int == epoch + 1 })
    }

    @Test(arguments: [
        (["--nonsense"], Int32(2), "wrong usage"),
        (["run"], 2, "name an experiment"),
        (["mnist-lut-tny"], 2, "did you mean 'mnist-lut-tiny'?"),
        (["run", "mnist-lut-tiny", "--set", "epoch=3"], 2, "--set epoch: an experiment has no field 'epoch'"),
        (["run", "mnist-lut-tiny", "--set", "data=mnist-5"], 1, "did you mean 'mnist-5k'?"),
        (["run", "broken.yaml"], 1, "broken.yaml line 1, field nmae"),
        (["run", "mnist-lut-tiny", "--out", "/proc/nowhere"], 1, "--out"),
        (["eval", "missing.bbwb"], 1, "No such file"),
        (["eval", "broken.yaml"], 1, "does not begin like a checkpoint"),
        (["convert", "broken.yaml", "x.png"], 2, "not end in .bb_net, .bbwb, .bb_netlist or /"),
    ])
    func errorsSayWhatAndHaveTheirStatus(_ arguments: [String], status: Int32, text: String) throws {
        let folder = try Folder()
        try Data("nmae: x\n".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/broken.yaml"))
        let outcome = try Program(arguments, in: folder.path).wait()
        #expect(outcome.status == status)
        #expect(outcome.errors.hasPrefix("bbwb: "))
        #expect(outcome.errors.contains(text), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test func withoutATerminalTheWorkbenchTrainsHeadless() throws {
        let folder = try Folder()
        let outcome = try Program("mnist-lut-tiny", "--epochs", "1", in: folder.path).wait()
        #expect(outcome.status == 0)
        #expect(outcome.lines.first?.hasPrefix("epoch 1  step 62") == true)
        #expect(!outcome.output.contains("\u{1B}"), "nothing for a terminal")
    }
}
