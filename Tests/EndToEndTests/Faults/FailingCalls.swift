import Foundation
import TestSupport

/// Runs the program with one of its file operations failing; see `Tests/FailingCalls/failing-calls.c`.
enum FailingCalls {
    /// How the operation fails.
    enum Failure: Int32, CaseIterable {
        case diskFull = 28  // ENOSPC
        case deviceError = 5  // EIO
        case forbidden = 13  // EACCES

        /// What the system calls it.
        var reason: String { String(cString: strerror(rawValue)) }
    }

    /// What happened.
    struct Outcome {
        let program: CommandLineTests.Outcome
        /// Operations that were counted.
        let count: Int
        /// The operation that failed; nil if the program ended before it came to it.
        let failed: String?
    }

    /// The library to load; nil where there is no C compiler.
    static let library: String? = {
        let path = NSTemporaryDirectory() + "failing-calls-\(getpid()).so"
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        compiler.arguments = [
            "cc", "-shared", "-fPIC", "-O1", "-o", path, ProjectFolder.path("Tests/FailingCalls/failing-calls.c"),
        ]
        compiler.standardError = FileHandle.nullDevice
        guard (try? compiler.run()) != nil else { return nil }
        compiler.waitUntilExit()
        return compiler.terminationStatus == 0 ? path : nil
    }()

    /// Whether such tests can run here. A sanitizer's library must come first, and does not go with this one.
    static let areAvailable = library != nil

    /// Runs the program in `folder` with operation `number` on what lies below `folder` failing; 0 for none.
    /// - Parameters:
    ///   - name: what paths end with whose operations count.
    ///   - isForGood: whether all operations after it fail, too.
    static func run(
        _ arguments: [String], in folder: String, failing number: Int, with failure: Failure = .deviceError,
        on name: String = "", isForGood: Bool = false, environment: [String: String] = [:]
    ) throws -> Outcome {
        let log = NSTemporaryDirectory() + "failing-calls-\(getpid())-\(UInt64.random(in: 0...UInt64.max)).log"
        defer { unlink(log) }
        let variables = [
            "LD_PRELOAD": library ?? "", "FAIL_BELOW": folder, "FAIL_AT": "\(number)",
            "FAIL_ERRNO": "\(failure.rawValue)", "FAIL_LOG": log, "FAIL_NAMED": name,
            "FAIL_ONWARD": isForGood ? "1" : "0",
        ]
        let program = try CommandLineTests.Program(
            arguments, in: folder, environment: environment.merging(variables) { $1 }
        ).wait()
        let words = (try? String(contentsOfFile: log, encoding: .utf8))?.split(whereSeparator: \.isWhitespace) ?? []
        return Outcome(
            program: program, count: words.first.flatMap { Int($0) } ?? 0,
            failed: words.last.flatMap { $0 == "-" ? nil : String($0) })
    }
}

/// All files below a folder, to compare two moments.
struct FileTree: Equatable {
    private(set) var files: [String: Data] = [:]

    init(_ folder: String) {
        for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
            files[name] = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
        }
    }

    /// Names of what is still being written, or was left over.
    var temporaries: [String] { files.keys.filter { $0.contains(".bbwb-") } }

    /// Without those.
    var withoutTemporaries: [String: Data] { files.filter { !$0.key.contains(".bbwb-") } }
}
