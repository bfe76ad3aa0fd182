import BinaryBrain
import Foundation
import Testing

@testable import TerminalUI
@testable import Workbench

/// The screen of the queue, its keys, and what of an experiment's file goes there.
@Suite struct QueueScreenTests {
    private func workbench(
        _ size: (Int, Int) = (80, 24), _ contents: QueueBrowser.Contents = QueueFixtures.contents,
        theme: Theme = Theme()
    ) -> WorkbenchDriver {
        let workbench = WorkbenchDriver(
            NoSession().snapshot, size: Size(width: size.0, height: size.1), theme: theme)
        _ = workbench.interaction.begin(with: StartScreenTests.menu, isOpen: false)
        workbench.press("8")
        workbench.interaction.observe(contents)
        workbench.interaction.state.status = nil
        return workbench
    }

    @Test(arguments: [(1, 1), (20, 5), (40, 16), (80, 24), (120, 40), (200, 60)])
    func frames(width: Int, height: Int) throws {
        let workbench = workbench((width, height)).press("j")
        try expectGolden(workbench.frame, "Frames/queue-\(width)x\(height).txt")
    }

    @Test func framesInASCII() throws {
        let frame = workbench(theme: Theme(depth: .monochrome, glyphs: .ascii)).frame
        #expect(frame.utf8.allSatisfy { $0 < 0x80 }, "\(frame)")
        try expectGolden(frame, "Frames/queue-ascii.txt")
    }

    @Test func itIsReadAsLongAsItIsSeen() {
        let workbench = workbench()
        #expect(workbench.interaction.queueFocus == .queue(runs: "runs"))
        workbench.press("9")
        #expect(workbench.interaction.queueFocus == .sweeps(runs: "runs", name: nil))
        workbench.press("7")
        #expect(workbench.interaction.queueFocus == .nothing)
    }

    /// A session that only begins has no run yet, and the queue is there all the same.
    @Test func itIsThereWhileASessionBegins() {
        let workbench = WorkbenchDriver(Fixtures.classifier())
        workbench.press("8").press("x").expect(refusal: "this session keeps no runs")
        _ = workbench.interaction.begin(with: StartScreenTests.menu, isOpen: true)
        #expect(workbench.interaction.queueFocus == .queue(runs: "runs"))
        workbench.press("x").expectEffects(.changeQueue(.stop, runs: "runs"))
    }

    @Test func anEmptyOneSaysWhatToDo() {
        var contents = QueueBrowser.Contents()
        workbench((80, 24), contents).expect(shows: "reading the queue").press("P").expect(refusal: "still reading")
        contents.queue = QueueStatus()
        let workbench = workbench((80, 24), contents).expect(shows: "nothing is in the queue")
        for key in "jKJPrD" { workbench.press(.character(key)).expect(refusal: "F, then Q, puts an experiment there") }
        workbench.press("S").expect(refusal: "nothing waits in the queue")
    }

    private func changes(_ workbench: WorkbenchDriver) -> [QueueChange] {
        workbench.asked.compactMap { if case .changeQueue(let change, runs: "runs") = $0 { change } else { nil } }
    }

    @Test func keysChangeTheSelectedEntry() {
        let workbench = workbench().press("j").press("K")
        #expect(changes(workbench) == [.move(1, .up)])
        #expect(changes(workbench.press("J")) == [.move(1, .down)])
        #expect(changes(workbench.press("P")) == [.pause(1)])
        #expect(changes(workbench.press("jj").press("P")) == [.resume(4)])
        #expect(changes(workbench.press("j").press("r")) == [.retry(5)])
        #expect(changes(workbench.press("D")) == [.remove(5)])
        #expect(changes(workbench.press("x")) == [.stop])
        workbench.press(.end).press("J").expect(refusal: "it is the last already")
        workbench.press("r").expect(refusal: "nothing of it has failed")
        workbench.press(.home).press("K").expect(refusal: "it is the first already")
        workbench.press("P").expect(refusal: "it is finished")
    }

    /// What is being trained is not taken away by a slip.
    @Test func removingWhatIsTrainedAsks() {
        let workbench = workbench().press("j").press("D")
        #expect(changes(workbench).isEmpty)
        workbench.expect(shows: "process 4711 on node3 trains it.")
        #expect(changes(workbench.press("n")).isEmpty)
        #expect(changes(workbench.press("D").press("y")) == [.remove(1)])
    }

    @Test func enterOpensWhatThereIs() {
        let workbench = workbench().press(.enter)
        workbench.expectEffects(.open("runs/mnist-lut-simple/20231114_221320", saving: false))
        workbench.press("a").expectEffects(.watch("runs/mnist-lut-simple/20231114_221320", saving: false))
        workbench.press("j").press(.enter)
        workbench.expectEffects(.watch("runs/mnist-lut-best/20231115_080000", saving: false))
        workbench.press("jjj").press(.enter).expect(refusal: "reading the data set nowhere")
        workbench.press("j").press(.enter).expect(refusal: "nobody has begun it yet: S starts the work")
        workbench.press(.home).press("jj").press(.enter)
        #expect(workbench.interaction.state.screen == .sweeps)
        #expect(workbench.interaction.queueFocus == .sweeps(runs: "runs", name: "sizes"))
    }

    @Test func workIsStarted() {
        let workbench = workbench().press("S").expect(shows: "how many at a time? 1")
        workbench.press(.backspace).press("x").press(.enter).expect(refusal: "not a number from 1")
        workbench.press(.backspace).press("3").press(.enter).expectEffects(.startQueue(jobs: 3, runs: "runs"))
        #expect(workbench.interaction.state.overlay == .none)
    }

    /// The selection goes with its entry, wherever that is moved.
    @Test func theSelectionStaysWithItsEntry() {
        let workbench = workbench().press("jj")
        #expect(workbench.interaction.state.queue.selectedRow?.entry.number == 2)
        var contents = QueueFixtures.contents
        contents.queue = QueueStatus(rows: QueueFixtures.queue.rows.reversed())
        workbench.interaction.observe(contents)
        #expect(workbench.interaction.state.queue.selectedRow?.entry.number == 2)
        #expect(workbench.interaction.state.queue.selection == 3)
        // One that is gone leaves its place to the next.
        contents.queue = QueueStatus(rows: contents.queue?.rows.filter { $0.entry.number != 2 } ?? [])
        workbench.interaction.observe(contents)
        #expect(workbench.interaction.state.queue.selection == 3)
    }

    @Test func aPointerSelectsAndOpens() throws {
        let workbench = workbench()
        workbench.point(.press, 10, 5)
        workbench.expectEffects()
        #expect(workbench.interaction.state.queue.selectedRow?.entry.number == 1)
        workbench.point(.press, 10, 5)
        workbench.expectEffects(.watch("runs/mnist-lut-best/20231115_080000", saving: false))
        workbench.point(.wheelDown, 10, 5)
        #expect(workbench.interaction.state.queue.selectedRow?.entry.number == 2)
    }

    // MARK: On the disk

    /// Keys and commands change the same files.
    @Test func changesReachTheQueue() throws {
        let folder = NSTemporaryDirectory() + "bbwb-queue-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let queue = TrainingQueue(of: RunStore(path: folder))
        var interaction = Interaction(NoSession().snapshot)
        func give(_ change: QueueChange) -> [Effect] {
            DiskAnswers.give(.changeQueue(change, runs: folder), to: &interaction)
        }
        #expect(give(.add(Self.text, source: "a.yaml")) == [.lookAtQueue])
        #expect(interaction.state.status?.text == "mnist-lut-tiny is number 1 in the queue")
        #expect(give(.add(Self.text, source: "a.yaml")).isEmpty)
        #expect(interaction.state.status?.text.contains("entry 1 is the same") == true)
        let request = try SweepRequest(parsing: "--over batch_size=32,64 --name sizes")
        _ = give(.addSweep(request, of: Self.text, source: "a.yaml"))
        #expect(interaction.state.status?.text == "sweep sizes of 2 trainings is number 2 in the queue")
        _ = give(.move(2, .up))
        _ = give(.pause(1))
        #expect(queue.entries.map(\.number) == [2, 1] && queue.entries[1].isPaused)
        _ = give(.remove(2))
        _ = give(.addKnown(sweep: "sizes"))
        #expect(queue.entries.map(\.name) == ["mnist-lut-tiny", "sizes"])
        _ = give(.stop)
        #expect(interaction.state.status?.text == "nobody works on the queue")
    }

    // MARK: From an experiment's file

    private static let text = """
        name: mnist-lut-tiny
        data: mnist-5k
        modulation: { train: 7, test: 7, method: pwm }
        net:
          - DifferentiableLut: { output_shape: [60] }
          - DifferentiableLut: { output_shape: [10] }
        loss: SoftmaxCrossEntropy
        metrics: CategoricalAccuracy
        optimizer: { Adam: { learning_rate: 0.001 } }
        batch_size: 64
        epochs: 2

        """

    private func draft() -> WorkbenchDriver {
        let workbench = workbench()
        _ = workbench.interaction.beginDraft(Self.text, source: "a.yaml")
        var contents = RunBrowser.Contents()
        contents.draft = DraftReport(of: ExperimentDraft(Self.text, source: "a.yaml"))
        workbench.interaction.observe(contents)
        return workbench
    }

    @Test func anExperimentIsPutThere() {
        #expect(changes(draft().press("Q")) == [.add(Self.text, source: "a.yaml")])
    }

    /// What could not be trained is not put there either.
    @Test func aFaultKeepsItOut() {
        let workbench = draft().press(.end).press(.enter).press(.control("u")).press("epochs: many").press(.enter)
        workbench.press("Q").expect(refusal: "it cannot be trained yet")
    }

    @Test func aSweepOverTheSelectedFieldIsPutThere() throws {
        let workbench = draft().press(.end).press("k").press("o")
        workbench.expect(shows: "sweep --over batch_size=64")
        workbench.press(",64").press(.enter).expect(refusal: "a value is there twice")
        workbench.press(.backspace).press(.backspace).press("32 --seeds 2").press(.enter)
        workbench.expect(shows: "4 trainings: Q puts the sweep into the queue")
        // Another field comes behind the first; of several in a line one is chosen.
        workbench.press(.home).press("jj").press("o").expect(shows: "modulation.train").press(.enter)
        workbench.expect(shows: "--over batch_size=64,32 --seeds 2 --over modulation.train=7")
        workbench.press(",15").press(.enter).expect(shows: "8 trainings")
        let words = "--over batch_size=64,32 --seeds 2 --over modulation.train=7,15"
        workbench.press("j").expect(shows: "sweep --over batch_size=64,32")
        #expect(
            changes(workbench.press("Q")) == [
                .addSweep(try SweepRequest(parsing: words), of: Self.text, source: "a.yaml")
            ])
        // Nothing left of the words leaves the experiment alone.
        workbench.press(.end).press("k").press("o").press(.control("u")).press(.enter).expect(
            shows: "nothing is swept over")
        #expect(changes(workbench.press("Q")) == [.add(Self.text, source: "a.yaml")])
    }

    @Test func fieldsOfALineHaveThePathsOfTheCommandLine() {
        let draft = ExperimentDraft(Self.text, source: "a.yaml")
        func fields(_ line: Int) -> [String] { draft.fields(at: line).map { "\($0.path)=\($0.value)" } }
        #expect(fields(2) == ["modulation.train=7", "modulation.test=7", "modulation.method=pwm"])
        #expect(fields(5) == ["net.1.DifferentiableLut.output_shape=[10]"])
        #expect(fields(3).count == 2, "a line without a value of its own stands for those below it")
        #expect(fields(8) == ["optimizer.Adam.learning_rate=0.001"])
        #expect(fields(99).isEmpty)
    }
}
