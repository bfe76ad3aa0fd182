import TestSupport
import Testing

/// `nice` on the program: all of its threads obey, for root too. (Dispatch gives its threads a priority of its own.)
@Suite("The priority of a training") struct PriorityTests {
    @Test(.hangLimit, arguments: [1, 2]) func nice(threads: Int) throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let outcome = try shell.run(
            """
            niceness() { sed 's/.*) //' "$1" | cut -d' ' -f17; }
            ticks() { sed 's/.*) //' "$1" | cut -d' ' -f12; }
            nice -n 5 "$BBWB" run mnist-lut-simple --epochs 1000 >/dev/null & training=$!
            catches_signals $training
            # Until it has used half a second.
            while [ -e /proc/$training ] && [ "$(ticks /proc/$training/stat)" -lt 50 ]; do sleep 0.05; done
            for thread in /proc/$training/task/*/stat; do
                [ "$(ticks $thread)" -lt 5 ] || echo $(($(niceness $thread) - $(niceness /proc/$$/stat)))
            done
            kill $training; wait $training; [ $? -eq 130 ]
            """, environment: ["BBWB_THREADS": "\(threads)"])
        #expect(outcome.status == 0, "\(outcome)")
        let found = outcome.output.split(separator: "\n")
        #expect(!found.isEmpty && found.allSatisfy { $0 == "5" }, "\(outcome)")
    }
}
