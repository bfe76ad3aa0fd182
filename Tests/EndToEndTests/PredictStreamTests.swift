import BinaryBrain
import Datasets
import Foundation
import TestSupport
import Testing

/// `bbwb predict` through pipes.
@Suite("Answers as a stream") struct PredictStreamTests {
    /// A folder with a trained net at x7 and 300 digits: as pixels with and without a header, as numbers, and as bits.
    private static func prepared() throws -> Shell {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let digits = try DatasetCatalog.load("mnist-5k")
        guard case .pixels(let all) = digits.test.values else { throw Shell.Failure(description: "digits are pixels") }
        let pixels = Array(all.prefix(300 * 784))
        func save(_ bytes: [UInt8], _ name: String) throws {
            try Data(bytes).write(to: URL(fileURLWithPath: "\(shell.folder.path)/\(name)"))
        }
        try save(pixels, "x.u8")
        try NumpyArray(pixels.map { Float($0) / 255 }, shape: [300, 1, 28, 28]).write(to: "\(shell.folder.path)/x.npy")
        try NumpyArray(pixels.map { $0 > 127 ? 1 : 0 }, shape: [300, 784]).write(to: "\(shell.folder.path)/b.npy")
        for isBig in [true, false] {
            var bits = [UInt8](repeating: 0, count: 300 * 98)
            for (place, pixel) in pixels.enumerated() where pixel > 127 {
                bits[place / 8] |= 1 << UInt8(isBig ? 7 - place % 8 : place % 8)
            }
            try save(bits, isBig ? "big.bits" : "little.bits")
        }
        let made = try shell.run(
            """
            "$BBWB" run mnist-lut-tiny --epochs 1 >/dev/null && cp runs/*/*/checkpoints/*062.bbwb m.bbwb
            "$BBWB" convert m.bbwb m.bb_netlist >/dev/null
            "$BBWB" run mnist-dense --epochs 1 --seed 4 >/dev/null && cp runs/mnist-dense/*/checkpoints/*.bbwb dense.bbwb
            """)
        guard made.status == 0 else { throw Shell.Failure(description: "\(made)") }
        return shell
    }

    private func numbers(_ name: String, in shell: Shell) throws -> [Float] {
        try NumpyArray(contentsOf: "\(shell.folder.path)/\(name)").floats
    }

    private func bytes(_ name: String, in shell: Shell) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(fileURLWithPath: "\(shell.folder.path)/\(name)")))
    }

    /// One set of samples in all its forms, through files and pipes, by checkpoint and netlist: the same answers.
    @Test(.hangLimit) func everyWayGivesTheSame() throws {
        let shell = try Self.prepared()
        let outcome = try shell.run(
            """
            p() { "$BBWB" predict "$@"; }
            p m.bbwb --input x.npy --output y.npy
            p m.bb_netlist --input x.npy --output netlist.npy && cmp y.npy netlist.npy && echo same
            cat x.npy | p m.bbwb --input - --output - | cmp - <(tail -c 12000 y.npy) && echo same
            p m.bbwb --input x.npy --output - --write class > class
            p m.bbwb --input x.npy --output class.npy --write class; tail -c 300 class.npy | cmp - class && echo same
            cat x.u8 | p m.bb_netlist --input - --format u8 --output - --write class | cmp - class && echo same
            cat x.u8 | p m.bbwb --input - --format u8 --output y2.npy && cmp y.npy y2.npy && echo same
            gzip -k x.npy; p m.bbwb --input x.npy.gz --output - --write class | cmp - class && echo same
            (head -c 1000 x.u8; sleep 0.1; tail -c +1001 x.u8) | p m.bbwb --input - --format u8 --output - --write class | cmp - class && echo same
            p m.bbwb --input b.npy --output - --write class > bclass
            cat big.bits | p m.bbwb --input - --format bits --output - --write class | cmp - bclass && echo same
            p m.bbwb --input little.bits --format bits --bit-order little --output - --write class | cmp - bclass && echo same
            p m.bbwb --input x.npy --output counts.npy --write counts
            p dense.bbwb --input x.npy --output dense.npy; p dense.bbwb --input x.npy --output dense --write class
            p dense.bbwb --input x.npy --output z.npy --write counts; echo "status $?"
            p m.bbwb --input x.npy --output y.csv; wc -l < y.csv
            """)
        #expect(outcome.output == String(repeating: "same\n", count: 9) + "status 2\n301\n", "\(outcome)")
        let answers = try numbers("y.npy", in: shell)
        let classes = try bytes("class", in: shell)
        #expect(classes == Self.largest(answers), "the class has the largest answer")
        #expect(Set(classes).count > 5)
        let counts = try numbers("counts.npy", in: shell)
        #expect(counts.map { $0 * (1 / 7) } == answers, "one bit an output, seven frames")
        #expect(try bytes("dense", in: shell) == Self.largest(numbers("dense.npy", in: shell)), "by layers")
    }

    private static func largest(_ answers: [Float]) -> [UInt8] {
        stride(from: 0, to: answers.count, by: 10).map { start in
            let own = answers[start..<start + 10]
            return UInt8((own.firstIndex(of: own.max()!) ?? start) - start)
        }
    }

    /// What came whole is answered; what is missing, or too much, is an error. Nobody to read the answers is none.
    @Test(.hangLimit) func endsOfStreams() throws {
        let shell = try Self.prepared()
        let outcome = try shell.run(
            """
            p() { "$BBWB" predict m.bbwb "$@"; }
            head -c $((784 * 5 + 3)) x.u8 | p --input - --format u8 --output - --write class | wc -c
            head -c $((128 + 3136 * 7)) x.npy | p --input - --output - --write class | wc -c
            (cat x.npy; echo) | p --input - --output - --write class | wc -c
            head -c $((128 + 3136 * 7)) x.npy | p --input - --output part.npy; echo "status $?"
            : | p --input - --format u8 --output - | wc -c
            for i in $(seq 200); do cat x.u8; done | p --input - --format u8 --output - | head -c 10 | wc -c
            cat x.u8 | p --input - --format u8 --output /dev/stdout > /dev/null; echo "status $?"
            p --input x.u8 --format u8 --output /dev/stdout | wc -c
            head -c 1000 x.u8 > torn.u8; p --input torn.u8 --format u8 --output y; echo "status $?"; ls y torn.u8
            tr '\\000-\\377' '\\000\\001' < x.u8 > dark.u8; p --input dark.u8 --format u8 --output y.npy; echo "status $?"; ls y.npy
            """)
        #expect(
            outcome.output
                == "5\n7\n300\nstatus 1\n0\n10\nstatus 2\n12128\nstatus 1\ntorn.u8\nstatus 1\n", "\(outcome)")
        for text in [
            "standard input: it ends within sample 5, after 3 of 784 bytes",
            "standard input: it ends after 7 of 300 samples", "more bytes follow than its header says",
            "the number of answers, which its header needs, is not known yet",
            "torn.u8: its 1000 bytes are not whole samples of 784 bytes each", "all 0 or 1",
        ] {
            #expect(outcome.errors.contains(text), "\(text): \(outcome.errors)")
        }
        #expect(try NumpyArray(contentsOf: "\(shell.folder.path)/part.npy").shape == [7, 10])
    }

    /// An answer does not wait for samples that have not come yet.
    @Test(.hangLimit) func answersComeWhileSamplesAreMissing() throws {
        let shell = try Self.prepared()
        let outcome = try shell.run(
            """
            mkfifo in out; "$BBWB" predict m.bbwb --input in --format u8 --output out --write class & program=$!
            exec 3> in 4< out
            head -c 1568 x.u8 >&3; head -c 2 <&4 | wc -c
            head -c 784 x.u8 >&3; head -c 1 <&4 | wc -c
            exec 3>&-; wait $program; echo "status $?"
            """)
        #expect(outcome.output == "2\n1\nstatus 0\n", "\(outcome)")
    }

    /// A named pipe is waited for, as everywhere, until there is a writer; a request to stop ends that.
    @Test(.hangLimit, .disabled(if: Sanitizer.holdsSignalsBack)) func aPipeThatNobodyWritesToIsLeft() throws {
        let shell = try Self.prepared()
        let outcome = try shell.run(
            """
            mkfifo in; "$BBWB" predict m.bbwb --input in --format u8 --output y.npy & program=$!
            for look in $(seq 500); do grep -qs wait_for_partner /proc/$program/task/*/wchan && break; sleep 0.01; done
            kill -TERM $program; wait $program; echo "status $?"; ls y.npy
            """)
        #expect(outcome.output == "status 130\n", "\(outcome)")
    }

    /// Memory does not grow with the number of samples.
    @Test(.enabled(if: SlowTests.areEnabled), .hangLimit) func anyNumberOfSamples() throws {
        let shell = try Self.prepared()
        func peak(_ repeats: Int) throws -> Int {
            let outcome = try shell.run(
                """
                for i in $(seq \(repeats)); do cat x.npy | tail -c +129; done > many
                (head -c 128 x.npy | sed 's/(300, /(\(300 * repeats), /' | head -c 127; echo; cat many) > many.npy
                python3 - <<'END'
                import subprocess, resource, sys, os
                status = subprocess.call([os.environ["BBWB"], "predict", "m.bbwb", "--input", "many.npy", "--output", "-"], stdout=subprocess.DEVNULL)
                print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
                END
                """)
            let words = outcome.output.split(whereSeparator: \.isWhitespace)
            #expect(words.first == "0", "\(outcome)")
            return words.last.flatMap { Int($0) } ?? .max
        }
        let (few, many) = (try peak(10), try peak(200))
        print("predict: \(few) kB for 3,000 samples, \(many) kB for 60,000")
        #expect(many < few + 8 << 10, "188 MB of samples")
    }

    @Test(arguments: [
        (["m.bb_netlist", "--train"], "leave --oversampling and --train out"),
        (["m.bbwb", "--train", "--write", "counts"], "--train answers by layers"),
        (["m.bbwb", "--format", "u8", "--input", "x.csv"], "leave --format out"),
        (["m.bbwb", "--format", "u9"], "'u9' is invalid"),
    ])
    func wrongUsage(_ arguments: [String], text: String) throws {
        let folder = try CommandLineTests.Folder()
        let input = arguments.contains("--input") ? [] : ["--input", "x.npy"]
        let outcome = try CommandLineTests.Program(
            ["predict"] + arguments + input + ["--output", "y.npy"], in: folder.path
        ).wait()
        #expect(outcome.status == 2 && outcome.errors.contains(text), "\(outcome.errors)")
    }

    /// A name that would lie, the model in the place of its answers, and a signal that asks for death at once.
    @Test(.hangLimit) func whatIsRefused() throws {
        let shell = try Self.prepared()
        let outcome = try shell.run(
            """
            p() { "$BBWB" predict m.bbwb --input x.u8 --format u8 --write class "$@" >/dev/null; echo "$? $(ls | grep -c '^y')"; }
            sum=$(sha256sum <m.bbwb); ln -s m.bbwb link
            for name in y.csv.gz y.npy.xz y.tsv y.zip ''; do p --output "$name"; done
            p --output m.bbwb; p --output ./link; [ "$sum" = "$(sha256sum <m.bbwb)" ] && echo whole
            mkfifo pipe; cat x.npy >pipe & "$BBWB" predict m.bbwb --input pipe --write class --output y; echo "$? $(wc -c <y)"; wait
            sleep 60 | "$BBWB" predict m.bbwb --input - --output - & program=$!
            catches_signals $program; kill -QUIT $program; wait $program 2>/dev/null; echo $?
            """)
        #expect(
            outcome.output == String(repeating: "2 0\n", count: 7) + "whole\n0 300\n131\n", "\(outcome)")
    }
}
