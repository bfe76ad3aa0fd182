import Foundation
import TestSupport
import Testing

/// The make and SwiftPM lines of the pages. A test cannot run the tests that it is part of, nor fuzz for hours, so the project's own
/// targets are run dry (`make -n`): the target is there, and what the page passes to it arrives. `make help` runs as it is, and the
/// targets of an exported bundle do in its folder.
@Suite("make in the documentation")
struct MakeCommandTests {
    private static let commands = DocumentedCommandTests.all.filter { $0.program == "make" }

    private struct Outcome {
        var status: Int32
        var text: String
    }

    private func run(_ words: [String], in folder: String) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, text: String(decoding: text, as: UTF8.self))
    }

    private func targets(of makefile: String) throws -> Set<String> {
        let text = try String(contentsOfFile: makefile, encoding: .utf8)
        return Set(text.matches(of: #/(?m)^([a-z][a-z-]*):/#).map { String($0.1) })
    }

    @Test(.hangLimit, arguments: commands)
    func targetsExistAndTakeWhatThePagePasses(_ command: DocumentedCommand) throws {
        let words = DocumentedCommand.words(of: command.text)
        let goals = words.dropFirst().filter { !$0.contains("=") }
        let variables = words.dropFirst().filter { $0.contains("=") }
        let project = ProjectFolder.path("")
        guard try targets(of: ProjectFolder.path("Makefile")).isSuperset(of: goals), !goals.contains("clean") else {
            return try runInBundle(goals, of: command)
        }
        let isHarmless = goals == ["help"]
        let outcome = try run(["make"] + (isHarmless ? [] : ["-n"]) + words.dropFirst(), in: project)
        #expect(outcome.status == 0, "\(command.page): \(command.text): \(outcome.text)")
        for variable in variables {
            let value = variable.drop { $0 != "=" }.dropFirst()
            #expect(outcome.text.contains(value), "\(command.page): \(command.text) does not use \(variable)")
        }
    }

    /// Targets of the Makefile that an export writes.
    private func runInBundle(_ goals: [String], of command: DocumentedCommand) throws {
        let workplace = try DocumentWorkplace.shared.get()
        let folder = try workplace.copy()
        let tools = [
            "iverilog": "iverilog", "verilator": "verilator", "lint": "verilator", "synthesis": "yosys",
            "formal": "yosys", "ghdl": "ghdl",
        ]
        let isSoftware = goals.contains("bench") || goals.contains("clean")
        let form =
            isSoftware
            ? ["--to", command.text.contains("AP_TYPES") ? "hls" : "c"]
            : goals.contains("ghdl")
                ? ["--to", "vhdl", "--vectors", "3"]
                : ["--to", "verilog", "--device", "ice40", "--stream", "--vectors", "3"]
        let export = try CommandLineTests.Program(
            ["export", workplace.model, "--out", "bundle"] + form, in: folder.path, environment: workplace.environment
        ).wait()
        #expect(export.status == 0, "\(export.errors)")
        let bundle = "\(folder.path)/bundle"
        #expect(try targets(of: "\(bundle)/Makefile").isSuperset(of: goals), "\(command.page): \(command.text)")
        let isInstalled = try goals.allSatisfy { goal in
            try tools[goal].map { try run(["sh", "-c", "command -v \($0)"], in: bundle).status == 0 } ?? false
        }
        // Placing takes minutes, and the vendor's types are not here: these are run dry.
        let isRun = isInstalled && SlowTests.areEnabled
        let outcome = try run(["make"] + (isRun ? [] : ["-n"]) + goals, in: bundle)
        #expect(outcome.status == 0, "\(command.page): \(command.text): \(outcome.text)")
    }

    /// The SwiftPM lines of CONTRIBUTING build what the Makefile builds, and name tests that exist.
    @Test func swiftLinesAreThoseOfTheMakefile() throws {
        let lines = DocumentedCommandTests.all.filter { $0.program == "swift" }
        #expect(lines.count >= 2)
        let dry = try run(["make", "-n", "build", "test"], in: ProjectFolder.path("")).text
        for line in lines {
            var words = DocumentedCommand.words(of: line.text).filter { !$0.contains("BBWB_") && $0 != "…" }
            if let filter = words.firstIndex(of: "--filter") {
                let suite = words[filter + 1]
                let sources = try SourceText.all(below: ["Tests"])
                #expect(sources.contains { $0.text.contains("struct \(suite)") || $0.path.contains(suite) }, "\(suite)")
                words.removeSubrange(filter...filter + 1)
            }
            for word in words { #expect(dry.contains(word), "\(line.page): \(line.text): \(word)") }
        }
    }
}
