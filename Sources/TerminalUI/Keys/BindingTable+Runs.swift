// Keys of the lists of what can be opened and of past runs.
extension BindingTable {
    static let start = [
        KeyBinding(.up, .character("k"), in: [.start], section: .start, "select the line above") {
            $0.selectEntry(by: -1)
        },
        KeyBinding(
            .down, .character("j"), in: [.start], section: .start, "select the line below", hint: "select",
            hintCounterpart: .up
        ) { $0.selectEntry(by: 1) },
        KeyBinding(.pageUp, in: [.start], section: .start, "ten lines up") { $0.selectEntry(by: -10) },
        KeyBinding(.pageDown, in: [.start], section: .start, "ten lines down") { $0.selectEntry(by: 10) },
        KeyBinding(.home, in: [.start], section: .start, "the first line") { $0.selectEntry(by: -100_000) },
        KeyBinding(.end, in: [.start], section: .start, "the last line") { $0.selectEntry(by: 100_000) },
        KeyBinding(
            .enter, in: [.start], section: .start, "start the experiment, continue the run, or list checkpoints",
            hint: "open", isLastHintToGo: true
        ) { $0.openEntry() },
        KeyBinding(
            .character("/"), in: [.start], section: .start, "list only lines that contain some words", hint: "filter"
        ) {
            $0.askForStartFilter()
        },
    ]

    static let runs = [
        KeyBinding(.up, .character("k"), in: [.runs], section: .runs, "select the run above") { $0.selectRun(by: -1) },
        KeyBinding(
            .down, .character("j"), in: [.runs], section: .runs, "select the run below", hint: "run",
            hintCounterpart: .up
        ) { $0.selectRun(by: 1) },
        KeyBinding(.pageUp, in: [.runs], section: .runs, "ten runs up") { $0.selectRun(by: -10) },
        KeyBinding(.pageDown, in: [.runs], section: .runs, "ten runs down") { $0.selectRun(by: 10) },
        KeyBinding(.home, in: [.runs], section: .runs, "the newest run") { $0.selectRun(by: -100_000) },
        KeyBinding(.end, in: [.runs], section: .runs, "the oldest run") { $0.selectRun(by: 100_000) },
        KeyBinding(
            .character("a"), in: [.runs, .start, .queue, .sweeps], section: .runs,
            "look at the run, read-only, while its owner trains"
        ) { $0.watchSelected() },
        KeyBinding(
            .enter, in: [.runs], section: .runs, "show this run's plots (one that goes on: look at it)", hint: "open"
        ) {
            $0.openRun()
        },
        KeyBinding(
            .character("m"), in: [.runs], section: .runs, "add the run to the plots, or remove it", hint: "compare"
        ) { $0.compareRun() },
        KeyBinding(
            .character("r"), in: [.runs], section: .runs, "replay the run and compare every bit", hint: "replay"
        ) { $0.replayRun() },
        KeyBinding(.character("l"), in: [.runs], section: .runs, "continue from the run's newest state", hint: "load") {
            $0.loadRun()
        },
        KeyBinding(.character("S"), in: [.runs], section: .runs, "sort by the next column", hint: "sort") {
            $0.sortRuns()
        },
        KeyBinding(.character("I"), in: [.runs], section: .runs, "turn the order round") { $0.reverseRuns() },
        KeyBinding(
            .character("O"), in: [.runs], section: .runs,
            "choose the columns: their names, or fields of the experiments"
        ) { $0.askForColumns() },
        KeyBinding(
            .character("X"), in: [.runs], section: .runs,
            "below the plots: mini-batches, epochs, or seconds of training"
        ) { $0.nextRunUnit() },
        KeyBinding(
            .character("G"), in: [.runs], section: .runs, "marked runs of several seeds: mean and band, or one by one"
        ) { $0.groupRuns() },
        KeyBinding(.character("t"), in: [.runs], section: .runs, "note something of the run; #words are tags") {
            $0.askForNote()
        },
        KeyBinding(
            .character("D"), in: [.runs], section: .runs, "differences from a marked run's experiment", hint: "diff"
        ) { $0.showDifference() },
        KeyBinding(.character("w"), in: [.runs], section: .runs, "write the listed runs as runs.csv") {
            $0.writeRuns()
        },
        KeyBinding(
            .character("/"), in: [.runs], section: .runs, "list only runs that contain some words", hint: "filter"
        ) {
            $0.askForRunFilter()
        },
    ]
}
