import Foundation
import TestSupport
import Testing

/// GNU parallel, and workers that die, over the tasks of a sweep.
@Suite("A sweep of many processes", .enabled(if: SlowTests.areEnabled)) struct ParallelSweepTests {
    /// A time limit that sends SIGTERM twice within 200 ms: what is begun is saved, and the next call goes on.
    @Test(.enabled(if: GNUParallel.isInstalled), .hangLimit) func parallelSendsTwoSignals() throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let outcome = try shell.run(
            """
            sweep() { "$BBWB" sweep mnist-lut-tiny --oversampling 7,15 --seeds 2 --epochs 30 --name p "$@"; }
            sweep --next --out whole >/dev/null
            sweep --submit parallel | sed 's/parallel --jobs/parallel --timeout 3 --jobs/; s/--termseq [^ ]*/--termseq TERM,200,TERM,60000,KILL/' > script
            for call in $(seq 40); do bash script >/dev/null 2>&1; status=$?; echo "call $call: status $status"; [ $status = 0 ] && break; done
            cat runs/*/*/journal.jsonl | grep -c '"reason":"stopped"'
            for out in whole runs; do cat $out/sweeps/p/task-*.json | grep -o '"digest":{[^}]*}'; done | sort | uniq -c | grep -c '^ *2 '
            """)
        print("a sweep under GNU parallel:\n\(outcome.output)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.dropLast(2).last?.hasSuffix("status 0") == true, "\(outcome)")
        #expect(lines.last == "4", "four digests, each twice: \(outcome)")
    }

    /// Two workers at sixty tasks, one of which is killed at random fifty times.
    @Test(.hangLimit) func fiftyKills() throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let seed = Int.random(in: 1...30_000)
        let outcome = try shell.run(
            """
            RANDOM=\(seed)
            sweep() {
                BBWB_THREADS=1 "$BBWB" sweep mnist-lut-tiny --over optimizer.Adam.learning_rate=1e-3,2e-3,3e-3,4e-3,5e-3 \\
                    --over batch_size=100,200,300,400 --seeds 3 --epochs 3 --name sixty "$@"
            }
            # The shell becomes the program, so that it is the program that is killed.
            worker() { (BBWB_THREADS=1 exec "$BBWB" sweep mnist-lut-tiny \\
                --over optimizer.Adam.learning_rate=1e-3,2e-3,3e-3,4e-3,5e-3 --over batch_size=100,200,300,400 --seeds 3 --epochs 3 \\
                --name sixty --next >/dev/null) & }
            sweep --next --out whole >/dev/null
            kills=0
            worker; first=$!; worker; second=$!
            while [ $kills -lt 50 ]; do
                sleep $((RANDOM % 3)).$((RANDOM % 10))
                if [ $((RANDOM % 2)) = 0 ]; then victim=$first; else victim=$second; fi
                kill -KILL $victim 2>/dev/null && kills=$((kills + 1)); wait $victim 2>/dev/null
                worker; if [ $victim = $first ]; then first=$!; else second=$!; fi
            done 2>/dev/null
            wait $first; echo "status $?"; wait $second; echo "status $?"; sweep --next >/dev/null; echo "status $?"
            echo "$(ls -d runs/mnist-lut-tiny/* | wc -l) runs, $(cat runs/*/*/journal.jsonl | grep -c resumed_from) resumed"
            for out in whole runs; do cat $out/sweeps/sixty/task-*.json | grep -o '"digest":{[^}]*}'; done | sort | uniq -c | grep -c '^ *2 '
            """)
        print("fifty kills, seed \(seed):\n\(outcome.output)")
        #expect(outcome.output.hasPrefix("status 0\nstatus 0\nstatus 0\n"), "seed \(seed): \(outcome)")
        #expect(outcome.output.hasSuffix("\n60\n"), "sixty digests, each twice: seed \(seed): \(outcome)")
    }

    /// Two nodes that see one folder through mounts of their own, without common locks, and with other kernels as far as the program
    /// can tell: no task is trained twice, and what a node that has died had in hand is taken over once its lease is out.
    @Test(.enabled(if: TwoMounts.areAvailable), .hangLimit) func twoNodesWithoutCommonLocks() throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let outcome = try shell.run(
            TwoMounts.preamble + """
                export BBWB_THREADS=1
                sweep='"$BBWB" sweep mnist-lut-tiny --over batch_size=100,200,300 --seeds 2 --epochs 2'
                node a "$sweep --next" >first & one=$!; node b "$sweep --next" >second & two=$!
                wait $one; echo "status $?"; wait $two; echo "status $?"
                cat store/runs/*/*/journal.jsonl | grep -c '"event":"start"'; cat first second | grep epochs | grep -vc 'was done'
                long='"$BBWB" sweep mnist-lut-tiny --oversampling 31 --epochs 30 --name long'
                node a "exec $long --next" >/dev/null 2>&1 & one=$!
                until ls store/runs/mnist-lut-tiny/*/checkpoints/* 2>/dev/null | grep -c . | grep -qx '[0-9]*' &&
                    grep -lq '"epochs":30' store/runs/*/*/journal.jsonl; do sleep 0.1; done
                until grep -h '"event":"checkpoint"' $(grep -l '"epochs":30' store/runs/*/*/journal.jsonl); do sleep 0.1; done >/dev/null
                node b "$long --list" | grep -c 'running: process'
                kill -KILL $(pgrep -P $one); node b "$long --list" | grep -c 'running: process'
                find store/runs -name journal.jsonl -o -path '*/.claims/*' | xargs touch -d '130 seconds ago'
                sleep 2; node b "$long --list" | grep -c 'begun: step'
                node b "timeout 6 $long --next" >/dev/null; cat store/runs/*/*/journal.jsonl | grep -c '"resumed_from"'
                """)
        #expect(outcome.output == "status 0\nstatus 0\n6\n6\n1\n1\n1\n1\n", "\(outcome)")
    }

    /// Where `flock` fails, as on a network file system without locks, the claims alone keep workers apart.
    @Test(.enabled(if: FailingLocks.areAvailable), .hangLimit) func withoutLocks() throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let outcome = try shell.run(
            """
            sweep="$BBWB sweep mnist-lut-tiny --over batch_size=100,200,300 --seeds 2 --epochs 2 --next"
            for worker in 1 2 3; do
                BBWB_THREADS=1 strace -f -qq -o locks$worker -e trace=flock -e inject=flock:error=ENOLCK $sweep >worker$worker & done
            wait
            cat runs/*/*/journal.jsonl | grep -c '"event":"start"'; cat runs/*/*/journal.jsonl | grep -c '"locks":false'
            cat worker? | grep epochs | grep -vc 'was done'; cat locks? | grep -c ENOLCK | grep -c '[1-9]'; ls -A runs/.claims
            """)
        #expect(outcome.output == "6\n6\n6\n1\n", "\(outcome)")
    }
}

/// Whether calls can be made to fail by strace.
enum FailingLocks {
    static let areAvailable = FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")
}

/// One folder, `store`, seen by `node a COMMAND` and `node b COMMAND` as two machines would see it.
enum TwoMounts {
    static let areAvailable =
        getuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/bindfs")
        && FileManager.default.fileExists(atPath: "/dev/fuse")

    static let preamble = """
        mkdir store a b; bindfs -o no-allow-other store a && bindfs -o no-allow-other store b || exit 1
        trap 'fusermount -u a; fusermount -u b' EXIT
        echo 00000001-0000-4000-8000-000000000000 > boota; echo 00000002-0000-4000-8000-000000000000 > bootb
        node() {
            local node=$1; shift
            exec 3>&1
            unshare -m bash -c "mount --bind boot$node /proc/sys/kernel/random/boot_id; cd $node; $*"
        }

        """
}

/// Whether GNU parallel is there.
enum GNUParallel {
    static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/parallel")
}
