import Foundation
import TestSupport
import Testing

/// Runs whose folder cannot take what they have to keep.
@Suite("Runs that cannot be kept") struct LostRunTests {
    /// A deleted folder is found out, told, and no success.
    @Test(.hangLimit, arguments: ["rm -rf runs/*/*", "rm runs/*/*/journal.jsonl", "rm -rf runs"])
    func aDeletedRun(deletion: String) throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let outcome = try shell.run(
            """
            "$BBWB" run mnist-lut-tiny --epochs 20 >/dev/null & program=$!
            while [ -z "$(ls runs/*/*/checkpoints/*.bbwb 2>/dev/null)" ]; do sleep 0.02; done
            \(deletion); wait $program
            """)
        #expect(outcome.status == 1, "\(outcome)")
        #expect(outcome.errors.contains("journal"), "\(outcome)")
        #expect(outcome.errors.contains("deleted"), "\(outcome)")
    }

    /// A full disk: training goes on, tries again, says when it can save again, and loses nothing.
    @Test(.hangLimit, .enabled(if: SlowTests.areEnabled)) func aDiskThatHasRoomAgain() throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        guard try shell.hasSmallDisk() else { return }
        let outcome = try shell.onSmallDisk(
            """
            "$BBWB" run mnist-lut-tiny --epochs 100000 --out disk/runs >/dev/null 2>errors & program=$!
            while [ -z "$(ls disk/runs/*/*/checkpoints/*.bbwb 2>/dev/null)" ]; do sleep 0.02; done
            cat /dev/zero > disk/filling 2>/dev/null
            until grep -q 'continues without saving' errors; do sleep 0.1; done
            rm disk/filling
            until grep -q 'saved again' errors; do sleep 0.1; done
            kill -TERM $program; wait $program; echo "status $?"; cat errors
            "$BBWB" replay mnist-lut-tiny --out disk/runs | grep -c identical
            """)
        #expect(outcome.output.contains("status 130"), "\(outcome)")
        #expect(outcome.output.hasSuffix("\n1\n"), "the journal has no gap: \(outcome)")
    }

    /// A disk that stays full: status 1, whether it trains to its end or is told to stop, and a line that says what is missing.
    @Test(.hangLimit, arguments: [true, false]) func aDiskThatStaysFull(isStopped: Bool) throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        guard try shell.hasSmallDisk() else { return }
        let outcome = try shell.onSmallDisk(
            """
            "$BBWB" run mnist-lut-tiny --epochs \(isStopped ? 100_000 : 20) --out disk/runs >/dev/null 2>errors & program=$!
            while [ -z "$(ls disk/runs/*/*/checkpoints/*.bbwb 2>/dev/null)" ]; do sleep 0.02; done
            cat /dev/zero > disk/filling 2>/dev/null
            \(isStopped ? "until grep -q 'continues without saving' errors; do sleep 0.1; done; kill -TERM $program" : "")
            wait $program; echo "status $?"; tail -n 1 errors
            """)
        #expect(outcome.output.contains("status 1\n"), "\(outcome)")
        #expect(outcome.output.contains("No space left on device"), "\(outcome)")
    }
}

extension Shell {
    /// Whether this process may mount a file system of its own.
    func hasSmallDisk() throws -> Bool { try onSmallDisk("true").status == 0 }

    /// Runs a line with a file system of 8 MB, room for some checkpoints, in `disk` that nobody else sees.
    func onSmallDisk(_ line: String) throws -> Outcome {
        let script = "\(folder.path)/script"
        try "mkdir -p disk; mount -t tmpfs -o size=8m tmpfs disk || exit 77\n\(line)\n".write(
            toFile: script, atomically: true, encoding: .utf8)
        defer { unlink(script) }
        return try run("unshare -m bash ./script")
    }
}
