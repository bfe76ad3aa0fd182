import ArgumentParser
import BinaryBrain
import Foundation
import Workbench

/// What a submitted job asks for.
struct SubmissionOptions: ParsableArguments {
    @Option(help: "With --submit slurm: tasks that one job of the array trains, one after another.")
    var perJob: Int?

    @Option(help: "With --submit slurm: minutes after which a job is stopped, saved and queued again. (default: 60)")
    var minutes: Int?

    @Option(help: "With --submit slurm: processors of a job; otherwise chosen by the net.")
    var cores: Int?

    /// Throws if an option makes no sense.
    func check(isUsed: Bool) throws {
        for (name, value) in [("--per-job", perJob), ("--minutes", minutes), ("--cores", cores)] {
            guard let value else { continue }
            guard isUsed else { throw ValidationError("\(name) belongs to --submit slurm") }
            guard value >= 1 else { throw ValidationError("\(name) takes a number from 1") }
        }
    }
}

/// A script that hands the tasks of a sweep to a scheduler. Nothing of a scheduler is in the program: it prints text.
struct SubmissionScript {
    /// What runs the tasks.
    enum Target: String, ExpressibleByArgument, CaseIterable {
        case slurm
        case parallel
        case command
    }

    private static let defaultMinutes = 60
    /// Processors for a net that has more to do in a step than threads take to meet.
    private static let coresOfLargeNets = 4
    /// Seconds between the request to stop and the end: a save takes one, and Slurm counts in half minutes.
    private static let graceSeconds = 120

    private let sweep: Sweep
    private let folder: SweepFolder?
    private let options: SubmissionOptions
    private let command: String

    init(_ sweep: Sweep, folder: SweepFolder?, options: SubmissionOptions) {
        self.sweep = sweep
        self.folder = folder
        self.options = options
        let arguments = ProgramArguments.without(flags: [], options: ["--submit", "--per-job", "--minutes", "--cores"])
        command = ([ProgramArguments.program] + arguments).map(ProgramArguments.quoted).joined(separator: " ")
    }

    /// The script.
    func text(for target: Target) throws -> String {
        switch target {
        case .slurm: return try slurm()
        case .parallel: return try parallel()
        case .command: return sweep.tasks.map { "\(command) --task \($0.number)" }.joined(separator: "\n")
        }
    }

    private var place: String { "cd \(ProgramArguments.quoted(FileManager.default.currentDirectoryPath)) || exit 1" }

    /// One core for a net of LUTs: its threads would mostly wait for one another. More for convolutions and matrices.
    private func cores() throws -> Int {
        if let cores = options.cores { return cores }
        return try sweep.spec(of: sweep.tasks[0]).hasSmallSteps ? 1 : Self.coresOfLargeNets
    }

    /// A path as Slurm reads it in a script: in quotes where it has blanks or quotes, a percent sign doubled. (`%a` is put behind it.)
    private static func slurmPath(_ folder: String, file: String) -> String {
        let path = folder.replacing("%", with: "%%") + "/" + file
        guard path.contains(where: { !$0.isLetter && !$0.isNumber && !"/._-%".contains($0) }) else { return path }
        return "\"" + path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private func slurm() throws -> String {
        let perJob = options.perJob ?? 1
        let jobs = (sweep.tasks.count + perJob - 1) / perJob
        let log = Self.slurmPath(folder?.path ?? ".", file: "slurm-%a.log")
        var tasks = "\"$SLURM_ARRAY_TASK_ID\""
        var numbers = ""
        if perJob > 1 {
            numbers = """
                first=$((SLURM_ARRAY_TASK_ID * \(perJob)))
                last=$((first + \(perJob - 1) < \(sweep.tasks.count - 1) ? first + \(perJob - 1) : \(sweep.tasks.count - 1)))

                """
            tasks = "\"$first-$last\""
        }
        return """
            #!/bin/bash
            # The \(sweep.tasks.count) tasks of a sweep of \(sweep.experiment). Submit this with: sbatch FILE
            # Before its time is over, and when it is preempted, a job saves and is queued again, and goes on where it was.
            #SBATCH --job-name=bbwb-\(folder?.name ?? sweep.experiment)
            #SBATCH --array=0-\(jobs - 1)
            #SBATCH --cpus-per-task=\(try cores())
            #SBATCH --time=\(options.minutes ?? Self.defaultMinutes)
            #SBATCH --requeue
            #SBATCH --open-mode=append
            #SBATCH --output=\(log)
            #SBATCH --signal=B:TERM@\(Self.graceSeconds)
            \(place)
            # A request to stop goes on to the program; several may come, and each cuts a wait short, so that it waits again.
            trap 'again=1; [ -n "$child" ] && kill -TERM $child 2>/dev/null' TERM
            \(numbers)\(command) --task \(tasks) & child=$!
            [ -n "$again" ] && kill -TERM $child
            again=1
            while [ -n "$again" ]; do
                again=
                wait $child; ended=$?
                # 127: it had ended before, and its status is known.
                [ $ended -ne 127 ] && status=$ended
            done
            [ $status -eq 130 ] && scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
            exit $status
            """
    }

    private func parallel() throws -> String {
        let cores = try cores()
        let log = ProgramArguments.quoted("\(folder?.path ?? ".")/parallel.log")
        return """
            #!/bin/bash
            # The \(sweep.tasks.count) tasks of a sweep of \(sweep.experiment), by GNU parallel. It may be stopped and run again at any time.
            \(place)
            export BBWB_THREADS=${BBWB_THREADS:-\(cores)}
            jobs=$(($(nproc) / BBWB_THREADS > 0 ? $(nproc) / BBWB_THREADS : 1))
            seq 0 \(sweep.tasks.count - 1) | parallel --jobs $jobs --joblog \(log) --termseq TERM,\(Self.graceSeconds)000,KILL \\
                \(ProgramArguments.quoted(command)) --task {}
            """
    }
}
