import Foundation
import TestSupport
import Testing

/// Standard output and standard error that are full, closed, or read only in part.
@Suite("Output that goes nowhere") struct StreamFailureTests {
    /// Every subcommand, what it needs being in the folder of `Shell.prepared`.
    private static let commands = [
        "--help", "--version", "help run", "frob", "run --help", "runs", "runs --json", "info m.bbwb",
        "info mnist-lut-tiny",
        "eval m.bbwb", "predict m.bbwb --input x.npy --output y.npy", "convert m.bbwb n.bb_net", "convert m.bbwb nets/",
        "export m.bbwb --to c --out c --no-chosen-vectors", "replay mnist-lut-tiny", "plot mnist-lut-tiny --out p.svg",
        "data list",
        "data path mnist-5k", "system", "run mnist-lut-tiny --epochs 1", "run mnist-lut-tiny --epochs 1 --json",
        "open mnist-lut-tiny --epochs 1", "sweep mnist-lut-tiny --epochs 1 --oversampling 1",
        "bench batchnorm-forward --json",
    ]
    private static let quick = ["--help", "--version", "frob", "runs", "info m.bbwb", "run mnist-lut-tiny --epochs 1"]

    /// Where a stream may go, and whether what is printed there is lost.
    private static let outputs = [(">/dev/full", true), (">&-", true), ("| head -c 1 >/dev/null", false)]
    private static let errors = [("2>/dev/full", true), ("2>&-", true), ("2> >(head -c 1 >/dev/null)", false)]

    /// Nothing traps; a status of 0 becomes 1 if something that was printed is lost, and no other changes.
    @Test(.hangLimit) func everyCommandEndsInOrder() throws {
        let shell = try Shell.prepared()
        var cases = 0
        for command in SlowTests.areEnabled ? Self.commands : Self.quick {
            let usual = try shell.run("\"$BBWB\" \(command)")
            for (streams, usualText) in [(Self.outputs, usual.output), (Self.errors, usual.errors)] {
                for (target, isLost) in streams {
                    let outcome = try shell.run("\"$BBWB\" \(command) \(target)")
                    let expected = isLost && !usualText.isEmpty && usual.status == 0 ? 1 : usual.status
                    #expect(outcome.status == expected, "\(command) \(target): \(outcome)\nusually: \(usual)")
                    cases += 1
                    guard isLost, !usualText.isEmpty, !target.hasPrefix("2") else { continue }
                    #expect(outcome.errors.contains("bbwb: standard output: "), "\(command) \(target): \(outcome)")
                }
            }
        }
        print("streams: \(cases) cases, none trapped")
    }

    /// A training whose lines nobody can read is trained and saved to its end.
    @Test(.hangLimit, arguments: [">/dev/full", ">&-", "| head -1", "2>&- >&-", "--json >/dev/full"])
    func trainingGoesOn(target: String) throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let outcome = try shell.run("\"$BBWB\" run mnist-lut-tiny --epochs 3 \(target)")
        #expect(outcome.status == (target.hasPrefix("|") ? 0 : 1), "\(outcome)")
        let runs = try shell.run("\"$BBWB\" runs --json")
        #expect(runs.output.contains(#""state":"finished""#) && runs.output.contains(#""epoch":3"#), "\(runs)")
    }

    /// A descriptor that is closed is not given to the next file: nothing is printed into a journal or a checkpoint.
    @Test(.hangLimit) func closedStreamsAreNoFiles() throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        _ = try shell.run("\"$BBWB\" run mnist-lut-tiny --epochs 2 <&- >&- 2>&-")
        let replay = try shell.run("\"$BBWB\" replay mnist-lut-tiny; cat runs/*/*/journal.jsonl")
        #expect(replay.status == 0 && replay.output.contains("identical: 2 epochs"), "\(replay)")
        #expect(!replay.output.contains("\nepoch 1  step"), "\(replay)")
    }

    /// Whoever does not read holds nothing up for longer than a moment once the end was asked for.
    @Test(.hangLimit) func aReaderThatSleeps() throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let outcome = try shell.run(
            """
            mkfifo pipe; sleep 1000 <pipe & sleeper=$!
            "$BBWB" run mnist-lut-tiny --epochs 100000 --json >pipe & program=$!
            while [ -z "$(ls runs/*/*/checkpoints/*.bbwb 2>/dev/null)" ]; do sleep 0.1; done
            sleep 3; kill -TERM $program; wait $program; status=$?; kill $sleeper; exit $status
            """)
        #expect(outcome.status == 130, "\(outcome)")
        #expect(try shell.run("tail -n 1 runs/*/*/journal.jsonl").output.contains(#""event":"end""#))
    }

    /// Nothing in the program prints past the one writer.
    @Test func thereIsOneWriter() throws {
        let sources = ProjectFolder.path("Sources/bbwb")
        let files = FileManager.default.enumerator(atPath: sources)?.compactMap { $0 as? String } ?? []
        #expect(files.count > 20)
        for file in files where file.hasSuffix(".swift") && !file.hasPrefix("Output/") {
            let text = try String(contentsOfFile: "\(sources)/\(file)", encoding: .utf8)
            let ways =
                #/\b(print|debugPrint|fputs|fwrite|puts|Foundation\.exit|Glibc\.exit)\(|\.exit\(withError|FileHandle\.standard/#
            #expect(!text.contains(ways), "\(file) prints or exits by itself: use Console")
        }
    }
}
