import Foundation
import TestSupport
import Testing

/// `bbwb export` as a person calls it.
@Suite("Exports from the command line")
struct ExportCommandTests {
    /// A folder with a net after one epoch.
    private func trained() throws -> (folder: CommandLineTests.Folder, checkpoint: String) {
        let folder = try CommandLineTests.Folder()
        let run = try CommandLineTests.Program("run", "mnist-lut-tiny", "--epochs", "1", in: folder.path).wait()
        #expect(run.status == 0)
        return (folder, try folder.checkpoint())
    }

    /// Puts programs in a folder that serves as PATH.
    private func programs(_ scripts: [String: String], in folder: CommandLineTests.Folder) throws -> String {
        let path = "\(folder.path)/bin"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, script) in scripts {
            try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(path)/\(name)")
        }
        return path
    }

    private func text(_ file: String, in folder: CommandLineTests.Folder) throws -> String {
        try String(contentsOfFile: "\(folder.path)/\(file)", encoding: .utf8)
    }

    @Test func aBundleIsWrittenReplacedAndProtected() throws {
        let (folder, checkpoint) = try trained()
        func export(_ arguments: String...) throws -> CommandLineTests.Outcome {
            try CommandLineTests.Program(
                ["export", checkpoint, "--no-chosen-vectors"] + arguments, in: folder.path
            ).wait()
        }
        let first = try export("--to", "verilog", "--out", "out", "--vectors", "10")
        #expect(first.status == 0)
        #expect(first.lines.first?.hasPrefix("out: 1454 LUTs, ") == true, "\(first.output)")
        #expect(try text("out/proof.txt", in: folder).hasPrefix("NOT PROVED"))
        // The same folder again; what somebody has edited is kept, and said.
        let sources = "\(folder.path)/out/rtl/mnist_lut_tiny.v"
        try Data("// mine\n".utf8).write(to: URL(fileURLWithPath: sources))
        let again = try export("--to", "verilog", "--out", "out", "--vectors", "10")
        #expect(again.status == 0)
        #expect(again.errors.contains("rtl/mnist_lut_tiny.v was edited: what it was is rtl/mnist_lut_tiny.v.edited"))
        #expect(try text("out/rtl/mnist_lut_tiny.v.edited", in: folder) == "// mine\n")
        try FileManager.default.removeItem(atPath: "\(sources).edited")
        // And in another form.
        #expect(try export("--to", "c", "--out", "out", "--module", "digits", "--vectors", "10").status == 0)
        #expect(FileManager.default.fileExists(atPath: "\(folder.path)/out/digits.c"))
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/out/rtl"))

        let foreign = try export("--to", "verilog", "--out", "runs")
        #expect(foreign.status == 1)
        #expect(foreign.errors.contains("is not an export of bbwb"), "\(foreign.errors)")
        let format = try export("--to", "verilgo", "--out", "x")
        #expect(format.status == 2)
        #expect(format.errors.contains("did you mean 'verilog'?"), "\(format.errors)")
        #expect(try export("--to", "verilog", "--out", "x", "--device", "vax").status == 2)
        let name = try export("--to", "verilog", "--out", "x", "--module", "a;b")
        #expect(name.status == 2)
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/x"))
    }

    @Test func withoutToolsTheProofSaysWhatIsMissing() throws {
        let (folder, checkpoint) = try trained()
        let path = try programs([:], in: folder)
        let outcome = try CommandLineTests.Program(
            [
                "export", checkpoint, "--to", "verilog", "--out", "out", "--verify", "--vectors", "10",
                "--no-chosen-vectors",
            ], in: folder.path,
            environment: ["PATH": path]
        ).wait()
        #expect(outcome.status == 0)
        let proof = try text("out/proof.txt", in: folder)
        #expect(proof.hasPrefix("PROVED IN PART: 2 checks passed, 3 not made"), "\(proof)")
        for tool in ["iverilog", "verilator", "yosys"] {
            #expect(proof.contains("\(tool) is not installed"), "\(proof)")
        }
    }

    @Test(.hangLimit) func aSignalEndsTheProofAndItsProgramsAndLeavesTheSources() throws {
        let (folder, checkpoint) = try trained()
        let started = "\(folder.path)/started"
        let path = try programs(
            ["iverilog": "echo version 0", "vvp": ":", "make": "echo $$ > '\(started)'; while :; do :; done"],
            in: folder)
        let program = try CommandLineTests.Program(
            [
                "export", checkpoint, "--to", "verilog", "--out", "out", "--verify", "--vectors", "10",
                "--no-chosen-vectors",
            ], in: folder.path,
            environment: ["PATH": path])
        Patience.wait { FileManager.default.fileExists(atPath: started) }
        program.interrupt(SIGTERM)
        let outcome = program.wait()
        #expect(outcome.status == 130)
        #expect(outcome.errors.contains("out has the sources; the proof was interrupted"), "\(outcome.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names == ["bin", "out", "runs", "started"])
        #expect(try text("out/proof.txt", in: folder).hasPrefix("NOT PROVED: the proof has not ended"))
        #expect(FileManager.default.fileExists(atPath: "\(folder.path)/out/rtl/mnist_lut_tiny.v"))
        let child = try #require(pid_t(try text("started", in: folder).trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(kill(child, 0) != 0, "make has ended")
    }

    @Test func aFailedProofIsAFailedCommandAndABundleWithAMark() throws {
        let (folder, checkpoint) = try trained()
        let path = try programs(
            [
                "iverilog": "echo version 0", "vvp": ":",
                "make": "echo 'FAIL vectors 10 of 10, mismatches 3, images 10, correct 1'; exit 2",
            ], in: folder)
        let outcome = try CommandLineTests.Program(
            [
                "export", checkpoint, "--to", "verilog", "--out", "out", "--verify", "--vectors", "10",
                "--no-chosen-vectors",
            ], in: folder.path,
            environment: ["PATH": path]
        ).wait()
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("do not use the bundle"), "\(outcome.errors)")
        #expect(
            try text("out/proof.txt", in: folder).hasPrefix("FAILED: The Verilog answers like the netlist in iverilog.")
        )
        #expect(FileManager.default.fileExists(atPath: "\(folder.path)/out/PROOF_FAILED"))
        #expect(FileManager.default.fileExists(atPath: "\(folder.path)/out/rtl/mnist_lut_tiny.v"))
    }
}
