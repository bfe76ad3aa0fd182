import Foundation
import TestSupport
import Testing

/// Every file operation of every command that writes, failing in turn: what is there afterwards is the old state or the new one,
/// the error is named, the status is 1, and nothing is left over.
@Suite("A failing file operation", .enabled(if: FailingCalls.areAvailable))
struct FailingWriterTests {
    /// A command that writes below `out`.
    struct Writer: CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        /// Whether something of the same name is there before.
        let replaces: Bool

        init(_ name: String, _ arguments: [String], replaces: Bool = false) {
            testDescription = name + (replaces ? ", over an old one" : "")
            self.arguments = arguments
            self.replaces = replaces
        }

        private static let fewVectors = ["--vectors", "20", "--no-chosen-vectors"]

        static let all = [false, true].flatMap { replaces in
            [
                Writer("convert to .bb_net", ["convert", "in/net.bbwb", "out/net.bb_net"], replaces: replaces),
                Writer("convert to .bb_netlist", ["convert", "in/net.bbwb", "out/net.bb_netlist"], replaces: replaces),
                Writer(
                    "predict", ["predict", "in/net.bbwb", "--input", "in/x.npy", "--output", "out/y.npy"],
                    replaces: replaces),
                Writer(
                    "plot", ["plot", "mnist-lut-tiny", "--runs-folder", "in/runs", "--out", "out/plot.svg"],
                    replaces: replaces),
                Writer(
                    "export of Verilog",
                    ["export", "in/net.bbwb", "--to", "verilog", "--out", "out/bundle"] + fewVectors,
                    replaces: replaces),
                Writer(
                    "export of C", ["export", "in/net.bbwb", "--to", "c", "--out", "out/bundle"] + fewVectors,
                    replaces: replaces),
            ]
        }
    }

    /// Between two operations that are tried; each in `make test-all`.
    static let step = SlowTests.areEnabled ? 1 : 31

    /// A folder with a trained net, its run, and an array.
    private static func prepare(_ folder: String) throws -> String {
        let root = "\(folder)/root"
        try FileManager.default.createDirectory(atPath: "\(root)/out", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: trained, toPath: "\(root)/in")
        return root
    }

    private static let trained: String = {
        let path = NSTemporaryDirectory() + "failing-writers-\(getpid())"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        _ = try? CommandLineTests.Program(
            "run", "mnist-lut-tiny", "--epochs", "1", "--out", "\(path)/runs", in: path
        ).wait()
        let run = "\(path)/runs/mnist-lut-tiny"
        let time = (try? FileManager.default.contentsOfDirectory(atPath: run))?.first ?? ""
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(run)/\(time)/checkpoints")) ?? []
        for name in names.prefix(1) {
            try? FileManager.default.copyItem(atPath: "\(run)/\(time)/checkpoints/\(name)", toPath: "\(path)/net.bbwb")
        }
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (5, 784), }"
        let padded = header + String(repeating: " ", count: 117 - header.count) + "\n"
        let bytes = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8)
        try? Data(bytes + [UInt8](repeating: 0, count: 5 * 784 * 4)).write(to: URL(fileURLWithPath: "\(path)/x.npy"))
        return path
    }()

    @Test(.hangLimit, arguments: Writer.all)
    func leavesTheOldStateOrTheNewOne(_ writer: Writer) throws {
        let folder = try CommandLineTests.Folder()
        let root = try Self.prepare(folder.path)
        if writer.replaces {
            #expect(try FailingCalls.run(writer.arguments, in: root, failing: 0).program.status == 0)
            // Files that are not quite the new ones, so that old and new can be told apart.
            if !writer.arguments.contains("export") { try Self.change("\(root)/out") }
        }
        let old = FileTree("\(root)/out")
        try FileManager.default.copyItem(atPath: root, toPath: "\(folder.path)/new")
        let whole = try FailingCalls.run(writer.arguments, in: "\(folder.path)/new", failing: 0)
        let new = FileTree("\(folder.path)/new/out")
        #expect(whole.program.status == 0, "\(whole.program.errors)")
        #expect(!new.files.isEmpty && whole.count > 3)
        var failures = 0
        for number in stride(from: 1, through: whole.count, by: Self.step) {
            let failure = FailingCalls.Failure.allCases[number / Self.step % 3]
            let outcome = try FailingCalls.run(writer.arguments, in: root, failing: number, with: failure)
            let place = "operation \(number), \(outcome.failed ?? "none"): \(failure.reason)"
            let tree = FileTree("\(root)/out")
            failures += 1
            #expect(tree.temporaries.isEmpty, "\(place)")
            let isNew = tree == new
            #expect(isNew || tree == old, "\(place): \(tree.files.keys.sorted())")
            if outcome.program.status == 0 {
                // What was not essential, such as looking for what others have left over.
                #expect(isNew, "\(place)")
            } else {
                #expect(outcome.program.status == 1, "\(place)")
                #expect(outcome.program.errors.contains(failure.reason), "\(place): \(outcome.program.errors)")
            }
            if isNew, tree != old {
                try FileManager.default.removeItem(atPath: "\(root)/out")
                try FileManager.default.createDirectory(atPath: "\(root)/out", withIntermediateDirectories: true)
                for (name, data) in old.files {
                    let path = "\(root)/out/\(name)"
                    try FileManager.default.createDirectory(
                        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
                    try data.write(to: URL(fileURLWithPath: path))
                }
            }
        }
        print("failing operations: \(writer.testDescription): \(failures) of \(whole.count) tried")
    }

    private static func change(_ folder: String) throws {
        for (name, data) in FileTree(folder).files {
            try (data + Data([0])).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
    }
}
