import ArgumentParser
import Workbench

/// Where the runs are.
struct RunStoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Folder that holds all runs.", valueName: "dir"))
    var out = "runs"

    /// The folder's runs.
    var store: RunStore { RunStore(path: out) }

    /// The run that an argument names; an unknown name is wrong usage.
    func find(_ name: String) throws -> RunDirectory { try checkingUsage { try store.find(name) } }
}

/// Where the runs are, for a command whose `--out` is something else.
struct RunStoreFolder: ParsableArguments {
    @Option(help: ArgumentHelp("Folder that holds all runs.", valueName: "dir"))
    var runsFolder = "runs"

    /// The folder's runs.
    var store: RunStore { RunStore(path: runsFolder) }
}
