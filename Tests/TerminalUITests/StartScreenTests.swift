import Testing

@testable import TerminalUI

@Suite struct StartScreenTests {
    static let menu = StartMenu(
        items: [
            .init(
                name: "cifar10-lut-cnn", summary: "classifier, 9 layers, x7", data: "cifar10",
                remedy: "bbwb data fetch cifar10"),
            .init(
                name: "mnist-autoencoder-simple", summary: "autoencoder, 7 layers, x7", data: "mnist-5k", remedy: nil),
            .init(name: "mnist-dense", summary: "classifier, 9 layers, real numbers", data: "mnist-5k", remedy: nil),
            .init(name: "mnist-lut-simple", summary: "classifier, 6 layers, x7", data: "mnist-5k", remedy: nil),
        ], selection: 3)

    private func workbench(
        _ size: (Int, Int) = (80, 24), theme: Theme = Theme(), isTraining: Bool = false
    ) -> WorkbenchDriver {
        let workbench = WorkbenchDriver(
            isTraining ? Fixtures.classifier() : NoSession().snapshot, size: Size(width: size.0, height: size.1),
            theme: theme)
        let effects = workbench.interaction.begin(with: Self.menu, isOpen: false)
        #expect(effects == [.listRuns("runs")] || isTraining)
        return workbench
    }

    /// With runs of two of the experiments, one of them opened.
    private func workbenchWithRuns(_ size: (Int, Int) = (80, 24)) throws -> WorkbenchDriver {
        let workbench = workbench(size)
        workbench.interaction.observe(try RunsScreenTests.contents())
        return workbench
    }

    static let sizes = [(1, 1), (20, 5), (80, 24), (120, 40), (132, 43), (200, 60)]

    @Test(arguments: sizes)
    func frames(width: Int, height: Int) throws {
        try expectGolden(workbench((width, height)).frame, "Frames/start-\(width)x\(height).txt")
    }

    @Test(arguments: sizes)
    func framesWithRuns(width: Int, height: Int) throws {
        let workbench = try workbenchWithRuns((width, height))
        try expectGolden(workbench.frame, "Frames/start-runs-\(width)x\(height).txt")
    }

    @Test func asciiStaysASCII() {
        let frame = workbench(theme: Theme(depth: .monochrome, glyphs: .ascii)).frame
        #expect(frame.utf8.allSatisfy { $0 < 0x80 }, "\(frame)")
    }

    @Test func enterOpensTheSelectedOne() {
        workbench().press(.enter).expectEffects(.open("mnist-lut-simple", saving: false))
        workbench().press("kkj").press(.enter).expectEffects(.open("mnist-dense", saving: false))
    }

    @Test func withoutItsDataItSaysHowToGetThem() {
        workbench().press("kkk").press(.enter).expect(refusal: "bbwb data fetch cifar10")
    }

    @Test func quitsWithoutAQuestion() {
        for key in [Key.character("q"), .control("c")] {
            workbench().press(key).expectEffects(.quit(saving: false))
        }
        workbench().press(.escape).expect(refusal: "nothing to go back to")
    }

    @Test func aPointerSelectsAndOpens() {
        let workbench = workbench()
        workbench.point(.press, 4, 5)
        workbench.expectEffects()
        workbench.point(.press, 4, 5).expectEffects(.open("mnist-dense", saving: false))
        workbench.point(.wheelUp, 4, 4)
        #expect(workbench.interaction.state.start.selection == 1)
    }

    // MARK: Past runs and checkpoints

    @Test func pastRunsContinue() throws {
        let workbench = try workbenchWithRuns()
        workbench.press("j").expectEffects().press(.enter)
        workbench.expectEffects(.open("runs/mnist-lut-simple/20231114_221320", saving: false))
        workbench.press("jj").expect(shows: "mnist-lut-tiny/20231113_090000")
    }

    @Test func curvesOfTheSelectedRunAreRead() throws {
        let workbench = try workbenchWithRuns()
        workbench.press("jj").expectEffects(.openRun("runs/mnist-lut-simple/20231114_201500"))
        // What was read already is not read again.
        workbench.press("j").expectEffects()
    }

    @Test func bestResultsStandBesideTheExperiments() throws {
        try workbenchWithRuns().expect(shows: "89.3%  classifier, 6 layers, x7")
    }

    @Test func checkpointsAreListedAndOpen() {
        for keys in ["l", "jj\r"] {
            let workbench = workbench()
            for key in keys { workbench.press(key == "\r" ? .enter : .character(key)) }
            // There is no such folder.
            workbench.expect(refusal: "no checkpoint (*.bbwb) in runs")
            workbench.interaction.choose(
                among: [.init(label: "a/b/c.bbwb", detail: "", choice: .load("runs/a/b/c.bbwb"))], near: "runs")
            workbench.press(.enter).expectEffects(.open("runs/a/b/c.bbwb", saving: false))
        }
    }

    @Test func theFilterListsWhatHoldsItsWords() throws {
        let workbench = try workbenchWithRuns()
        workbench.press("/").press("mnist tiny").press(.enter)
        #expect(workbench.frame.contains("tiny/20231113"))
        #expect(!workbench.frame.contains("mnist-dense"))
        workbench.press("/").press("zzz").press(.enter).press("j").expect(refusal: "esc shows all")
        workbench.press(.escape).expect(shows: "mnist-dense")
    }

    @Test func aNameOrPathCanBeTyped() {
        let workbench = workbench().press("o").press("mine/net.yaml").press(.enter)
        workbench.expectEffects(.open("mine/net.yaml", saving: false))
    }

    // MARK: All keys

    /// Before anything is open every key that works on a screen answers, and none gives a command.
    @Test func allKeysAnswer() {
        let keys = Set(BindingTable.bindings.filter { $0.contexts.contains(.start) }.flatMap(\.keys))
        #expect(keys.count > 40)
        for key in keys {
            let workbench = workbench().press(key)
            let answers =
                workbench.interaction.state.status != nil || workbench.interaction.state.overlay != .none
                || !workbench.effects.isEmpty || workbench.interaction.state.screen != .start
                || workbench.interaction.state.start.selection != Self.menu.selection
            #expect(answers || [.character("0"), .end].contains(key), "\(key.label)")
            #expect(workbench.commands.isEmpty, "\(key.label)")
        }
    }

    @Test func everyScreenSaysWhereToBegin() {
        for screen in ScreenID.allCases where !screen.needsNoExperiment {
            workbench().press(screen.key).expect(shows: "no experiment is open: 0 lists what there is")
        }
        workbench().press("1").press(.escape).expect(shows: "experiments")
    }

    @Test func anotherExperimentIsOpenedOverOneThatTrains() {
        let workbench = workbench(isTraining: true)
        workbench.snapshot.runDirectory = "runs/mnist-lut-simple/1"
        workbench.press("k").press(.enter).expectEffects()
        workbench.expect(shows: "mnist-lut-simple is training.").press("y")
        workbench.expectEffects(.open("mnist-dense", saving: true))
        workbench.press(.enter).press("d").expectEffects(.open("mnist-dense", saving: false))
        workbench.press(.enter).press(.escape).expectEffects()
        workbench.snapshot.state = .paused
        workbench.press(.enter).expectEffects(.open("mnist-dense", saving: true))
    }

    @Test func whatWasSetForOneExperimentDoesNotReachTheNext() {
        let workbench = workbench(isTraining: true)
        workbench.press("1").press("jj").press("b").press("g")
        workbench.interaction.enter(Fixtures.autoencoder())
        #expect(workbench.interaction.state.selectedLayer == 0)
        #expect(workbench.interaction.state.plots.cursor == nil)
        workbench.press("u").expect(refusal: "nothing to undo")
    }
}
