import Foundation
import PseudoTerminal
import TestSupport
import Testing

/// The workbench at the end of a line that carries 5 kB a second, while a net trains at full speed.
@Suite(.serialized, .enabled(if: SlowTests.areEnabled))
struct SlowLineTests {
    typealias Workbench = WorkbenchTests.Workbench

    /// The most that has waited for the line while pictures of a training were drawn, after the first whole ones.
    private func longestQueue(answers: Bool) throws -> Int {
        let workbench = try Workbench(["mnist-lut-simple"], in: try CommandLineTests.Folder(), columns: 120, rows: 40)
        workbench.program.answersStatus = answers
        workbench.expect("TRAINING")
        workbench.program.bytesPerSecond = 5000
        let end = Date(timeIntervalSinceNow: 12)
        var longest = 0
        while Date() < end {
            workbench.program.pump(milliseconds: 20)
            longest = max(longest, workbench.program.queue.count)
        }
        workbench.program.bytesPerSecond = nil
        workbench.quit()
        return longest
    }

    /// A whole picture of 120 × 40 takes at most this much.
    private static let picture = 16_000

    @Test(.hangLimit)
    func picturesAreLeftOut() throws {
        let longest = try longestQueue(answers: true)
        print("slow line: at most \(longest) bytes wait")
        #expect(longest <= Self.picture)
    }

    /// Without answers nobody can know how slow the line is: this is what the gate is for, and what the test above could not tell
    /// from a line that is quick enough.
    @Test(.hangLimit)
    func withoutAnswersTheyQueue() throws {
        let longest = try longestQueue(answers: false)
        print("slow line without answers: up to \(longest) bytes wait")
        #expect(longest > Self.picture)
    }

    /// What the terminal still answers does not reach the shell.
    @Test(.hangLimit)
    func noAnswerIsLeftBehind() throws {
        let folder = try CommandLineTests.Folder()
        let program = try PtyProcess(
            executable: "/bin/sh",
            arguments: [
                "-c", "cd \"$0\" && \"$1\" mnist-lut-simple --epochs 1000; read -r line; echo \"<$line>\"", folder.path,
            ]
                + [CommandLineTests.Program.path],
            environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path])
        #expect(program.wait { $0.contains("TRAINING") })
        program.bytesPerSecond = 20_000
        for _ in 0..<50 { program.pump(milliseconds: 20) }
        program.type("q")
        _ = program.wait { $0.contains("Quit while training?") }
        program.type("y")
        #expect(program.wait { !$0.isAlternate })
        program.bytesPerSecond = nil
        program.type("typed\n")
        #expect(program.wait { $0.contains("<typed>") }, "\(program.screen.text)")
    }
}
