/// Every key of the workbench. Dispatch, the hints, the help page and Documentation/Keys.md all read this table.
enum BindingTable {
    static let bindings: [KeyBinding] =
        start + draft + queue + sweeps + run + steer + plots + inspect + runs + files + program + lists
        + prompt

    /// The binding of a key in a context.
    static func binding(for key: Key, in context: KeyContext) -> KeyBinding? {
        bindings.first { $0.contexts.contains(context) && $0.keys.contains(key) }
    }

    private static let run = [
        KeyBinding(.character(" "), section: .run, "pause or resume", hint: "pause/run") { $0.pauseOrResume() },
        KeyBinding(.character("n"), section: .run, "train one mini-batch, then pause") { $0.stepMiniBatch() },
        KeyBinding(.character("N"), section: .run, "train to the end of the epoch, then pause") { $0.stepEpoch() },
        KeyBinding(.character("E"), section: .run, "train more epochs (asks how many)") { $0.askForEpochs() },
        KeyBinding(
            .character("d"), section: .run, "train on in the background; take back a run that is only looked at",
            hint: "detach/take"
        ) { $0.detachOrTakeOver() },
        KeyBinding(.character("R"), section: .run, "restart from step 0 (asks first)") { $0.askRestart() },
    ]

    private static let steer = [
        KeyBinding(.up, .character("k"), in: KeyContext.layerScreens, section: .steer, "select the layer above") {
            $0.selectLayer(-1)
        },
        KeyBinding(
            .down, .character("j"), in: KeyContext.layerScreens, section: .steer, "select the layer below",
            hint: "layer", hintCounterpart: .up
        ) {
            $0.selectLayer(1)
        },
        KeyBinding(
            .character("b"), in: KeyContext.layerScreens, section: .steer, "binary on or off for this layer",
            hint: "binary"
        ) {
            $0.toggleBinary()
        },
        KeyBinding(.character("B"), section: .steer, "binary on or off for all layers") { $0.toggleAllBinary() },
        KeyBinding(
            .character("h"), in: KeyContext.layerScreens, section: .steer, "host_only on or off for this layer"
        ) {
            $0.toggleHostOnly()
        },
        KeyBinding(.character("H"), section: .steer, "host_only on or off for all layers") { $0.toggleAllHostOnly() },
        KeyBinding(
            .character("+"), .character("="), section: .steer, "more oversampling, train and test",
            hint: "modulation"
        ) { $0.changeModulation(1, trainToo: true) },
        KeyBinding(.character("-"), section: .steer, "less oversampling, train and test") {
            $0.changeModulation(-1, trainToo: true)
        },
        KeyBinding(.character("]"), section: .steer, "more oversampling, test only") {
            $0.changeModulation(1, trainToo: false)
        },
        KeyBinding(.character("["), section: .steer, "less oversampling, test only") {
            $0.changeModulation(-1, trainToo: false)
        },
        KeyBinding(.character("M"), section: .steer, "modulation_method: pwm, uniform, normal") {
            $0.nextModulationMethod()
        },
        KeyBinding(.character(">"), section: .steer, "learning_rate × 1.25") { $0.scaleLearningRate(1.25) },
        KeyBinding(.character("<"), section: .steer, "learning_rate ÷ 1.25") { $0.scaleLearningRate(1 / 1.25) },
        KeyBinding(.character("c"), section: .steer, "recalibrate running means from the training set") {
            $0.recalibrate()
        },
        KeyBinding(.character("u"), section: .steer, "undo the last change", hint: "undo") { $0.undo() },
        KeyBinding(.character("U"), .control("r"), section: .steer, "redo what was undone last") { $0.redo() },
    ]

    private static let plots = [
        KeyBinding(
            .character("y"), in: [.train, .layers, .runs], section: .plots,
            "value axis: linear, logarithmic, all (outliers too)"
        ) {
            $0.nextValueScale()
        },
        KeyBinding(.character("x"), in: [.train, .layers, .runs], section: .plots, "logarithmic step axis") {
            $0.toggleStepLogarithmic()
        },
        KeyBinding(
            .character("z"), in: [.train, .layers, .runs], section: .plots, "smoothing: none, 16, 64, 256 mini-batches"
        ) {
            $0.changeSmoothing()
        },
        KeyBinding(.left, in: [.train], section: .plots, "pan to older mini-batches, or move the cursor") {
            $0.moveOnPlot(-1)
        },
        KeyBinding(.right, in: [.train], section: .plots, "pan to newer mini-batches, or move the cursor") {
            $0.moveOnPlot(1)
        },
        KeyBinding(.character(")"), in: [.train], section: .plots, "zoom in on mini-batches") { $0.zoom(-1) },
        KeyBinding(.character("("), in: [.train], section: .plots, "zoom out") { $0.zoom(1) },
        KeyBinding(.character("f"), in: [.train], section: .plots, "follow the newest mini-batch; again: whole run") {
            $0.follow()
        },
        KeyBinding(.character("g"), in: [.train], section: .plots, "cursor that shows values, on or off") {
            $0.toggleCursor()
        },
        KeyBinding(.character("m"), in: [.train], section: .plots, "move the cursor to the best test point") {
            $0.markBest()
        },
    ]

    private static let inspect = [
        KeyBinding(.left, in: [.luts], section: .inspect, "previous LUT") { $0.selectLut(by: -1) },
        KeyBinding(.right, in: [.luts], section: .inspect, "next LUT", hint: "LUT", hintCounterpart: .left) {
            $0.selectLut(by: 1)
        },
        KeyBinding(.pageUp, in: [.luts], section: .inspect, "sixteen LUTs back") { $0.selectLut(by: -16) },
        KeyBinding(.pageDown, in: [.luts], section: .inspect, "sixteen LUTs forward") { $0.selectLut(by: 16) },
        KeyBinding(.home, in: [.luts], section: .inspect, "the layer's first LUT") { $0.selectLut(by: -Int.max) },
        KeyBinding(.end, in: [.luts], section: .inspect, "the layer's last LUT") { $0.selectLut(by: .max) },
        KeyBinding(.character("g"), in: [.luts], section: .inspect, "go to a LUT by its number", hint: "go to") {
            $0.askForLut()
        },
        KeyBinding(.left, .up, .character("k"), in: [.samples], section: .inspect, "previous sample") {
            $0.selectSample(by: -1)
        },
        KeyBinding(
            .right, .down, .character("j"), in: [.samples], section: .inspect, "next sample", hint: "sample",
            hintCounterpart: .left
        ) {
            $0.selectSample(by: 1)
        },
    ]

    private static let files = [
        KeyBinding(.character("s"), section: .files, "save a checkpoint", hint: "save") { $0.save() },
        KeyBinding(
            .character("l"), in: KeyContext.screens.subtracting([.runs]), section: .files,
            "load a checkpoint (list); asks if work is unsaved",
            hint: "load"
        ) { $0.openCheckpoints() },
        KeyBinding(
            .character("F"), section: .files, "change the experiment's file, or a copy of it, before it trains"
        ) { $0.openDraft() },
        KeyBinding(
            .character("o"), section: .files, "open another experiment, checkpoint or run by its name or path"
        ) { $0.askForName() },
        KeyBinding(.character("v"), section: .files, "export Verilog and prove it", hint: "Verilog") {
            $0.exportVerilog()
        },
        KeyBinding(.character("e"), section: .files, "export in another format (list)") { $0.openExports() },
        KeyBinding(
            .character("w"), in: KeyContext.screens.subtracting([.runs]), section: .files,
            "write samples (PPM) and plots (SVG, PPM)"
        ) { $0.writePictures() },
        KeyBinding(
            .character("W"), in: KeyContext.screens.union([.draft]), section: .files,
            "write the whole screen as it is seen (SVG)"
        ) { $0.writeScreen() },
    ]

    private static let program =
        [KeyBinding(.tab, section: .program, "next screen", hint: "screens") { $0.show($0.state.screen.next) }]
        + ScreenID.allCases.map { screen in
            KeyBinding(screen.key, section: .program, "screen \(screen.title)") {
                $0.show(screen)
            }
        } + [
            KeyBinding(
                .character("?"), section: .program, "this list of keys", hint: "help", isLastHintToGo: true
            ) { $0.openHelp() },
            KeyBinding(.character(":"), section: .program, "command palette", hint: "command") { $0.openPalette() },
            KeyBinding(
                .character("C"), section: .program, "copy what is selected (INIT, run, line) to the clipboard (OSC 52)"
            ) { $0.copy() },
            KeyBinding(.character("T"), section: .program, "next colour theme: dark, light, colour-blind, mono") {
                $0.nextTheme()
            },
            KeyBinding(
                .character("/"), in: [.log], section: .program, "show only lines that contain a text", hint: "filter"
            ) {
                $0.askForFilter()
            },
            KeyBinding(.escape, in: Set(KeyContext.allCases), section: .program, "go back one level") { $0.escape() },
            KeyBinding(
                .character("q"), .control("c"), in: KeyContext.screens, section: .program,
                "quit (asks while training or exporting)", hint: "quit",
                isLastHintToGo: true
            ) { $0.quit() },
            KeyBinding(
                .control("z"), in: Set(KeyContext.allCases), section: .program, "suspend; fg in the shell resumes"
            ) {
                $0.suspend()
            },
            KeyBinding(.control("l"), in: Set(KeyContext.allCases), section: .program, "redraw the screen") {
                $0.redraw()
            },
        ]

    private static let lists = [
        KeyBinding(.up, .character("k"), in: KeyContext.scrolling, section: .lists, "one line up") { $0.scroll(-1) },
        KeyBinding(
            .down, .character("j"), in: KeyContext.scrolling, section: .lists, "one line down", hint: "scroll",
            hintCounterpart: .up
        ) {
            $0.scroll(1)
        },
        KeyBinding(.pageUp, in: KeyContext.scrolling, section: .lists, "ten lines up") { $0.scroll(-10) },
        KeyBinding(.pageDown, in: KeyContext.scrolling, section: .lists, "ten lines down") { $0.scroll(10) },
        KeyBinding(.home, in: KeyContext.scrolling, section: .lists, "to the top") { $0.scroll(-100_000) },
        KeyBinding(.end, in: KeyContext.scrolling, section: .lists, "to the bottom") { $0.scroll(100_000) },
        KeyBinding(
            .enter, in: [.picker], section: .lists, "choose the selected line", hint: "choose", isLastHintToGo: true
        ) {
            $0.choose()
        },
        KeyBinding(
            .character("q"), .character("?"), .control("c"), in: [.picker, .question], section: .lists,
            "close the list", hint: "close", isLastHintToGo: true
        ) { $0.escape() },
        KeyBinding(
            .enter, .character("?"), .control("c"), in: [.help], section: .lists, "help: close the page",
            hint: "close", isLastHintToGo: true
        ) { $0.closeHelp() },
        KeyBinding(.backspace, in: [.help], section: .lists, "help: delete the last letter of the search") {
            $0.searchHelp { _ = $0.popLast() }
        },
    ]
}
