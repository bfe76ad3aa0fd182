import CSystem
import Glibc
import PseudoTerminal
import Testing

@Suite struct PtyProcessTests {
    private func shell(_ script: String, columns: Int = 60, rows: Int = 5) throws -> PtyProcess {
        try PtyProcess(
            executable: "/bin/sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"], columns: columns,
            rows: rows)
    }

    @Test func talksToTheChild() throws {
        let child = try shell("read name; echo hello $name $TERM $LC_ALL; exit 3")
        child.type("pty\n")
        #expect(child.waitForExit() == .exited(3))
        #expect(child.screen.contains("hello pty xterm-256color C.UTF-8"))
        #expect(child.screen.unknown.isEmpty)
    }

    @Test func theChildIsOnATerminalOfTheGivenSize() throws {
        let child = try shell("test -t 0 && test -t 1 && test -t 2 && stty size")
        #expect(child.waitForExit() == .exited(0))
        #expect(child.screen.line(0) == "5 60")
    }

    @Test func aResizeReachesTheChild() throws {
        let child = try shell("trap 'stty size' WINCH; echo ready; while :; do sleep 0.05; done")
        #expect(child.wait { $0.contains("ready") })
        child.resize(columns: 70, rows: 9)
        #expect(child.wait { $0.contains("9 70") })
        child.signal(SIGTERM)
        #expect(child.waitForExit() == .killed(signal: SIGTERM))
    }

    @Test func controlCIsASignal() throws {
        let child = try shell("exec cat")
        child.type("ready\n")
        // The second one comes from cat: the shell, which would catch the signal, is gone.
        #expect(child.wait { $0.line(0) == "ready" && $0.line(1) == "ready" })
        child.type("\u{3}")
        #expect(child.waitForExit() == .killed(signal: SIGINT))
    }

    @Test func aMissingProgramIsAnError() {
        #expect(throws: PtyProcess.LaunchError.self) { _ = try PtyProcess(executable: "/no/such/program") }
    }
}
