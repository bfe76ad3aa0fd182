import Foundation
import PseudoTerminal
import TestSupport
import Testing

/// Terminals that close under the workbench: a window that is shut, a connection that is cut, a killed tmux session.
@Suite("Closed terminals", .serialized) struct ClosedTerminalTests {
    /// How the terminal goes.
    enum Closing: CaseIterable {
        /// The terminal's other end is closed.
        case pseudoTerminal
        /// tmux kill-session.
        case tmux
        /// Its end is closed while the program is told by signals, too.
        case terminalAndSignals
    }

    /// Whatever the moment, the workbench saves, notes its end and exits with 130; nothing crashes.
    @Test(.hangLimit, arguments: Closing.allCases) func theEndIsNoted(closing: Closing) throws {
        if closing == .tmux, !FileManager.default.isExecutableFile(atPath: "/usr/bin/tmux") { return }
        let count = SlowTests.areEnabled ? 60 : 1
        let folder = try CommandLineTests.Folder()
        var state: UInt32 = 11
        for index in 0..<count {
            state = state &* 1_664_525 &+ 1_013_904_223
            let wait = 300 + Int(state >> 16) % 1500
            let arguments = ["mnist-lut-tiny", "--seed", "\(index)", "--out", "runs-\(index)"]
            if closing == .tmux {
                try closeTmux(arguments, in: folder, after: wait)
            } else {
                try close(arguments, in: folder, after: wait, alsoSignalling: closing == .terminalAndSignals)
            }
            let shell = Shell(folder: folder)
            let end = try shell.run("tail -qn 1 runs-\(index)/*/*/journal.jsonl")
            #expect(end.output.contains(#""event":"end""#), "closing \(index) after \(wait) ms: \(end)")
            let names = try shell.run("ls runs-\(index)/*/*/checkpoints/")
            let isTrained = !end.output.contains(#""step":0,"#)
            #expect(!isTrained || names.output.contains(".bbwb"), "closing \(index): \(end) \(names)")
            #expect(!names.output.contains(".tmp"), "\(names)")
        }
        print("closed terminals: \(count) by \(closing), each with its end record")
    }

    private func close(
        _ arguments: [String], in folder: CommandLineTests.Folder, after milliseconds: Int, alsoSignalling: Bool
    ) throws {
        let workbench = try WorkbenchTests.Workbench(arguments, in: folder)
        workbench.expect("TRAINING")
        let end = Date(timeIntervalSinceNow: Double(milliseconds) / 1000)
        while Date() < end { workbench.program.pump(milliseconds: 10) }
        if alsoSignalling { for signal in [SIGTERM, SIGHUP, SIGTERM] { workbench.program.signal(signal) } }
        workbench.program.closeTerminal()
        let ending = workbench.program.waitForExit()
        #expect(ending == .exited(130), "\(String(describing: ending))")
    }

    private func closeTmux(_ arguments: [String], in folder: CommandLineTests.Folder, after milliseconds: Int) throws {
        let socket = "bbwb-test-\(UUID().uuidString)"
        let command = ([CommandLineTests.Program.path] + arguments).joined(separator: " ")
        let outcome = try Shell(folder: folder).run(
            """
            export TERM=xterm-256color LC_ALL=C.UTF-8
            tmux -L \(socket) -f /dev/null new-session -d -x 80 -y 24 "exec \(command)"
            process=$(tmux -L \(socket) list-panes -F '#{pane_pid}')
            until tmux -L \(socket) capture-pane -p | grep TRAINING >/dev/null; do
                kill -0 $process || exit 3
                sleep 0.05
            done
            sleep \(Double(milliseconds) / 1000)
            tmux -L \(socket) kill-session
            while kill -0 $process 2>/dev/null; do sleep 0.02; done
            """)
        #expect(outcome.status == 0 || outcome.status == 1, "\(outcome)")
    }

    /// While it saves, only a second ctrl-c of a person gives the save up; q, y and everything else are no answer any more.
    @Test(.hangLimit) func keysWhileItSaves() throws {
        let folder = try CommandLineTests.Folder()
        let workbench = try WorkbenchTests.Workbench(
            ["mnist-lut-simple", "--set", "batch_size=2500"], in: folder)
        workbench.expect("TRAINING")
        workbench.program.signal(SIGTERM)
        // Keys that it reads before it has heard of the signal mean what they always do.
        let hasHeard = workbench.program.wait { $0.contains("saving and stopping") || !$0.isAlternate }
        #expect(hasHeard)
        workbench.program.type("qyqy")
        #expect(workbench.program.waitForExit() == .exited(130))
        workbench.expectLeft()
        let end = try Shell(folder: folder).run("tail -qn 1 runs/*/*/journal.jsonl")
        #expect(end.output.contains(#""event":"end""#), "\(end)")
    }
}
