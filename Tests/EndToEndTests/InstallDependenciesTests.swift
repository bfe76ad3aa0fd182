import Foundation
import Testing

/// Runs `Scripts/install-dependencies.sh` on a machine that is made up: its only commands are small fakes, which write down
/// how they were called, so nothing is installed and no network is needed.
@Suite("The script that installs what is missing")
struct InstallDependenciesTests {
    private static let script = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Scripts/install-dependencies.sh")
    private static let everything = [
        "pkg-config", "libncurses-dev", "libopenblas-dev", "libarchive-dev", "iverilog", "libssl-dev",
    ]
    private static let install =
        "DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends"

    /// What the script did.
    private struct Outcome {
        let status: Int32
        let output: String
        /// Calls of `apt-get` and `sudo`, in order.
        let calls: [String]
    }

    /// - Parameters:
    ///   - known: whether apt has lists with the packages.
    ///   - failures: how many of the first `apt-get install` calls fail.
    private func run(
        _ arguments: [String] = [], installed: [String], commands: [String] = ["swift", "dpkg-query", "sudo"],
        isRoot: Bool = true, known: Bool = true, failures: Int = 0
    ) throws -> Outcome {
        let machine = FileManager.default.temporaryDirectory.appendingPathComponent("bbwb-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: machine, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: machine) }
        let log = machine.appendingPathComponent("log")
        let left = machine.appendingPathComponent("failures")
        try Data().write(to: log)
        try Data("\(failures)".utf8).write(to: left)

        func add(_ name: String, _ body: String) throws {
            let file = machine.appendingPathComponent(name)
            try Data("#!/bin/bash\n\(body)\n".utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        }
        let record = "echo \"DEBIAN_FRONTEND=$DEBIAN_FRONTEND ${0##*/} $*\" >> '\(log.path)'"
        try add("env", "exec /usr/bin/env \"$@\"")
        try add("id", "echo \(isRoot ? 0 : 1000)")
        try add("apt-cache", "exit \(known ? 0 : 100)")
        try add(
            "apt-get",
            """
            \(record)
            [ "$1" = install ] || exit 0
            read -r left < '\(left.path)'
            [ "$left" -eq 0 ] && exit 0
            echo $((left - 1)) > '\(left.path)'
            exit 100
            """)
        let fakes = [
            "swift": "",
            "sudo": "echo sudo >> '\(log.path)'; exec \"$@\"",
            "dpkg-query":
                "case \" \(installed.joined(separator: " ")) \" in *\" ${!#} \"*) echo -n installed ;; *) exit 1 ;; esac",
        ]
        for name in commands { try add(name, try #require(fakes[name])) }

        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = [Self.script.path] + arguments
        process.environment = ["PATH": machine.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let calls = try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map(String.init)
        return Outcome(status: process.terminationStatus, output: output, calls: calls)
    }

    @Test("Where everything is there it says and does nothing")
    func nothingMissing() throws {
        let outcome = try run(installed: Self.everything)
        #expect(outcome.status == 0)
        #expect(outcome.output == "")
        #expect(outcome.calls == [])
    }

    @Test("libncursesw5-dev does as well as libncurses-dev")
    func alternative() throws {
        let outcome = try run(installed: Self.everything.filter { $0 != "libncurses-dev" } + ["libncursesw5-dev"])
        #expect(outcome.status == 0)
        #expect(outcome.calls == [])
    }

    @Test("It installs just what is missing, and says what that is for")
    func twoMissing() throws {
        let outcome = try run(installed: ["pkg-config", "libarchive-dev", "iverilog", "libssl-dev"])
        #expect(outcome.status == 0)
        #expect(outcome.calls == ["\(Self.install) libncurses-dev libopenblas-dev"])
        #expect(outcome.output.contains("libncurses-dev         draws the workbench in the terminal\n"))
        #expect(outcome.output.contains("libopenblas-dev        multiplies the matrices of dense layers\n"))
        #expect(!outcome.output.contains("libarchive-dev"))
    }

    @Test("Without package lists it fetches them first")
    func noLists() throws {
        let outcome = try run(installed: [], known: false)
        #expect(outcome.status == 0)
        #expect(
            outcome.calls == [
                "DEBIAN_FRONTEND=noninteractive apt-get update --quiet=2",
                "\(Self.install) \(Self.everything.joined(separator: " "))",
            ])
    }

    @Test("Without root's rights it asks sudo")
    func sudo() throws {
        let outcome = try run(installed: Array(Self.everything.dropLast()), isRoot: false)
        #expect(outcome.status == 0)
        #expect(outcome.calls == ["sudo", "\(Self.install) libssl-dev"])
    }

    @Test("Without root's rights and sudo it tells the command")
    func noRights() throws {
        let outcome = try run(
            installed: Array(Self.everything.dropLast()), commands: ["swift", "dpkg-query"], isRoot: false)
        #expect(outcome.status == 1)
        #expect(outcome.calls == [])
        #expect(outcome.output.contains("run as root: apt-get install"))
        #expect(outcome.output.hasSuffix(" libssl-dev\n"))
    }

    @Test("Old package lists get one update and a second try")
    func oldLists() throws {
        let outcome = try run(installed: Array(Self.everything.dropLast()), failures: 1)
        #expect(outcome.status == 0)
        #expect(outcome.calls.count == 3)
        #expect(outcome.calls[1].contains("apt-get update"))
    }

    @Test("A failure is told with what to do, once", arguments: [true, false])
    func failure(known: Bool) throws {
        let outcome = try run(installed: Array(Self.everything.dropLast()), known: known, failures: 5)
        #expect(outcome.status == 1)
        #expect(outcome.calls.filter { $0.contains("update") }.count == 1)
        #expect(outcome.output.contains("apt-get install failed, see above: check the network and your rights"))
    }

    @Test("The slow tests need a data set and tools for hardware")
    func slowTests() throws {
        let outcome = try run(["test-all"], installed: Self.everything)
        #expect(
            outcome.calls == [
                "\(Self.install) dataset-fashion-mnist verilator yosys ghdl nextpnr-ice40 fpga-icestorm slurm-wlm munge bindfs strace parallel pocl-opencl-icd ocl-icd-libopencl1 python3-venv"
            ])
    }

    @Test("Another system gets the list and goes on")
    func notDebian() throws {
        let outcome = try run(installed: [], commands: ["swift"])
        #expect(outcome.status == 0)
        #expect(outcome.calls == [])
        for package in Self.everything { #expect(outcome.output.contains(package)) }
    }

    @Test("Without a Swift toolchain it says where to get one")
    func noSwift() throws {
        let outcome = try run(installed: Self.everything, commands: ["dpkg-query"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("https://www.swift.org/install"))
    }

    @Test("An unknown purpose is wrong usage")
    func wrongUsage() throws {
        #expect(try run(["everything"], installed: []).status == 2)
    }
}
