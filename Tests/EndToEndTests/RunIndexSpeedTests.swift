import Foundation
import TestSupport
import Testing

/// `bbwb runs` with thousands of runs.
@Suite("A long list of runs", .enabled(if: SlowTests.areEnabled)) struct RunIndexSpeedTests {
    /// Ten thousand runs of 30 epochs: what the first list takes, which makes the index, and the next.
    @Test(.hangLimit) func tenThousandRuns() throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let outcome = try shell.run(
            """
            "$BBWB" run mnist-lut-tiny --epochs 30 --out one >/dev/null; run=$(ls -d one/*/*); mkdir -p runs/mnist-lut-tiny
            for number in $(seq -w 0 9999); do
                folder=runs/mnist-lut-tiny/20260101_00$number; mkdir $folder; cp $run/journal.jsonl $run/spec.yaml $folder
            done
            TIMEFORMAT='%3R s, %3U + %3S s of processor'
            for list in first second third; do echo $list; time "$BBWB" runs > $list; done 2>&1
            wc -l < third; cmp first third && echo same
            """)
        print("a list of 10,000 runs:\n\(outcome.output)")
        #expect(outcome.output.hasSuffix("10001\nsame\n"), "\(outcome)")
    }
}
