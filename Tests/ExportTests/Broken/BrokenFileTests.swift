import BinaryBrain
import Foundation
import TestSupport
import Testing

@testable import Export

/// The test of a bundle passes with the files that were exported, and with no others.
@Suite struct BrokenFileTests {
    /// What can happen to a file.
    enum Break: String, CaseIterable {
        case missing, empty, oneLineLess, oneLineMore, lastByteMissing, digitChanged, unknown, floating, noNumber,
            countOnly, anotherFile, folder

        /// The bytes of a file after it; nil if there is none.
        func apply(to bytes: [UInt8], others: [[UInt8]]) -> [UInt8]? {
            var bytes = bytes
            // In the middle, and what the testbench could overlook.
            let place = bytes.indices.filter { bytes[$0] != UInt8(ascii: "\n") }[bytes.count / 3]
            let line = Array(bytes.suffix(from: (bytes.dropLast().lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1))
            switch self {
            case .missing, .folder: return nil
            case .empty: return []
            case .oneLineLess: return bytes.dropLast(line.count)
            case .oneLineMore: return bytes + line
            case .lastByteMissing: return bytes.dropLast()
            case .digitChanged: bytes[place] ^= 1
            case .unknown: bytes[place] = UInt8(ascii: "x")
            case .floating: bytes[place] = UInt8(ascii: "z")
            case .noNumber: bytes[place] = UInt8(ascii: "?")
            case .countOnly: return bytes.map { $0 == UInt8(ascii: "1") ? UInt8(ascii: "x") : $0 }
            case .anotherFile: return others.first { $0 != bytes } ?? []
            }
            return bytes
        }
    }

    /// Breaks each file in each way.
    /// - Parameter throughMake: whether `make` runs the test each time, whose status counts; otherwise what it has built does.
    private func check(_ form: BundleForm, _ target: String, throughMake: Bool) throws {
        let folder = try TestFolder()
        let runner = try form.write(to: folder)
        let whole = try runner.run("make", ["-s", target])
        #expect(whole.status == 0 && passes(whole), "\(whole.output)")
        let (program, arguments) = BundleForm.program(of: target)
        let path = program.hasPrefix(".") ? folder.path + program.dropFirst() : program
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix(".mem") || $0.hasSuffix(".bin")
        }
        #expect(names.count >= 2)
        let contents = try names.map { Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\($0)"))) }
        for (index, name) in names.enumerated() {
            let url = URL(fileURLWithPath: "\(folder.path)/\(name)")
            for kind in Break.allCases {
                try FileManager.default.removeItem(at: url)
                let broken = kind.apply(to: contents[index], others: contents)
                if kind == .folder {
                    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
                }
                if let broken { try Data(broken).write(to: url) }
                guard broken != contents[index] else { continue }
                let outcome = throughMake ? try runner.run("make", ["-s", target]) : try runner.run(path, arguments)
                #expect(
                    !passes(outcome) && (!throughMake || outcome.status != 0), "\(name) \(kind): \(outcome.output)")
                if kind == .folder { try FileManager.default.removeItem(at: url) }
                try Data(contents[index]).write(to: url)
            }
        }
        let again = try runner.run("make", ["-s", target])
        #expect(again.status == 0 && passes(again), "\(again.output)")
    }

    private func passes(_ outcome: ToolRunner.Outcome) -> Bool {
        outcome.output.split(separator: "\n").contains { $0.hasPrefix("PASS") }
    }

    @Test(arguments: BundleForm.quick) func everyBreakIsSeen(form: BundleForm) throws {
        try check(form, form.targets[0], throughMake: false)
    }

    @Test("In every form and tool, through make", .enabled(if: SlowTests.areEnabled), arguments: BundleForm.allCases)
    func everyBreakFailsMake(form: BundleForm) throws {
        for target in form.targets { try check(form, target, throughMake: true) }
    }

    /// Tools that turn ends of lines into those of another system change no vector.
    @Test func endsOfLinesDoNotMatter() throws {
        let folder = try TestFolder()
        let runner = try BundleForm.withIO.write(to: folder)
        for name in ["stimuli", "expected", "classes"] {
            let text = try folder.text("sim/\(name).mem")
            try folder.write(text.replacingOccurrences(of: "\n", with: "\r\n"), to: "sim/\(name).mem")
        }
        let outcome = try runner.run("make", ["-s", "iverilog"])
        #expect(outcome.status == 0 && passes(outcome), "\(outcome.output)")
    }
}
