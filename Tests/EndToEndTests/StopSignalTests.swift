import Datasets
import Foundation
import TestSupport
import Testing

/// Signals, as schedulers, `timeout`, GNU parallel and people send them.
@Suite("Signals without a screen") struct StopSignalTests {
    /// Any of them, alone or several within a moment: what was trained is saved, the journal has its end, status 130.
    @Test(
        .hangLimit,
        arguments: SlowTests.areEnabled
            ? [
                "TERM", "HUP", "USR1", "USR2", "INT", "TERM TERM", "TERM TERM TERM", "USR1 TERM", "HUP TERM HUP",
                "INT INT", "INT TERM",
            ] : ["TERM TERM", "INT"])
    func aRunIsSaved(signals: String) throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let outcome = try shell.run(
            """
            "$BBWB" run mnist-lut-simple --epochs 1000 --set batch_size=512 --set modulation.train=31 >/dev/null & program=$!
            while [ -z "$(ls runs/*/*/journal.jsonl 2>/dev/null)" ]; do sleep 0.05; done; sleep 1
            for signal in \(signals); do kill -$signal $program; sleep 0.05; done
            start=$(date +%s%N); wait $program; echo "status $? after $((($(date +%s%N) - start) / 1000000)) ms"
            tail -n 1 runs/*/*/journal.jsonl; ls runs/*/*/checkpoints
            """)
        #expect(outcome.output.contains("status 130 after "), "\(outcome)")
        #expect(outcome.output.contains(#""event":"end""#), "\(outcome)")
        #expect(!outcome.output.contains(".tmp"), "\(outcome)")
    }

    /// Only a second ctrl-C, and not a copy of the first, gives up what is not saved.
    @Test(.hangLimit) func aSecondInterruptAbandons() throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let outcome = try shell.run(
            """
            mkfifo pipe; sleep 1000 <pipe & sleeper=$!
            "$BBWB" run mnist-lut-tiny --epochs 100000 --json >pipe & program=$!
            while [ -z "$(ls runs/*/*/checkpoints/*.bbwb 2>/dev/null)" ]; do sleep 0.1; done; sleep 2
            kill -INT $program; sleep 0.5; kill -INT $program; wait $program; status=$?; kill $sleeper; exit $status
            """)
        #expect(outcome.status == 130, "\(outcome)")
    }

    /// What is ignored when the program starts stays so: `nohup bbwb run` goes on when the terminal closes.
    @Test(.hangLimit) func nohup() throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let outcome = try shell.run(
            """
            (trap '' HUP; exec "$BBWB" run mnist-lut-tiny --epochs 3) & program=$!
            while [ -z "$(ls runs/*/*/journal.jsonl 2>/dev/null)" ]; do sleep 0.02; done
            kill -HUP $program; wait $program
            """)
        #expect(outcome.status == 0 && outcome.output.contains("epoch 3 "), "\(outcome)")
    }

    /// Commands that have nothing to save end with 130 and leave nothing behind.
    @Test(
        .hangLimit,
        arguments: [
            "eval m.bbwb", "replay mnist-lut-tiny", "bench", "export m.bbwb --to verilog --out bundle --verify",
            "predict m.bbwb --input big.npy --output y.npy",
        ])
    func othersLeaveNothing(command: String) throws {
        let shell = try Shell.prepared()
        let outcome = try shell.run(
            """
            printf '\\x93NUMPY\\x01\\x00\\x76\\x00%-117s\\n' "{'descr': '<f4', 'fortran_order': False, 'shape': (40000, 1, 28, 28), }" > big.npy
            head -c $((40000 * 784 * 4)) /dev/zero >> big.npy
            ls -A | grep -v '^\\.[oe]' > before
            "$BBWB" \(command) >/dev/null 2>&1 & program=$!
            catches_signals $program; sleep 0.1; kill -TERM $program; kill -TERM $program 2>/dev/null; wait $program; echo "status $?"
            ls -A | grep -v '^\\.[oe]' | grep -vx after > after; diff <(grep -vx before before) <(grep -vx before after)
            """)
        // A fast machine may be done before the signal comes; then its results are there.
        guard !outcome.output.contains("status 0") else { return }
        // So are they if it comes when they have just been put in place: whole, since they are renamed.
        if outcome.output.contains("> y.npy") {
            #expect(try NumpyArray(contentsOf: "\(shell.folder.path)/y.npy").shape == [40000, 10], "\(outcome)")
            return
        }
        #expect(outcome.output == "status 130\n", "\(outcome)")
    }

    /// The end comes within a mini-batch that takes many seconds, and what is saved is the state of before it: resumed, it trains
    /// the same bits as an undisturbed run.
    @Test(.enabled(if: SlowTests.areEnabled), .hangLimit) func withinALongMiniBatch() throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let options = "--set batch_size=2500 --set modulation.train=31 --seed 3"
        let outcome = try shell.run(
            """
            "$BBWB" run mnist-lut-simple --epochs 2 \(options) --out whole >/dev/null
            "$BBWB" run mnist-lut-simple --epochs 2 \(options) >/dev/null & program=$!
            for piece in 1 2 3 4 5 6 7 8; do
                sleep 1.3; kill -TERM $program 2>/dev/null || break
                start=$(date +%s%N); wait $program; status=$?
                echo "piece status $status after $((($(date +%s%N) - start) / 1000000)) ms"
                run=$(ls -dt runs/*/* | head -1)
                "$BBWB" run --resume $run --epochs 2 >/dev/null & program=$!
            done
            wait $program
            tail -qn 1 whole/*/*/journal.jsonl $(ls -dt runs/*/* | head -1)/journal.jsonl | grep -o '"digest":{[^}]*}'
            """)
        print("stops within a mini-batch:\n\(outcome.output)")
        let digests = outcome.output.split(separator: "\n").filter { $0.hasPrefix(#""digest""#) }
        #expect(digests.count == 2 && digests[0] == digests[1], "\(outcome)")
    }
}
