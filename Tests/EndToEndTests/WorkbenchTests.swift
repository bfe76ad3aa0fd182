import Foundation
import PseudoTerminal
import Testing

/// Drives the built program in a pseudo-terminal, as a person would.
@Suite("The workbench in a terminal", .serialized)
struct WorkbenchTests {
    /// The workbench on a terminal, in a folder of its own.
    final class Workbench {
        let folder: CommandLineTests.Folder
        let program: PtyProcess

        init(
            _ arguments: [String] = [], in folder: CommandLineTests.Folder, environment: [String: String] = [:],
            columns: Int = 80, rows: Int = 24
        ) throws {
            self.folder = folder
            // More than a test watches, unless it says how many.
            let trains = !["watch", "tour"].contains(arguments.first) && !arguments.contains("--epochs")
            let arguments = arguments + (trains ? ["--epochs", "1000"] : [])
            program = try PtyProcess(
                executable: "/bin/sh",
                arguments: ["-c", "cd \"$0\" && exec \"$@\"", folder.path, CommandLineTests.Program.path] + arguments,
                environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path].merging(environment) { $1 },
                columns: columns, rows: rows)
        }

        /// Waits until the screen shows `text`.
        func expect(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
            let found = program.wait { $0.contains(text) }
            #expect(found, "waited for '\(text)':\n\(program.screen.text)", sourceLocation: sourceLocation)
        }

        /// The number behind the first `label` on the screen.
        func number(_ label: String) -> Double? {
            let text = program.screen.text
            guard let range = text.range(of: label + " ") else { return nil }
            return Double(text[range.upperBound...].prefix { $0.isNumber || $0 == "." })
        }

        /// Quits, answering the question that comes up while it trains.
        func quit(sourceLocation: SourceLocation = #_sourceLocation) {
            program.type("q")
            program.settle()
            if program.screen.isAlternate { program.type("y") }
            #expect(program.waitForExit() == .exited(0), sourceLocation: sourceLocation)
            expectLeft(sourceLocation: sourceLocation)
        }

        /// The terminal is as it was found, and nothing was sent that a terminal does not know.
        func expectLeft(sourceLocation: SourceLocation = #_sourceLocation) {
            #expect(!program.screen.isAlternate, sourceLocation: sourceLocation)
            #expect(program.screen.isCursorVisible, sourceLocation: sourceLocation)
            #expect(program.screen.unknown.isEmpty, sourceLocation: sourceLocation)
            #expect(!program.screen.marksPastes, sourceLocation: sourceLocation)
            #expect(program.settings.c_lflag & tcflag_t(ECHO | ICANON) != 0, sourceLocation: sourceLocation)
        }
    }

    /// Start, watch accuracy rise, bend, save, quit; come back, load, go on.
    @Test(.hangLimit)
    func theMainJob() throws {
        let folder = try CommandLineTests.Folder()
        let first = try Workbench(in: folder)
        first.expect("mnist-lut-simple")
        first.program.type("jjj\r")
        first.expect("TRAINING")
        first.expect("DifferentiableLut6")
        let rose = first.program.wait { _ in (first.number("accuracy") ?? 0) > 50 }
        #expect(rose, "\(first.program.screen.text)")

        first.program.type("jb")
        first.expect("binary false @1")
        let row = (0..<24).map { first.program.screen.line($0) }.first { $0.hasPrefix("▸1") }
        #expect(row?.contains(" off ") == true, "\(row ?? "no selected row")")
        first.program.type("b")
        first.expect("binary true @1")
        first.program.type("+")
        first.expect("▸x15◂")
        for (columns, rows) in [(160, 50), (20, 5), (1, 1), (80, 24)] {
            first.program.resize(columns: columns, rows: rows)
            first.program.settle()
        }
        first.expect("▸x15◂")
        first.program.type(" ")
        first.expect("PAUSED")
        first.program.type("s")
        first.expect("saved runs/")
        first.program.settle()
        let savedStep = try #require(first.number("step"))
        #expect(savedStep > 0)
        first.quit()
        #expect(try folder.checkpoint().contains("mnist-lut-simple"))

        let second = try Workbench(["mnist-lut-simple"], in: folder)
        second.expect("TRAINING")
        second.program.type("l")
        second.expect(".bbwb")
        second.program.type("\r")
        let isAsked = second.program.wait { $0.contains("is not saved.") || $0.contains("loaded ") }
        #expect(isAsked, "\(second.program.screen.text)")
        second.program.type("d")
        second.expect("loaded ")
        second.expect("▸x15◂")
        // It was training when the checkpoint came, so it trains on from there.
        let goesOn = second.program.wait { _ in (second.number("step") ?? 0) > savedStep }
        #expect(goesOn, "\(second.program.screen.text)")
        second.quit()
    }

    /// A killed terminal, a suspended shell job, a crash of a script: the state is on disk and the terminal is sane.
    @Test(.hangLimit, arguments: [SIGTERM, SIGHUP])
    func endingFromOutside(signal: Int32) throws {
        let folder = try CommandLineTests.Folder()
        let workbench = try Workbench(["mnist-lut-tiny"], in: folder)
        workbench.expect("TRAINING")
        let moved = workbench.program.wait { _ in (workbench.number("step") ?? 0) > 5 }
        #expect(moved)
        workbench.program.signal(signal)
        #expect(workbench.program.waitForExit() == .exited(130))
        workbench.expectLeft()
        #expect(try folder.checkpoint().hasSuffix(".bbwb"))
    }

    @Test(.hangLimit)
    func wrongNamesAreToldBeforeTheScreenOpens() throws {
        let folder = try CommandLineTests.Folder()
        let workbench = try Workbench(["mnist-lut-sinple"], in: folder)
        #expect(workbench.program.waitForExit() == .exited(2))
        #expect(workbench.program.screen.contains("mnist-lut-simple"), "\(workbench.program.screen.text)")
    }
}
