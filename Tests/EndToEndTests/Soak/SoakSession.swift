import Foundation
import PseudoTerminal
import Testing

/// One workbench that is used at random until it is told to end.
final class SoakSession {
    /// How a session is ended.
    enum Ending: CaseIterable { case quit, terminate, hangUp, userOne, userTwo, interrupt }

    /// What has been done so far, and the second of the session at which it was done.
    private(set) var actions: [(second: Double, action: SoakAction)] = []
    /// Resident memory in kilobytes, and the second at which it was that much.
    private(set) var memory: [(second: Double, kilobytes: Int)] = []
    let folder: CommandLineTests.Folder
    private let start = Date()
    private let workbench: WorkbenchTests.Workbench
    private var program: PtyProcess { workbench.program }

    init(_ arguments: [String], in folder: CommandLineTests.Folder) throws {
        self.folder = folder
        workbench = try WorkbenchTests.Workbench(arguments, in: folder, columns: 100, rows: 30)
        if arguments.isEmpty {
            workbench.expect("mnist-lut-tiny")
            program.type("k\r")
        }
    }

    /// Acts for some seconds; returns how the program ended, if it did.
    func use(seconds: Double, _ random: inout SoakRandom) -> PtyProcess.Ending? {
        var sampled = -1.0
        while Date().timeIntervalSince(start) < seconds {
            perform(SoakAction.random(using: &random), &random)
            if let ending = program.waitForExit(seconds: 0.002) { return ending }
            let second = Date().timeIntervalSince(start)
            if second - sampled >= 1, let kilobytes = residentKilobytes() {
                memory.append((second, kilobytes))
                sampled = second
            }
        }
        return nil
    }

    private func perform(_ action: SoakAction, _ random: inout SoakRandom) {
        actions.append((Date().timeIntervalSince(start), action))
        switch action {
        case .keys(let text): program.type(text)
        case .paste(let text): program.type("\u{1b}[200~\(text)\u{1b}[201~")
        case .resize(let columns, let rows): program.resize(columns: columns, rows: rows)
        case .suspend:
            // As somebody would who waits for the shell's prompt, and types again when the workbench is back: until then the terminal
            // makes SIGINT of a ctrl-C.
            program.signal(SIGTSTP)
            _ = program.wait { !$0.isAlternate }
            program.signal(SIGCONT)
            _ = program.wait { $0.isAlternate }
        case .wait(let milliseconds):
            let end = Date(timeIntervalSinceNow: Double(milliseconds) / 1000)
            while Date() < end { program.pump(milliseconds: 20) }
        }
        program.pump(milliseconds: Int.random(in: 0...30, using: &random))
    }

    /// Ends it, and waits for the state to be saved.
    func end(_ how: Ending) -> PtyProcess.Ending? {
        program.resize(columns: 80, rows: 24)
        switch how {
        case .quit:
            // Out of whatever prompt, page or question is open.
            for _ in 0..<4 { program.type("\u{1b}"); program.settle(milliseconds: 100, atMostSeconds: 1) }
            program.type("q")
            program.settle()
            if program.screen.isAlternate { program.type("y") }
        case .terminate: program.signal(SIGTERM)
        case .hangUp: program.signal(SIGHUP)
        case .userOne: program.signal(SIGUSR1)
        case .userTwo: program.signal(SIGUSR2)
        case .interrupt: program.signal(SIGINT)
        }
        return program.waitForExit(seconds: 180)
    }

    /// The terminal is as it was, and nothing was sent that a terminal does not know.
    func expectLeft() { workbench.expectLeft() }

    /// The screen and everything that was done, for a message: what explains a session's end may be minutes old.
    var story: String {
        "\(program.screen.text)\nactions:\n"
            + actions.map { String(format: "  %.2f s ", $0.second) + $0.action.description }.joined(separator: "\n")
    }

    private func residentKilobytes() -> Int? {
        let status = try? String(contentsOfFile: "/proc/\(program.processID)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }
}
