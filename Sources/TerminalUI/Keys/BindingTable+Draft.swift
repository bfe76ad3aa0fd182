// Keys of an experiment's file that is being changed.
extension BindingTable {
    static let draft = [
        KeyBinding(.up, .character("k"), in: [.draft], section: .draft, "select the line above") {
            $0.selectDraftLine(by: -1)
        },
        KeyBinding(
            .down, .character("j"), in: [.draft], section: .draft, "select the line below", hint: "line",
            hintCounterpart: .up
        ) { $0.selectDraftLine(by: 1) },
        KeyBinding(.pageUp, in: [.draft], section: .draft, "ten lines up") { $0.selectDraftLine(by: -10) },
        KeyBinding(.pageDown, in: [.draft], section: .draft, "ten lines down") { $0.selectDraftLine(by: 10) },
        KeyBinding(.home, in: [.draft], section: .draft, "the first line") { $0.selectDraftLine(by: -100_000) },
        KeyBinding(.end, in: [.draft], section: .draft, "the last line") { $0.selectDraftLine(by: 100_000) },
        KeyBinding(.enter, in: [.draft], section: .draft, "change the line", hint: "change") { $0.askForDraftLine() },
        KeyBinding(
            .character("a"), in: [.draft], section: .draft, "add a layer or a field below (list)", hint: "add"
        ) { $0.askForDraftAddition() },
        KeyBinding(
            .character("d"), in: [.draft], section: .draft, "delete the line, with what belongs to it", hint: "delete"
        ) { $0.deleteDraftLine() },
        KeyBinding(.character("K"), in: [.draft], section: .draft, "move the layer or field up") {
            $0.moveDraftLine(by: -1)
        },
        KeyBinding(
            .character("J"), in: [.draft], section: .draft, "move the layer or field down", hint: "move",
            hintCounterpart: .character("K")
        ) { $0.moveDraftLine(by: 1) },
        KeyBinding(.character("u"), in: [.draft], section: .draft, "undo the last change", hint: "undo") {
            $0.undoDraft()
        },
        KeyBinding(.character("U"), in: [.draft], section: .draft, "make the change again that was undone") {
            $0.redoDraft()
        },
        KeyBinding(
            .character("E"), in: [.draft], section: .draft, "change the file in your editor ($VISUAL or $EDITOR)",
            hint: "editor"
        ) { $0.editDraft() },
        KeyBinding(.character("s"), in: [.draft], section: .draft, "save the file", hint: "save") {
            $0.askToSaveDraft(then: .goOn)
        },
        KeyBinding(
            .character(" "), in: [.draft], section: .draft, "save the file and start its training", hint: "start",
            isLastHintToGo: true
        ) { $0.askToSaveDraft(then: .train) },
        KeyBinding(
            .character("Q"), in: [.draft], section: .draft, "put the experiment, or the sweep of it, into the queue",
            hint: "queue"
        ) { $0.queueDraft() },
        KeyBinding(
            .character("o"), in: [.draft], section: .draft, "sweep over a field of the line (asks for its values)",
            hint: "sweep"
        ) { $0.askForSweep() },
        KeyBinding(
            .character("?"), in: [.draft], section: .draft, "this list of keys", hint: "help", isLastHintToGo: true
        ) { $0.openHelp() },
        KeyBinding(.character("q"), .control("c"), in: [.draft], section: .draft, "close the file (asks if it changed)")
        {
            $0.leaveDraft()
        },
    ]
}
