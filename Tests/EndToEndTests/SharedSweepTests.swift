import Foundation
import TestSupport
import Testing

/// Several processes in one folder of runs.
@Suite("Two at once", .enabled(if: SlowTests.areEnabled)) struct SharedSweepTests {
    /// Two sweeps share the points: none is trained twice, both end in order, and the table is whole.
    @Test(.hangLimit) func twoSweepsShareTheWork() throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let sweep = "\"$BBWB\" sweep mnist-lut-tiny --oversampling 1,3,7 --seeds 2 --epochs 4 --json"
        let outcome = try shell.run(
            """
            \(sweep) >first 2>first.errors & first=$!
            \(sweep) >second 2>second.errors & second=$!
            wait $first; echo "status $?"; wait $second; echo "status $?"
            cat first.errors second.errors
            cat runs/*/*/journal.jsonl | grep -c '"event":"start"'
            cat first second | grep '"event":"point"' | grep -c '"trained":true'
            \(sweep) | grep -c '"trained":false'
            ls -A runs/.claims
            """)
        #expect(outcome.output == "status 0\nstatus 0\n6\n6\n6\n", "\(outcome)")
    }

    /// A point that someone trains is passed over, with who it is; once the other is killed the point is taken up.
    @Test(.hangLimit) func aPointThatSomeoneIsAt() throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let outcome = try shell.run(
            """
            "$BBWB" sweep mnist-lut-tiny --oversampling 31 --epochs 40 >/dev/null 2>&1 & other=$!
            while [ -z "$(ls runs/*/*/checkpoints/*.bbwb 2>/dev/null)" ]; do sleep 0.05; done
            "$BBWB" sweep mnist-lut-tiny --oversampling 31 --epochs 40 | grep 'is working on it'; echo "pid $other"
            "$BBWB" run --resume $(ls -d runs/*/*) ; echo "status $?"
            kill -KILL $other
            timeout -s TERM 5 "$BBWB" sweep mnist-lut-tiny --oversampling 31 --epochs 40 --json; echo "status $?"
            cat runs/*/*/journal.jsonl | grep -c '"resumed_from"'
            """)
        let process = outcome.output.split(separator: "\n").first { $0.hasPrefix("pid ") }?.dropFirst(4) ?? "?"
        #expect(outcome.output.contains("skipped: process \(process) on "), "\(outcome)")
        #expect(outcome.errors.contains("process \(process) on "), "\(outcome)")
        #expect(outcome.output.contains("status 1\n"), "\(outcome)")
        #expect(outcome.output.hasSuffix("\n1\n"), "it goes on from where the killed one was: \(outcome)")
    }
}
