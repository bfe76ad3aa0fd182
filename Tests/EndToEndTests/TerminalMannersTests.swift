import Foundation
import PseudoTerminal
import TestSupport
import Testing

/// The workbench among shells, signals and terminals of all kinds.
@Suite("The workbench and its terminal", .serialized)
struct TerminalMannersTests {
    typealias Workbench = WorkbenchTests.Workbench

    /// A killed workbench loses what it did not save, and nothing else: its journal is whole lines, its checkpoints load.
    @Test(.hangLimit)
    func killedOutright() throws {
        let folder = try CommandLineTests.Folder()
        let workbench = try Workbench(["mnist-lut-tiny"], in: folder)
        workbench.expect("TRAINING")
        workbench.program.type("s")
        workbench.expect("saved runs/")
        workbench.program.type("+")
        workbench.expect("modulation train 15 test 15")
        workbench.program.signal(SIGKILL)
        #expect(workbench.program.waitForExit() == .killed(signal: SIGKILL))
        let checkpoint = try folder.checkpoint()
        let files = FileManager.default.enumerator(atPath: folder.path + "/runs")?.compactMap { $0 as? String } ?? []
        let lines = try files.filter { $0.hasSuffix(".jsonl") }.flatMap {
            try String(contentsOfFile: folder.path + "/runs/" + $0, encoding: .utf8).split(separator: "\n")
        }
        #expect(!lines.isEmpty)
        for line in lines {
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        }
        let again = try Workbench([checkpoint], in: folder)
        again.expect("TRAINING")
        again.quit()
    }

    /// Keys that come faster than anything can be drawn, as from a key that is held down on a slow machine, keep no signal waiting.
    @Test(.hangLimit)
    func keysWithoutEnd() throws {
        let folder = try CommandLineTests.Folder()
        let workbench = try Workbench(["mnist-lut-tiny", "--epochs", "1000"], in: folder)
        workbench.expect("TRAINING")
        let keys = String(repeating: "jk", count: 2000)
        workbench.program.type(keys)
        workbench.program.signal(SIGTERM)
        var ending: PtyProcess.Ending?
        Patience.wait {
            workbench.program.type(keys)
            ending = workbench.program.waitForExit(seconds: 0.001)
            return ending != nil
        }
        #expect(ending == .exited(130))
    }

    /// ctrl-z gives the shell its terminal, fg takes it back, also through a make that waits for the workbench.
    @Test(.hangLimit, arguments: [false, true])
    func suspendAndComeBack(underMake: Bool) throws {
        let folder = try CommandLineTests.Folder()
        let program = CommandLineTests.Program.path
        try "run:\n\t@exec \(program) mnist-lut-tiny --epochs 1000\n".write(
            toFile: folder.path + "/Makefile", atomically: true, encoding: .utf8)
        let shell = try PtyProcess(
            executable: "/bin/bash", arguments: ["--norc", "--noprofile", "-i"],
            environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path, "PS1": "prompt$ "])
        #expect(shell.wait { $0.contains("prompt$") })
        shell.type(
            "bind 'set enable-bracketed-paste off'; cd \(folder.path) && \(underMake ? "make run" : "\(program) mnist-lut-tiny --epochs 1000")\r"
        )
        #expect(shell.wait { $0.contains("TRAINING") }, "\(shell.screen.text)")
        for _ in 0..<2 {
            shell.type("\u{1a}")
            #expect(shell.wait { !$0.isAlternate && !$0.marksPastes }, "\(shell.screen.text)")
            shell.type("echo still $((40 + 2))\r")
            #expect(shell.wait { $0.contains("still 42") }, "the shell has the keyboard: \(shell.screen.text)")
            shell.type("fg\r")
            #expect(shell.wait { $0.isAlternate && $0.contains("TRAINING") }, "\(shell.screen.text)")
            #expect(shell.screen.marksPastes)
        }
        shell.type("j")
        #expect(shell.wait { $0.contains("▸1") }, "\(shell.screen.text)")
        shell.type("q")
        shell.settle()
        shell.type("y")
        #expect(shell.wait { !$0.isAlternate })
        shell.type("exit 7\r")
        #expect(shell.waitForExit() == .exited(7))
    }

    /// Two hundred sizes in a row, some of them tiny; then the picture is right.
    @Test(.hangLimit)
    func aStormOfSizes() throws {
        let folder = try CommandLineTests.Folder()
        let workbench = try Workbench(["mnist-lut-tiny"], in: folder)
        workbench.expect("TRAINING")
        var state: UInt32 = 7
        for index in 0..<200 {
            state = state &* 1_664_525 &+ 1_013_904_223
            workbench.program.resize(columns: 1 + Int(state >> 16) % 200, rows: 1 + Int(state >> 24) % 60)
            if index % 10 == 0 { workbench.program.type("\t") }
            workbench.program.pump(milliseconds: 2)
        }
        workbench.program.resize(columns: 80, rows: 24)
        workbench.program.type("1")
        workbench.expect("? help")
        workbench.expect("DifferentiableLut6")
        workbench.quit()
    }

    /// What anything in the process writes to standard error goes to the log, not onto the picture.
    @Test(.hangLimit)
    func aLibraryThatPrints() throws {
        let folder = try CommandLineTests.Folder()
        let workbench = try Workbench(["mnist-lut-tiny"], in: folder)
        workbench.expect("TRAINING")
        let error = try #require(FileHandle(forWritingAtPath: "/proc/\(workbench.program.processID)/fd/2"))
        try error.write(contentsOf: Data("BLAS : \u{1b}[2Ja warning\nand a second line\n".utf8))
        workbench.program.settle()
        workbench.expect("? help")
        #expect(!workbench.program.screen.contains("a warning"))
        workbench.program.type("7")
        workbench.expect("output: BLAS : a warning")
        workbench.expect("output: and a second line")
        workbench.quit()
    }

    /// Without colours nothing is coloured; in the C locale and on a terminal without colours everything is ASCII.
    @Test(
        .hangLimit,
        arguments: [
            (["NO_COLOR": "1"], false), (["LC_ALL": "C"], true), (["TERM": "vt100"], false),
            (["NO_COLOR": "1", "LC_ALL": "C"], true),
        ] as [([String: String], Bool)])
    func plainTerminals(environment: [String: String], isASCII: Bool) throws {
        let folder = try CommandLineTests.Folder()
        let workbench = try Workbench(["mnist-lut-tiny"], in: folder, environment: environment)
        workbench.expect("TRAINING")
        for screen in ["1", "2", "3", "4", "5", "7"] {
            workbench.program.type(screen)
            workbench.program.settle(milliseconds: 150, atMostSeconds: 1)
            let text = workbench.program.screen.text
            #expect(!isASCII || text.unicodeScalars.allSatisfy(\.isASCII), "\(text)")
            guard environment["LC_ALL"] == nil else { continue }
            let cells = (0..<24).flatMap { y in (0..<80).map { workbench.program.screen[$0, y] } }
            #expect(cells.allSatisfy { $0.rendition.foreground == nil && $0.rendition.background == nil })
        }
        workbench.program.type("1q")
        workbench.program.settle()
        workbench.program.type("y")
        #expect(workbench.program.waitForExit() == .exited(0))
    }

    /// A terminal that can do nothing gets lines, as a file would.
    @Test(.hangLimit)
    func aDumbTerminal() throws {
        let folder = try CommandLineTests.Folder()
        let workbench = try Workbench(
            ["mnist-lut-tiny", "--epochs", "1"], in: folder, environment: ["TERM": "dumb"])
        #expect(workbench.program.waitForExit() == .exited(0))
        let text = String(decoding: workbench.program.transcript, as: UTF8.self)
        #expect(text.contains("epoch 1"), "\(text)")
        #expect(!text.contains("\u{1b}"), "no control sequence reaches a dumb terminal")
    }

    /// Presses, drags and the wheel, as xterm sends them.
    @Test(.hangLimit, arguments: ["xterm-256color", "tmux-256color", "screen-256color"])
    func theMouse(terminal: String) throws {
        let folder = try CommandLineTests.Folder()
        let workbench = try Workbench(["mnist-lut-tiny"], in: folder, environment: ["TERM": terminal])
        workbench.expect("TRAINING")
        workbench.expect(" 2  DifferentiableLut6")
        let row = try #require((0..<24).first { workbench.program.screen.line($0).hasPrefix(" 2  ") })
        workbench.program.type("\u{1b}[<0;5;\(row + 1)M\u{1b}[<0;5;\(row + 1)m")
        workbench.expect("▸2")
        workbench.program.type("\u{1b}[<64;5;\(row + 1)M")
        workbench.expect("▸1")
        workbench.program.type("q")
        workbench.program.settle()
        workbench.program.type("y")
        #expect(workbench.program.waitForExit() == .exited(0))
    }

    /// A paste that holds keys and control sequences: nothing happens, but in a prompt, where its text stands. A crash gives back
    /// the terminal without the mode, too.
    @Test(.hangLimit, arguments: [false, true])
    func pastedText(crashes: Bool) throws {
        let folder = try CommandLineTests.Folder()
        let workbench = try Workbench(["mnist-lut-tiny"], in: folder)
        workbench.expect("TRAINING")
        #expect(workbench.program.screen.marksPastes)
        workbench.program.type("\u{1b}[200~q y\rB\u{1b}[A\u{3}dd\u{1b}[201~")
        workbench.expect("pasted text does not act as keys")
        workbench.expect("TRAINING")
        workbench.program.type(":\u{1b}[200~learning_rate \u{1b}[2J0.004\r\u{1b}[201~")
        workbench.expect(":learning_rate 0.004")
        workbench.program.type("\r")
        workbench.expect("learning_rate 0.004")
        if crashes {
            workbench.program.signal(SIGSEGV)
            #expect(workbench.program.wait { !$0.isAlternate })
            #expect(workbench.program.wait { !$0.marksPastes })
            workbench.program.signal(SIGKILL)
            _ = workbench.program.waitForExit()
        } else {
            workbench.quit()
        }
    }

    /// Every screen has something to show while it trains, and a layer that is bent there obeys.
    @Test(.hangLimit)
    func everyScreenLives() throws {
        let folder = try CommandLineTests.Folder()
        let workbench = try Workbench(["mnist-lut-tiny"], in: folder, columns: 120, rows: 40)
        workbench.expect("TRAINING")
        workbench.program.type("2")
        workbench.expect("soft and binary agree")
        workbench.expect("gradient norm  train")
        workbench.program.type("3")
        workbench.expect("confusion")
        workbench.program.type("4")
        workbench.expect("truth table")
        workbench.expect("y = ")
        workbench.program.type("g11\r")
        workbench.expect("LUT 11 of")
        workbench.program.type("5")
        workbench.expect("LUTs at every point")
        let isMeasured = workbench.program.wait { screen in
            (0..<40).contains { screen.line($0).hasPrefix("  x31") && screen.line($0).contains("%") }
        }
        #expect(isMeasured, "\(workbench.program.screen.text)")
        workbench.program.type(":binary false @1\r")
        workbench.expect("binary false @1")
        workbench.program.type("1")
        let isOff = workbench.program.wait { screen in
            (0..<40).contains { screen.line($0).contains("1  Diff") && screen.line($0).contains(" off ") }
        }
        #expect(isOff, "\(workbench.program.screen.text)")
        workbench.program.type("u")
        workbench.expect("undone: binary false @1")
        workbench.quit()
    }
}
