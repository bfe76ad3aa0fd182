import BinaryBrain
import Testing

@testable import TerminalUI
@testable import Workbench

/// Keys that look at runs of other processes, and that give a training away and take it back.
@Suite struct WatchingKeyTests {
    private static let path = "runs/mnist-lut-simple/20231115_000000"

    private func workbench(
        _ state: RunSummary.State, _ owner: RunOwner? = .current(isLocking: true), size: (Int, Int) = (80, 24)
    ) -> WorkbenchDriver {
        var snapshot = Fixtures.classifier()
        snapshot.runDirectory = Self.path
        snapshot.watched = WatchedSnapshot(state: state, owner: owner, netStep: 126)
        return WorkbenchDriver(snapshot, size: Size(width: size.0, height: size.1))
    }

    @Test(arguments: [(1, 1), (20, 5), (80, 24), (120, 40), (200, 60)])
    func frames(width: Int, height: Int) throws {
        try expectGolden(workbench(.running, size: (width, height)).frame, "Frames/watching-\(width)x\(height).txt")
    }

    @Test func nothingCanBeSteered() {
        for key in " nNERbBhH+-[]<>Mucslve" {
            workbench(.running).press(.character(key)).expect(refusal: "you only look at this run: d continues it here")
        }
        workbench(.running).press("q").expectEffects(.quit(saving: false))
    }

    @Test func aRunIsTakenOverWhenThatIsAskedFor() throws {
        let owner = RunOwner.current(isLocking: true)
        workbench(.running).press("d").expectEffects().expect(shows: "trains it.").press(.escape).expectEffects()
        workbench(.running).press("d").press("y").expectEffects(.takeOver(process: owner.process, run: Self.path))
        for state in [RunSummary.State.finished, .interrupted, .crashed, .failed] {
            workbench(state).press("d").expectEffects(.open(Self.path, saving: false))
        }
    }

    @Test func aRunOfAnotherMachineIsStoppedThere() {
        var owner = RunOwner.current(isLocking: true)
        owner.boot = "another"
        owner.host = "node3"
        workbench(.running, owner).press("d").expect(
            refusal: "on node3 trains it: stop it there, then d continues here")
    }

    @Test func aTrainingGoesOnInTheBackground() {
        let workbench = WorkbenchDriver()
        workbench.press("d").expect(refusal: "there is nothing to go on from yet")
        workbench.snapshot.runDirectory = Self.path
        workbench.press("d").expectEffects(.detach)
        workbench.snapshot.state = .finished
        workbench.press("d").expect(refusal: "all epochs are done")
    }

    @Test func runsOfOthersAreLookedAt() throws {
        let workbench = WorkbenchDriver(NoSession().snapshot)
        _ = workbench.interaction.begin(with: StartScreenTests.menu, isOpen: false)
        workbench.interaction.observe(try RunsScreenTests.contents())
        workbench.press("a").expect(refusal: "select a past run first")
        workbench.press("j").press("a").expectEffects(.watch("runs/mnist-lut-simple/20231114_221320", saving: false))
        workbench.press("6").press("j").press("a")
        workbench.expectEffects(.watch("runs/mnist-lut-simple/20231114_201500", saving: false))
    }

    @Test func whatTrainsIsNotLostByLooking() throws {
        let workbench = WorkbenchDriver()
        workbench.snapshot.runDirectory = Self.path
        workbench.press("6")
        workbench.interaction.observe(try RunsScreenTests.contents())
        workbench.press("a").expectEffects().expect(shows: "mnist-lut-simple is training.").press("y")
        workbench.expectEffects(.watch("runs/mnist-lut-simple/20231114_221320", saving: true))
    }

    @Test func newsOfAnothersRunHidesNoHints() {
        let workbench = workbench(.running)
        let news = SessionEvent(step: 189, time: Fixtures.moment, level: .info, text: "epoch 3: test loss 1")
        workbench.snapshot.events.append(news)
        workbench.expect(shows: "d detach/take")
        workbench.snapshot.events.append(
            SessionEvent(step: 189, time: Fixtures.moment, level: .warning, text: "the net cannot be shown"))
        #expect(workbench.interaction.state.status?.text == "the net cannot be shown")
    }

    @Test func hintsAreThoseOfALook() {
        let workbench = workbench(.running)
        workbench.expect(shows: "d detach/take")
        #expect(!workbench.frame.contains("b binary"))
        #expect(workbench.frame.hasPrefix(" WATCHING"))
        #expect(self.workbench(.crashed).frame.hasPrefix(" CRASHED"))
    }
}
