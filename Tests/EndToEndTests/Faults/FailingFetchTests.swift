import Foundation
import TestSupport
import Testing

/// File operations that fail in commands of many files: each file is whole or not there, and the same command completes the rest.
@Suite("A failing file operation among many files", .enabled(if: FailingCalls.areAvailable))
struct FailingFetchTests {
    private static let package = "/usr/share/datasets/fashion-mnist"
    private static let step = SlowTests.areEnabled ? 1 : 43

    @Test(
        .hangLimit,
        .enabled(
            if: FileManager.default.fileExists(atPath: package), "needs the Debian package dataset-fashion-mnist"))
    func fetch() throws {
        let folder = try CommandLineTests.Folder()
        let arguments = ["data", "fetch", "fashion-mnist", "--from", Self.package]
        let environment = ["BBWB_DATA": "\(folder.path)/data"]
        let whole = try FailingCalls.run(arguments, in: folder.path, failing: 0, environment: environment)
        #expect(whole.program.status == 0 && whole.count > 20, "\(whole.program.errors)")
        let new = FileTree("\(folder.path)/data")
        for number in stride(from: 1, through: whole.count, by: Self.step) {
            try? FileManager.default.removeItem(atPath: "\(folder.path)/data")
            let failure = FailingCalls.Failure.allCases[number / Self.step % 3]
            let outcome = try FailingCalls.run(
                arguments, in: folder.path, failing: number, with: failure, environment: environment)
            let place = "operation \(number), \(outcome.failed ?? "none"): \(failure.reason)"
            let tree = FileTree("\(folder.path)/data")
            #expect(tree.temporaries.isEmpty, "\(place)")
            for (name, data) in tree.files { #expect(new.files[name] == data, "\(place): \(name)") }
            if outcome.program.status == 0 {
                #expect(tree == new, "\(place)")
            } else {
                #expect(outcome.program.status == 1, "\(place)")
                #expect(outcome.program.errors.contains(failure.reason), "\(place): \(outcome.program.errors)")
            }
        }
        print("failing operations: fetch: \((whole.count + Self.step - 1) / Self.step) of \(whole.count) tried")
    }

    /// The lines of the sweep's table, without the last column, which names the runs.
    private static func table(in folder: String) -> [String] {
        let bytes = FileManager.default.contents(atPath: "\(folder)/runs/sweep-mnist-lut-tiny.csv") ?? Data()
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: ",").dropLast().joined(separator: ",")
        }
    }

    @Test(.hangLimit) func sweep() throws {
        let arguments = ["sweep", "mnist-lut-tiny", "--oversampling", "1", "--epochs", "1", "--set", "batch_size=1000"]
        let first = try CommandLineTests.Folder()
        let whole = try FailingCalls.run(arguments, in: first.path, failing: 0)
        #expect(whole.program.status == 0 && whole.count > 20, "\(whole.program.errors)")
        let table = Self.table(in: first.path)
        #expect(table.count == 2)
        for number in stride(from: 1, through: whole.count, by: Self.step) {
            let folder = try CommandLineTests.Folder()
            let failure = FailingCalls.Failure.allCases[number / Self.step % 3]
            let outcome = try FailingCalls.run(arguments, in: folder.path, failing: number, with: failure)
            let place = "operation \(number), \(outcome.failed ?? "none"): \(failure.reason)"
            #expect(FileTree(folder.path).temporaries.isEmpty, "\(place)")
            #expect([0, 1].contains(outcome.program.status), "\(place)")
            if outcome.program.status == 1 {
                #expect(outcome.program.errors.contains(failure.reason), "\(place): \(outcome.program.errors)")
            }
            let again = try CommandLineTests.Program(arguments, in: folder.path).wait()
            #expect(again.status == 0, "\(place): \(again.errors)")
            #expect(Self.table(in: folder.path) == table, "\(place)")
        }
        print("failing operations: sweep: \((whole.count + Self.step - 1) / Self.step) of \(whole.count) tried")
    }
}
