import BinaryBrain
import Export
import Foundation
import TestSupport
import Testing

@testable import Workbench

@Suite struct ExportTests {
    @Test(arguments: [
        "export verilog",
        "export verilog --clock 120.5 --with-io --bus axi", "export vhdl --latency 4", "export aiger",
        "export verilog --device ice40 --registers 2 --with-io --stream --module top --out some/where",
    ])
    func commandsRoundTrip(text: String) throws {
        let command = try Command(parsing: text)
        #expect(command.description == text)
        #expect(try JSONDecoder().decode(Command.self, from: JSONEncoder().encode(command)) == command)
    }

    @Test(arguments: [
        ("export", "names no format"), ("export verilo", "did you mean 'verilog'"),
        ("export verilog --device spartan", "not known"), ("export verilog --registers x", "not a number"),
        ("export verilog --out", "lacks its value"), ("export verilog --fast", "no option"),
    ])
    func wrongCommandsSaySo(text: String, why: String) {
        let error = #expect(throws: BrainError.self) { try Command(parsing: text) }
        #expect(error?.description.contains(why) == true, "\(String(describing: error))")
    }
}

/// Exports of a running experiment.
@Suite struct SessionExportTests {
    /// The newest event of a level whose text holds `text`, once it is there.
    private func event(_ level: SessionEvent.Level, _ text: String, of tiny: TinySession) -> SessionEvent? {
        var found: SessionEvent?
        Patience.wait {
            found = tiny.session.snapshot.events.last { $0.level == level && $0.text.contains(text) }
            return found != nil
        }
        return found
    }

    @Test func trainingGoesOnAndTheNetStaysAsItIs() throws {
        let folder = try TemporaryFolder()
        let plain = TinySession(try TinyExperiment.spec())
        plain.session.waitUntilIdle()
        let tiny = TinySession(
            try TinyExperiment.spec(), runsFolder: folder.path, first: .export(ExportRequest(.verilog)))
        let done = try #require(event(.info, "exported", of: tiny))
        #expect(done.text.contains("PROVED"), "\(done.text)")
        let end = tiny.session.waitUntilIdle()
        #expect(end.state == .finished)
        #expect(end.export == nil)
        #expect(tiny.reproducibleLines == plain.reproducibleLines, "an export leaves no trace in the training")
        let path = try #require(end.runDirectory) + "/exports/step-00000000-verilog"
        let proof = try String(contentsOfFile: "\(path)/proof.txt", encoding: .utf8)
        #expect(proof.contains("[passed] The netlist is the trained net."), "\(proof)")
    }

    @Test func whatCannotBeExportedIsSaid() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec(), runsFolder: folder.path, first: .pause)
        tiny.send(.modulationMethod(.uniform), .export(ExportRequest(.verilog)))
        #expect(event(.error, "RealToBinary", of: tiny) != nil)
        let homeless = TinySession(try TinyExperiment.spec(), first: .pause)
        homeless.send(.export(ExportRequest(.verilog)))
        #expect(homeless.lastEvent(.error)?.contains("--out FOLDER") == true)
    }

    @Test func stoppingEndsAnExport() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(
            try TinyExperiment.spec(), runsFolder: folder.path, first: .pause, .export(ExportRequest(.verilog)))
        let snapshot = tiny.send(.stop)
        #expect(snapshot.state == .stopped)
        let left = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        #expect(!left.contains { $0.contains(".bbwb-") }, "no unfinished bundle is left: \(left)")
    }
}
