import Foundation
import TestSupport
import Testing

/// `bbwb queue`, as people and scripts use it.
@Suite("The queue on the command line") struct QueueCommandTests {
    typealias Folder = CommandLineTests.Folder

    /// Waits until the newest run of an experiment has a checkpoint.
    private static let functions = """
        queue() { "$BBWB" queue "$@"; }
        states() { queue list --json | grep '"entry"' | sed 's/.*"name":"\\([^"]*\\)".*"state":"\\([a-z]*\\)".*/\\1 \\2/'; }
        has_saved() { while [ -e /proc/$1 ] && [ -z "$(ls runs/$2/*/checkpoints/*.bbwb 2>/dev/null)" ]; do sleep 0.05; done; }
        """

    @Test(.hangLimit) func oneAfterAnother() throws {
        let shell = Shell(folder: try Folder())
        let outcome = try shell.run(
            """
            \(Self.functions)
            queue; queue add mnist-lut-tiny --epochs 1; queue add mnist-lut-tiny --epochs 1; echo "status $?"
            queue add mnist-lut-tiny --over batch_size=250,500 --epochs 1 --name sizes
            queue add mnist-lut-tiny --epochs 1 --seed 3 --paused
            queue move 2 first; queue move 2 nowhere; echo "status $?"; queue pause 7; echo "status $?"
            queue work | sed 's/ *finished: .*//; s/: wrote .*//; s/  test .*//'; states
            queue resume --all; queue work >/dev/null; echo "status $?"; queue list | tail -1
            queue remove --finished; ls runs/queue; ls -A runs/.claims; ls runs/mnist-lut-tiny | wc -l
            """)
        #expect(
            outcome.output == """
                nothing is in the queue: bbwb queue add EXPERIMENT puts something there
                added 1: mnist-lut-tiny  waiting  -
                status 2
                added 2: sizes  waiting  0/2 trainings
                added 3: mnist-lut-tiny  paused  -
                order: 2 1 3
                status 2
                status 2
                batch_size=250 seed 1  1 epochs
                batch_size=500 seed 1  1 epochs
                sizes  2 trainings are done
                1 mnist-lut-tiny
                sizes finished
                mnist-lut-tiny finished
                mnist-lut-tiny paused
                resumed 3
                status 0
                \(Self.lastLine(of: outcome.output))
                removed 2
                removed 1
                removed 3
                workers
                4

                """, "\(outcome)")
        #expect(outcome.errors.contains("entry 1 is the same"), "\(outcome)")
    }

    private static func lastLine(of text: String) -> String {
        text.split(separator: "\n").first { $0.hasPrefix("3 ") && $0.contains("finished") }.map(String.init) ?? "none"
    }

    /// What is paused while it is trained is saved and left, and what comes behind it is trained meanwhile. A killed worker loses
    /// nothing; one that was told to stop saves.
    @Test(.hangLimit) func pausedStoppedAndKilled() throws {
        let shell = Shell(folder: try Folder())
        let outcome = try shell.run(
            """
            \(Self.functions)
            queue add mnist-lut-tiny --epochs 3000 >/dev/null; queue add mnist-lut-tiny --epochs 1 >/dev/null
            "$BBWB" queue work >work 2>&1 & worker=$!
            has_saved $worker mnist-lut-tiny; queue list | grep -c "by process $worker on "
            queue pause 1; wait $worker; echo "status $?"; states; grep -c 'saved and left' work
            queue resume 1; "$BBWB" queue work >/dev/null 2>&1 & worker=$!
            while [ "$(cat runs/*/*/journal.jsonl | grep -c resumed_from)" = 0 ]; do sleep 0.05; done
            kill -KILL $worker; wait $worker 2>/dev/null; states
            "$BBWB" queue work >/dev/null 2>&1 & worker=$!
            while ! queue list | grep -q 'at work'; do sleep 0.05; done
            queue stop | grep -c "process $worker on "; wait $worker; echo "status $?"; states
            queue stop; ls runs/queue/workers
            """)
        #expect(
            outcome.output == """
                1
                paused 1
                status 0
                mnist-lut-tiny paused
                mnist-lut-tiny finished
                1
                resumed 1
                mnist-lut-tiny waiting
                mnist-lut-tiny finished
                1
                status 0
                mnist-lut-tiny waiting
                mnist-lut-tiny finished
                nobody works on the queue

                """, "\(outcome)")
    }

    /// Workers share what there is: each training is trained once, whoever comes.
    @Test(.hangLimit) func jobsShareTheWork() throws {
        let shell = Shell(folder: try Folder())
        let outcome = try shell.run(
            """
            \(Self.functions)
            queue add mnist-lut-tiny --epochs 1 --over batch_size=250,500 --seeds 2 >/dev/null
            queue add mnist-lut-tiny --epochs 2 >/dev/null
            queue work --jobs 3 >/dev/null; echo "status $?"; states
            cat runs/*/*/journal.jsonl | grep -c '"event":"start"'; ls runs/sweeps/mnist-lut-tiny | grep -c report.html
            "$BBWB" sweep runs/sweeps/mnist-lut-tiny --list | grep -c finished
            "$BBWB" sweep runs/sweeps/mnist-lut-tiny --seeds 3 --list; echo "status $?"
            queue add runs/sweeps/mnist-lut-tiny; echo "status $?"
            """)
        #expect(
            outcome.output == """
                status 0
                mnist-lut-tiny finished
                mnist-lut-tiny finished
                5
                1
                4
                status 2
                status 2

                """, "\(outcome)")
    }

    /// What cannot be trained is refused; a training that cannot go on later is noted, and the others are trained all the same.
    @Test(.hangLimit) func whatFailsIsTriedAgainWhenAskedFor() throws {
        let shell = Shell(folder: try Folder())
        let outcome = try shell.run(
            """
            \(Self.functions)
            queue add mnist-lut-tiny --set data=nowhere; echo "status $?"; queue add mnist-lut-tiny --set data=diabetes; echo "status $?"
            queue add mnist-lut-tiny --over data=mnist-5k,nowhere; echo "status $?"; ls runs/queue 2>/dev/null
            (echo x,y; for i in $(seq 40); do echo $i,$i; done) >somewhere.csv
            queue add diabetes-dense --set data=somewhere.csv --set 'columns={targets: [y]}' --set 'split={validation: 8, test: 8}' \
                --epochs 1 >/dev/null
            queue add mnist-lut-tiny --epochs 1 >/dev/null; mv somewhere.csv elsewhere.csv
            queue work >/dev/null; echo "status $?"; states
            queue work; echo "status $?"
            queue retry 1; queue work; echo "status $?"; queue list --json | grep -c '"reason":.*somewhere'
            mv elsewhere.csv somewhere.csv; queue retry --all; queue work >/dev/null; echo "status $?"
            """)
        #expect(
            outcome.output == """
                status 1
                status 1
                status 2
                status 1
                diabetes-dense failed
                mnist-lut-tiny finished
                status 0
                will be tried again: 1
                status 1
                1
                will be tried again: 1
                status 0

                """, "\(outcome)")
        #expect(outcome.errors.contains("bbwb queue retry --all"), "\(outcome)")
    }

    /// A worker that stays takes what is put there later, and ends when it is told to.
    @Test(.hangLimit) func whoStaysWaitsForMore() throws {
        let shell = Shell(folder: try Folder())
        let outcome = try shell.run(
            """
            \(Self.functions)
            "$BBWB" queue work --stay >work 2>errors & worker=$!
            while ! queue | grep -q 'at work'; do sleep 0.05; done
            queue add mnist-lut-tiny --epochs 1 >/dev/null
            while [ -e /proc/$worker ] && ! queue | grep -q finished; do sleep 0.1; done
            queue stop >/dev/null; wait $worker; echo "status $?"; grep -c 'finished: test' work; ls runs/queue/workers
            """)
        #expect(outcome.output == "status 0\n1\n", "\(outcome)")
    }
}
