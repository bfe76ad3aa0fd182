import Foundation
import TestSupport
import Testing

/// `bbwb sweep` task by task, and `bbwb run --resume-or-start`: commands that may be repeated, on any number of machines.
@Suite("Tasks of a sweep on the command line") struct SweepTaskTests {
    typealias Folder = CommandLineTests.Folder

    private static let sweep = "\"$BBWB\" sweep mnist-lut-tiny --over batch_size=250,500 --seeds 2 --epochs 1"

    @Test(.hangLimit) func tasksByNumber() throws {
        let shell = Shell(folder: try Folder())
        let outcome = try shell.run(
            """
            sweep() { \(Self.sweep) "$@"; }
            sweep --list | sed 's/  */ /g'
            sweep --task 2 | grep -c 'seed 1  1 epochs'; sweep --task 2 | grep -c 'was done'
            SLURM_ARRAY_TASK_ID=1 sweep --task auto --json | grep -o '"task":1,.*"trained":true'
            sweep --list --json | grep -o '"state":"[a-z]*"'
            sweep --next | grep -c epochs; sweep --next --json | grep -c '"trained":false'
            sweep --report | head -1 | sed 's/  */ /g'
            ls runs/sweeps/mnist-lut-tiny | grep -c 'task-000[0-3].json'
            sweep --list --json | grep -o '"test":{"accuracy":[0-9.]*' > list
            grep -c accuracy list; cut -d, -f1-3 runs/sweeps/mnist-lut-tiny/epochs.csv | sort -u
            """)
        #expect(
            outcome.output
                == """
                task batch_size seed state run
                0 250 1 open -
                1 250 2 open -
                2 500 1 open -
                3 500 2 open -
                1
                1
                "task":1,"test":{"accuracy":ACCURACY},"trained":true
                "state":"open"
                "state":"finished"
                "state":"finished"
                "state":"open"
                4
                4
                batch_size seeds test accuracy ± lowest highest test loss ± LUTs all-in front
                4
                4
                250,1,1
                250,2,1
                500,1,1
                500,2,1
                batch_size,seed,epoch

                """.replacing("{\"accuracy\":ACCURACY}", with: Self.figures(in: outcome.output)), "\(outcome)")
    }

    /// The figures that a task printed.
    private static func figures(in text: String) -> String {
        text.firstMatch(of: #/"task":1,"test":(\{[^}]*\})/#).map { String($0.1) } ?? "none"
    }

    @Test(.hangLimit) func jobsShareTheTasks() throws {
        let shell = Shell(folder: try Folder())
        let outcome = try shell.run(
            """
            \(Self.sweep) --jobs 3 | grep -c '1 epochs'
            cat runs/*/*/journal.jsonl | grep -c '"event":"start"'
            cat runs/*/*/journal.jsonl | grep -c '"reason":"finished"'
            ls -A runs/.claims
            """)
        #expect(outcome.output == "4\n4\n4\n", "\(outcome)")
    }

    /// Status 130 means: saved, call me again.
    @Test(.enabled(if: SlowTests.areEnabled), .hangLimit) func aTaskIsRepeatedUntilItIsDone() throws {
        let shell = Shell(folder: try Folder())
        let outcome = try shell.run(
            """
            task() { "$BBWB" sweep mnist-lut-tiny --over batch_size=16,32 --epochs 30 --task "$@"; }
            task 1 --out whole >/dev/null; task 1 --out whole
            for piece in 1 2 3; do
                # The shell becomes the program, so that it is the program that is told to stop.
                (exec "$BBWB" sweep mnist-lut-tiny --over batch_size=16,32 --epochs 30 --task 1 >/dev/null) & program=$!
                catches_signals $program; sleep 0.6; kill -TERM $program; kill -TERM $program
                wait $program; echo "status $?"
            done
            task 1 --list --json 2>&1 | head -1
            task 1 >/dev/null; echo "status $?"
            for out in whole runs; do grep -o '"digest":{[^}]*}' $out/sweeps/mnist-lut-tiny/task-0001.json; done | sort -u | wc -l
            """)
        #expect(outcome.output.contains("status 130"), "\(outcome)")
        #expect(outcome.output.hasSuffix("status 0\n1\n"), "the same bits as undisturbed: \(outcome)")
    }

    /// A task that another process is at is waited for, and is no success as long as it is not done.
    @Test(.enabled(if: SlowTests.areEnabled), .hangLimit) func aTaskThatSomeoneIsAt() throws {
        let shell = Shell(folder: try Folder())
        let outcome = try shell.run(
            """
            task() { "$BBWB" sweep mnist-lut-tiny --oversampling 31 --name mine --epochs 40 "$@"; }
            (exec "$BBWB" sweep mnist-lut-tiny --oversampling 31 --name mine --epochs 40 --task 0 >/dev/null 2>&1) & other=$!
            while [ -z "$(ls runs/*/*/checkpoints/*.bbwb 2>/dev/null)" ]; do sleep 0.05; done
            task --list | grep -c 'running: process'
            task --task 0 --wait 0; echo "status $?"
            (exec "$BBWB" sweep mnist-lut-tiny --oversampling 31 --name mine --epochs 40 --task 0 --wait 600 >/dev/null) & waiting=$!
            sleep 1; kill -KILL $other; sleep 6; kill -TERM $waiting; wait $waiting; echo "status $?"
            cat runs/*/*/journal.jsonl | grep -c '"resumed_from"'
            """)
        #expect(outcome.output == "1\nstatus 1\nstatus 130\n1\n", "\(outcome)")
        #expect(outcome.errors.contains("bbwb: task 0: process "), "\(outcome)")
    }

    @Test(.hangLimit) func runResumesOrStarts() throws {
        let shell = Shell(folder: try Folder())
        let outcome = try shell.run(
            """
            run() { "$BBWB" run mnist-lut-tiny --resume-or-start "$@"; }
            run --epochs 1 >/dev/null; echo "status $?"
            run --epochs 1 | sed 's|runs/.*|RUN|'; run --epochs 1 --json | tail -1 | grep -o '"reason":"[a-z]*"'
            run --epochs 1 --seed 2 >/dev/null; ls runs/mnist-lut-tiny | wc -l
            "$BBWB" run mnist-lut-tiny --resume-or-start --epochs 60 --seed 3 >/dev/null 2>&1 & program=$!
            while [ -e /proc/$program ] && { [ "$(ls runs/mnist-lut-tiny | wc -l)" -lt 3 ] \\
                || ! grep -sq '"event":"epoch"' $(ls -d runs/*/* | tail -1)/journal.jsonl; }; do sleep 0.02; done
            kill -TERM $program; wait $program; echo "status $?"
            "$BBWB" run mnist-lut-tiny --resume-or-start --epochs 60 --seed 3 >/dev/null 2>&1 & program=$!
            while [ -e /proc/$program ] && [ "$(ls runs/mnist-lut-tiny | wc -l)" -lt 4 ]; do sleep 0.02; done
            kill -TERM $program; wait $program; echo "status $?"
            grep -c '"resumed_from"' $(ls -d runs/*/* | tail -1)/journal.jsonl
            run --resume mnist-lut-tiny; echo "status $?"
            """)
        #expect(
            outcome.output
                == "status 0\nwas done: RUN\n\"reason\":\"finished\"\n2\nstatus 130\nstatus 130\n1\nstatus 2\n",
            "\(outcome)")
    }

    /// Pages in one file: nothing is run, nothing is fetched, and what was found is in them.
    @Test(.hangLimit) func reportsArePages() throws {
        let shell = Shell(folder: try Folder())
        let outcome = try shell.run(
            """
            "$BBWB" sweep mnist-lut-tiny --over batch_size=250,500 --seeds 2 --epochs 2 --report
            "$BBWB" sweep mnist-lut-tiny --over batch_size=250,500 --seeds 2 --epochs 2 >/dev/null
            ls runs/sweeps/mnist-lut-tiny | grep -cE '^(tasks.csv|bands.svg|luts.svg|images_per_second.svg|report.html)$'
            "$BBWB" report mnist-lut-tiny --out run.html
            mv runs/sweeps/mnist-lut-tiny/report.html sweep.html
            for page in run.html sweep.html; do
                grep -ciE '<script|<link|javascript:|(src|href)="[^d]|url\\(|@import' $page; grep -oE 'https?://[^" ]*' $page | sort -u
                python3 -c "import html.parser,sys; p=html.parser.HTMLParser(); p.feed(open('$page').read()); p.close()" && echo parsed
            done
            grep -c 'batch_size=250' sweep.html | grep -c '[1-9]'; grep -c 'DifferentiableLut6' run.html | grep -c '[1-9]'
            sed -n 2p runs/sweeps/mnist-lut-tiny/tasks.csv | cut -d, -f1-5
            """)
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(
            Array(lines.suffix(11)) == [
                "5", "wrote run.html", "0", "http://www.w3.org/2000/svg", "parsed", "0", "http://www.w3.org/2000/svg",
                "parsed", "1", "1", "0,250,1,2,no",
            ], "\(outcome)")
    }

    /// A search: combinations are drawn, and what is hopeless is left.
    @Test(.hangLimit) func searchesAndHalves() throws {
        let shell = Shell(folder: try Folder())
        let outcome = try shell.run(
            """
            search() { "$BBWB" sweep mnist-lut-tiny --over "optimizer.Adam.learning_rate=log 1e-5..1e-1" --samples 6 --epochs 4 \\
                --set batch_size=250 --name search --halving 1 "$@"; }
            search --list | wc -l; search --next >/dev/null; echo "status $?"
            search --list --json | grep -oE '"state":"[a-z]*"' | sort | uniq -c | sed 's/^ *//'
            search --next --json | grep -c '"trained":false'; ls runs/sweeps/search/rungs | sort -n | tr '\\n' ' '
            """)
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.first == "7" && lines.dropFirst().first == "status 0", "\(outcome)")
        #expect(lines.contains { $0.hasSuffix("\"state\":\"halted\"") }, "\(outcome)")
        #expect(lines.contains { $0.hasSuffix("\"state\":\"finished\"") }, "\(outcome)")
        #expect(!lines.contains { $0.contains("begun") || $0.contains("open") }, "\(outcome)")
        #expect(lines.suffix(2) == ["6", "1 2 4 "], "\(outcome)")
    }

    /// Scripts are text; whoever runs them gets the same tasks.
    @Test(.hangLimit) func scriptsAreGoodShell() throws {
        let shell = Shell(folder: try Folder())
        let outcome = try shell.run(
            """
            sweep() { \(Self.sweep) "$@"; }
            for target in slurm parallel command; do sweep --submit $target > $target; bash -n $target; echo "status $?"; done
            grep -c -- '--task [0-3]$' command; sed -n 2p command > second; bash second | grep -c '1 epochs'
            grep -E '^#SBATCH --(array|cpus|requeue|signal|open)' slurm; sweep --submit slurm --per-job 3 | grep -o 'array=.*'
            sweep --submit slurm --cores 8 --minutes 90 | grep -oE '(task|time)=[0-9]+'
            sweep --submit parallel --cores 8; echo "status $?"
            "$BBWB" sweep mnist-lut-cnn --seeds 2 --name cnn --submit slurm | grep cpus
            ls runs/mnist-lut-tiny | wc -l
            """)
        #expect(
            outcome.output == """
                status 0
                status 0
                status 0
                4
                1
                #SBATCH --array=0-3
                #SBATCH --cpus-per-task=1
                #SBATCH --requeue
                #SBATCH --open-mode=append
                #SBATCH --signal=B:TERM@120
                array=0-1
                task=8
                time=90
                status 2
                #SBATCH --cpus-per-task=4
                1

                """, "\(outcome)")
    }

    /// Whoever sends a job a second request to stop, while it still saves for the first, gets it queued again all the same.
    @Test(.hangLimit) func theScriptForSlurmWaitsForTheSave() throws {
        let shell = Shell(folder: try Folder())
        let outcome = try shell.run(
            """
            sweep() { \(Self.sweep) "$@"; }
            sweep --name 'a%b' --submit slurm >odd
            sweep --out 'my runs' --submit slurm >blank; grep -o '^#SBATCH --output=.*' blank
            cat >saver <<'END'
            requests=0
            trap 'requests=$((requests + 1))' TERM
            echo ready >>ready
            while [ $requests -lt 3 ]; do sleep 0.02; done
            exit 130
            END
            scontrol() { echo "$@"; }; export -f scontrol
            # The program's place is taken by one that ends with status 130 after three requests.
            sed "s|^.* --task .* & child=.!|bash $PWD/saver \\& child=\\$!|" blank >job
            SLURM_ARRAY_JOB_ID=7 SLURM_ARRAY_TASK_ID=2 bash job >out & job=$!
            until [ -s ready ]; do sleep 0.02; done
            while kill -TERM $job 2>/dev/null; do sleep 0.1; done
            wait $job; echo "status $?"; cat out
            """)
        let expected = """
            #SBATCH --output="my runs/sweeps/mnist-lut-tiny/slurm-%a.log"
            status 130
            requeue 7_2

            """
        #expect(outcome.output == expected, "\(outcome)")
        #expect(outcome.errors.contains("--name takes"), "\(outcome)")
    }

    /// What is refused takes no folder and no name: a slip does not keep the next sweep from its name.
    @Test(.hangLimit) func whatIsRefusedTakesNoName() throws {
        let shell = Shell(folder: try Folder())
        let outcome = try shell.run(
            """
            sweep() { "$BBWB" sweep mnist-lut-tiny --name mine --epochs 1 "$@"; echo "status $?"; }
            sweep --over batch_size=250,500 --task 9
            sweep --over data=mnist-5k,nope --submit slurm
            sweep --over data=mnist-5k,nope --jobs 2
            sweep --over batch_size=250..251 --samples 3
            ls runs 2>/dev/null | wc -l
            sweep --over batch_size=500 --list | tail -1
            """)
        #expect(outcome.output == "status 2\nstatus 2\nstatus 2\nstatus 2\n0\nstatus 0\n", "\(outcome)")
        #expect(outcome.errors.contains("data=nope"), "\(outcome)")
    }

    @Test(arguments: [
        (["--over", "batch_size"], "it is not FIELD=VALUE,VALUE"),
        (["--over", "bach_size=3", "--list"], "did you mean"),
        (["--task", "99"], "there are 5 tasks"), (["--task", "auto"], "SLURM_ARRAY_TASK_ID"),
        (["--task", "1", "--next"], "--task and --next do not go together"),
        (["--jobs", "0"], "--jobs takes a number"),
        (["--submit", "pbs"], "'pbs' is invalid"), (["--name", "../x"], "--name takes up to 100 letters"),
        (["--per-job", "3"], "--per-job belongs to --submit slurm"), (["--wait", "-1", "--task", "0"], "--wait"),
    ])
    func wrongUsage(_ arguments: [String], text: String) throws {
        let folder = try Folder()
        let outcome = try CommandLineTests.Program(["sweep", "mnist-lut-tiny"] + arguments, in: folder.path).wait()
        #expect(outcome.status == 2 && outcome.errors.contains(text), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }
}
