import Foundation
import PseudoTerminal
import TestSupport
import Testing

/// A page whose captures of the screen are made by the program. Before each stands a comment that says how:
///
///     <!-- screen 80x24: start mnist-lut-simple; wait epoch 4/; type jb; seconds 1 -->
///
/// A comment without a size goes on where the last one ended. Steps: `before` runs a command of bbwb to its end, `start` opens the
/// workbench, `type` presses keys (`<enter>`, `<esc>`, `<left>`, … for those without a letter), `wait` waits for a text, `seconds`
/// for a while, `resize` changes the terminal.
struct ScreenPage {
    /// A capture: where its lines stand in the page, and how it is made.
    struct Capture {
        let lines: Range<Int>
        let size: (columns: Int, rows: Int)?
        let steps: [(verb: String, argument: String)]
    }

    /// A comment that cannot be followed.
    struct Misread: Error, CustomStringConvertible {
        let description: String
    }

    /// Its path from the project's folder.
    let name: String
    private(set) var lines: [String]

    init(_ name: String) throws {
        self.name = name
        lines = try String(contentsOfFile: ProjectFolder.path(name), encoding: .utf8).components(separatedBy: "\n")
    }

    /// The captures of the page.
    func captures() throws -> [Capture] {
        try lines.indices.filter { lines[$0].hasPrefix("<!-- screen") }.map { index in
            guard let match = lines[index].wholeMatch(of: #/<!-- screen(?: (\d+)x(\d+))?: (.*) -->/#),
                lines[index + 1] == "```", let end = lines[(index + 2)...].firstIndex(of: "```")
            else { throw Misread(description: "\(name):\(index + 1): no capture: \(lines[index])") }
            let steps = match.3.components(separatedBy: "; ").map { step in
                let words = step.split(separator: " ", maxSplits: 1).map(String.init)
                return (verb: words[0], argument: words.count > 1 ? words[1] : "")
            }
            let size = match.1.flatMap { Int($0) }.flatMap { columns in
                match.2.flatMap { Int($0) }.map { (columns: columns, rows: $0) }
            }
            return Capture(lines: index + 2..<end, size: size, steps: steps)
        }
    }

    /// Makes all captures anew with the built program, and writes the page.
    mutating func record() throws {
        var made: [(Range<Int>, [String])] = []
        var folder = try CommandLineTests.Folder()
        var workbench: PtyProcess?
        for capture in try captures() {
            if capture.size != nil {
                workbench = nil
                folder = try CommandLineTests.Folder()
            }
            for step in capture.steps {
                if step.verb == "before" {
                    _ = try CommandLineTests.Program(
                        step.argument.split(separator: " ").map(String.init), in: folder.path
                    )
                    .wait()
                } else if step.verb == "start", let size = capture.size {
                    workbench = try Self.open(step.argument, in: folder.path, size)
                } else if let workbench {
                    try perform(step, on: workbench)
                } else {
                    throw Misread(description: "\(name): \(step) without a workbench")
                }
            }
            workbench?.settle()
            let text = workbench?.screen.text.components(separatedBy: "\n").map { line in
                String(line.reversed().drop { $0 == " " }.reversed())
            }
            made.append((capture.lines, text ?? []))
        }
        for (place, text) in made.reversed() { lines.replaceSubrange(place, with: text) }
        try lines.joined(separator: "\n").write(toFile: ProjectFolder.path(name), atomically: true, encoding: .utf8)
    }

    private static func open(
        _ arguments: String, in folder: String, _ size: (columns: Int, rows: Int)
    ) throws -> PtyProcess {
        try PtyProcess(
            executable: "/bin/sh",
            arguments: ["-c", "cd \"$0\" && exec \"$@\"", folder, CommandLineTests.Program.path]
                + arguments.split(separator: " ").map(String.init),
            environment: ["PATH": "/usr/bin:/bin", "HOME": folder, "NO_COLOR": "1"], columns: size.columns,
            rows: size.rows)
    }

    private static let keys = [
        "<enter>": "\r", "<esc>": "\u{1b}", "<tab>": "\t", "<up>": "\u{1b}[A", "<down>": "\u{1b}[B",
        "<right>": "\u{1b}[C", "<left>": "\u{1b}[D", "<space>": " ",
    ]

    private func perform(_ step: (verb: String, argument: String), on workbench: PtyProcess) throws {
        switch step.verb {
        case "type":
            workbench.type(Self.keys.reduce(step.argument) { $0.replacingOccurrences(of: $1.key, with: $1.value) })
            workbench.settle()
        case "wait":
            guard workbench.wait(until: { $0.contains(step.argument) }) else {
                throw Misread(description: "\(name): no '\(step.argument)' in\n\(workbench.screen.text)")
            }
        case "seconds": _ = workbench.wait(seconds: Double(step.argument) ?? 1) { _ in false }
        case "resize":
            let size = step.argument.split(separator: "x").compactMap { Int($0) }
            guard size.count == 2 else { throw Misread(description: "\(name): no size: \(step.argument)") }
            workbench.resize(columns: size[0], rows: size[1])
            _ = workbench.wait(seconds: 1) { _ in false }
        default: throw Misread(description: "\(name): unknown step '\(step.verb)'")
        }
    }
}

/// Pages with captures of the screen; `make pages` makes them anew. Documentation/Screens.md has the comments, but its steps have not
/// been seen to end, so it is not among them yet.
@Suite("Captures in the documentation")
struct ScreenPageTests {
    private static let pages = ["README.md"]

    /// A layout that has changed since the captures were made: the head of the layer table is another one.
    @Test(.hangLimit, arguments: pages) func showsThePresentLayout(_ name: String) throws {
        var page = try ScreenPage(name)
        if ProcessInfo.processInfo.environment["BBWB_RECORD"] == "1" { try page.record() }
        let captures = try page.captures()
        #expect(!captures.isEmpty)
        let frames = ProjectFolder.path("Tests/TerminalUITests/Frames")
        let golden = try FileManager.default.contentsOfDirectory(atPath: frames).map {
            try String(contentsOfFile: "\(frames)/\($0)", encoding: .utf8)
        }
        let words = Set(
            golden.flatMap { $0.split(separator: "\n").filter { $0.contains(" #  layer") } }.flatMap(Self.words))
        #expect(words.isSuperset(of: ["binary", "host_only", "activation"]))
        for capture in captures {
            let text = page.lines[capture.lines]
            let size = capture.size ?? (columns: .max, rows: .max)
            #expect(text.allSatisfy { $0.count <= size.columns })
            for line in text where line.contains(" #  layer") {
                #expect(words.isSuperset(of: Self.words(line)), "\(name): \(line): run `make pages`")
            }
        }
        let fences = page.lines.indices.filter { page.lines[$0] == "```" && page.lines[$0 + 1].hasPrefix(" TRAINING") }
        for fence in fences { #expect(page.lines[fence - 1].hasPrefix("<!-- screen"), "\(name):\(fence + 1)") }
    }

    /// The names of the columns, without numbers and plots beside them.
    private static func words(_ line: some StringProtocol) -> [String] {
        line.components(separatedBy: "   ").joined(separator: " ").split(separator: " ").map(String.init).filter {
            $0.allSatisfy { $0.isLetter || $0 == "_" }
        }
    }
}
