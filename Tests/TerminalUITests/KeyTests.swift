import BinaryBrain
import Foundation
import Testing
import Workbench

@testable import TerminalUI

@Suite struct KeyTests {
    // MARK: Run

    @Test func spacePausesAndGoesOn() {
        let workbench = WorkbenchDriver()
        workbench.press(" ").expect(.pause)
        for state in [RunState.paused, .pausing] {
            workbench.snapshot.state = state
            workbench.press(" ").expect(.resume)
        }
        workbench.snapshot.state = .finished
        for key in " nN" { workbench.press(.character(key)).expect(refusal: "all 10 epochs are done") }
    }

    @Test func singleSteps() {
        WorkbenchDriver().press("n").expect(.stepMiniBatch).press("N").expect(.stepEpoch)
    }

    @Test func restartAsks() {
        let workbench = WorkbenchDriver()
        workbench.press("R").expect().expect(shows: "Restart from step 0?")
        workbench.press("n").expect()
        workbench.press("R").press(.escape).expect()
        workbench.press("R").press("y").expect(.restart)
        workbench.press("u").expect(refusal: "nothing to undo")
    }

    @Test(arguments: [RunState.starting, .stopped, .failed("disk full: no space: free some")])
    func commandsNeedASession(state: RunState) {
        let workbench = WorkbenchDriver()
        workbench.snapshot.state = state
        // One that has trained can go on after a failure: see below.
        workbench.snapshot.step = 0
        for key in " nNERbBhH+-[]<>Muslve" {
            workbench.press(.character(key))
            #expect(workbench.effects.isEmpty, "\(key)")
            #expect(workbench.interaction.state.status != nil, "\(key)")
        }
    }

    // MARK: Exports

    @Test func exportsAreAskedFor() {
        let workbench = WorkbenchDriver()
        workbench.snapshot.runDirectory = "runs/mnist-lut-simple/20261124_104500"
        workbench.press("v").expect(.export(ExportRequest(.verilog))).expect(shows: "exporting verilog")
        workbench.press("e").expect(shows: "Verilog for Xilinx")
        workbench.press("j").press(.enter).expect(.export(ExportRequest(.verilog, includesIO: true)))
        workbench.snapshot.export = ExportSnapshot(title: "export verilog", stage: "proving", fraction: 0.43)
        workbench.press("v").expect(refusal: "export verilog is still running")
        workbench.expect(shows: "43%").expect(shows: "proving")
        workbench.snapshot.export = nil
        workbench.snapshot.runDirectory = nil
        workbench.press("v").expect(refusal: "keeps no directory")
    }

    // MARK: Steering

    @Test func binaryOfTheSelectedLayer() {
        let workbench = WorkbenchDriver()
        workbench.press("b").expect(refusal: "RealToBinary has no binary mode")
        workbench.press("j").press("b").expect(.binary(false, .layer(1))).expect(shows: "binary false @1")
        workbench.press("u").expect(.binary(true, .layer(1)))
        workbench.press("u").expect(refusal: "nothing to undo")
    }

    /// AverageLut adds up bits 0 and 1: off and on again it would take them for −1 and +1, which is another net.
    @Test func undoLeavesAloneHowInputsAreRead() {
        let workbench = WorkbenchDriver()
        workbench.snapshot.layers = [
            LayerSnapshot(
                className: "AverageLut", inputShape: [6], outputShape: [1], isBinary: true, binarizesInput: false)
        ]
        workbench.press("b").expect(.binary(false, .layer(0)))
        workbench.press("u").expect(.binary(true, .layer(0)), .send(ModelCommand("binarize_input", false), .layer(0)))
        workbench.press(":").press("binary true @0").press(.enter)
        workbench.press("u").expect(.send(ModelCommand("binarize_input", false), .layer(0)))
    }

    @Test func binaryOfAllLayers() {
        let workbench = WorkbenchDriver(Fixtures.autoencoder())
        // Layers 1, 3 and 5 are on, the others off: all go on, and undo restores exactly those that were off.
        workbench.press("B").expect(.binary(true, .all))
        workbench.press("u").expect(
            .binary(false, .layer(0)), .binary(false, .layer(2)), .binary(false, .layer(4)))
        let classifier = WorkbenchDriver()
        classifier.press("B").expect(.binary(false, .all))
    }

    @Test func hostOnly() {
        let workbench = WorkbenchDriver(Fixtures.autoencoder())
        workbench.press("h").expect(.hostOnly(false, .layer(0))).press("u").expect(.hostOnly(true, .layer(0)))
        workbench.press("H").expect(.hostOnly(true, .all))
        workbench.snapshot.layers = [LayerSnapshot(className: "Sigmoid", inputShape: [1], outputShape: [1])]
        workbench.press("h").expect(refusal: "no host_only")
        workbench.press("H").expect(refusal: "no layer has host_only")
    }

    /// Device, processor, reference code, and the device again.
    @Test func hostOnlyWithADevice() {
        var snapshot = Fixtures.classifier(lookingInto: 1)
        snapshot.device = DeviceSnapshot(index: 0, name: "GPU\u{1b}[31m", bytesPerStep: 1234)
        for index in snapshot.layers.indices {
            snapshot.layers[index].isHostOnly = false
            snapshot.layers[index].usesDevice = index < 2 ? true : nil
            snapshot.layers[index].ranOnDevice = index < 2
        }
        let workbench = WorkbenchDriver(snapshot)
        workbench.interaction.state.selectedLayer = 1
        workbench.expect(shows: "device").press("2")
        workbench.expect(
            shows: "device 0 runs 2 of \(snapshot.layers.count) layers, 1234 bytes cross in a mini-batch: GPU")
        workbench.press("h").expect(.device(false, .layer(1)))
        workbench.press("h").expect(.hostOnly(true, .layer(1)))
        workbench.press("h").expect(.hostOnly(false, .layer(1)), .device(true, .layer(1)))
        workbench.press("h").expect(.device(false, .layer(1))).press("u").expect(.device(true, .layer(1)))
        workbench.interaction.state.selectedLayer = 2
        workbench.press("h").expect(.hostOnly(true, .layer(2)))
    }

    @Test func modulationWalksTheLadder() {
        let workbench = WorkbenchDriver()
        workbench.press("+").expect(.modulation(train: 15, test: 15))
        // The engine has not answered; the next press counts from where it will be.
        workbench.press("+").expect(.modulation(train: 31, test: 31))
        workbench.press("+").expect(refusal: "x31 is the largest")
        workbench.press("u").expect(.modulation(train: 15, test: 15))
        workbench.press("u").expect(.modulation(train: 7, test: 15))
        workbench.press("[").expect(.modulation(train: nil, test: 7))
        workbench.press("]").expect(.modulation(train: nil, test: 15))
        workbench.press("-").expect(.modulation(train: 3, test: 3))
        workbench.press("=").expect(.modulation(train: 7, test: 7))
    }

    @Test func modulationBesideTheLadder() {
        let workbench = WorkbenchDriver(Fixtures.autoencoder())
        workbench.expect(shows: "▸x5◂").press("+").expect(.modulation(train: 7, test: 7))
        workbench.snapshot.modulation = nil
        workbench.expect(shows: "modulation none").press("+").expect(refusal: "no binary modulation")
    }

    @Test func learningRate() {
        let workbench = WorkbenchDriver()
        workbench.press(">").expect(.learningRate(0.00125)).expect(shows: "learning_rate 0.00125")
        workbench.press(">").expect(.learningRate(0.00156))
        workbench.press("u").expect(.learningRate(0.00125))
        workbench.expect(shows: "undone: learning_rate 0.00156; now learning_rate 0.00125")
        workbench.press("u").expect(.learningRate(0.001))
        workbench.press("<").expect(.learningRate(0.0008))
        let frozen = WorkbenchDriver()
        frozen.snapshot.learningRate = 0
        frozen.press(">").expect(refusal: "cannot go further")
    }

    @Test func pendingSteeringEnds() {
        var pending = PendingSteering()
        let snapshot = Fixtures.classifier()
        pending.add(.learningRate(0.5), now: 0)
        pending.add(.binary(false, .layer(1)), now: 0)
        #expect(pending.project(snapshot).learningRate == 0.5)
        #expect(pending.project(snapshot).layers[1].isBinary == false)
        pending.settle(snapshot, now: 1)
        #expect(!pending.isEmpty)
        var applied = snapshot
        applied.learningRate = Double(Float(0.5).nextUp)
        pending.settle(applied, now: 2)
        #expect(pending.project(snapshot).learningRate == snapshot.learningRate)
        #expect(!pending.isEmpty)
        pending.settle(applied, now: PendingSteering.patience + 1)
        #expect(pending.isEmpty)
    }

    /// When the engine refuses a command, the keys count again from what is.
    @Test(arguments: [SessionEvent.Level.error, .warning])
    func aRefusalEndsExpectations(level: SessionEvent.Level) {
        let workbench = WorkbenchDriver()
        workbench.press("+")
        workbench.snapshot.events.append(
            SessionEvent(step: 151, time: Fixtures.moment, level: level, text: "modulation: not now"))
        workbench.expect(shows: "modulation: not now").press("+").expect(.modulation(train: 15, test: 15))
    }

    /// The answer to a key gives way to how it ended; steering, which the plots show, is not said again.
    @Test func whatHappenedIsSaid() {
        let workbench = WorkbenchDriver()
        workbench.snapshot.runDirectory = "runs/mnist-lut-simple/20231113_090000"
        workbench.press("v").expect(shows: "exporting verilog")
        func happens(_ level: SessionEvent.Level, _ text: String) {
            workbench.snapshot.events.append(
                SessionEvent(step: 151, time: Fixtures.moment, level: level, text: text))
        }
        happens(.steering, "binary false @1")
        workbench.expect(shows: "exporting verilog")
        happens(.info, "exported. PROVED: all 3 checks passed")
        workbench.expect(shows: "exported. PROVED: all 3 checks passed")
        #expect(!workbench.frame.contains("exporting verilog"))
        // A problem is not covered by what came with it in the same snapshot.
        workbench.snapshot.events += [
            SessionEvent(step: 152, time: Fixtures.moment, level: .error, text: "the disk is full"),
            SessionEvent(step: 152, time: Fixtures.moment, level: .info, text: "all epochs are done"),
        ]
        #expect(workbench.frame.split(separator: "\n").last?.contains("the disk is full") == true)
    }

    /// The log shows long lines to their end, and scrolls over all of it.
    @Test func longLinesGoOnBelow() {
        let workbench = WorkbenchDriver(size: Size(width: 60, height: 12))
        let text = "exported. PROVED: " + (1...40).map(String.init).joined(separator: " ") + " the-end"
        workbench.snapshot.events = [
            SessionEvent(step: 1, time: Fixtures.moment, level: .info, text: "the beginning"),
            SessionEvent(step: 2, time: Fixtures.moment, level: .info, text: text),
            SessionEvent(step: 3, time: Fixtures.moment, level: .info, text: text),
            SessionEvent(step: 4, time: Fixtures.moment, level: .info, text: text),
        ]
        workbench.press("7").expect(shows: "the-end")
        #expect(!workbench.frame.contains("the beginning"))
        for _ in 0..<20 { workbench.press("k") }
        workbench.expect(shows: "the beginning")
    }

    @Test func selectionStaysInTheTable() {
        let workbench = WorkbenchDriver()
        for _ in 0..<50 { workbench.press(.down) }
        #expect(workbench.interaction.state.selectedLayer == 7)
        workbench.expect(shows: "▸7  BinaryToReal")
        for _ in 0..<50 { workbench.press("k") }
        #expect(workbench.interaction.state.selectedLayer == 0)
        workbench.press("jjjjjjj")
        workbench.snapshot.layers.removeLast(5)
        #expect(workbench.interaction.state.selectedLayer == 2)
        workbench.snapshot.layers = []
        workbench.press("j").expect(refusal: "no layers yet").press("b").expect(refusal: "no layers yet")
    }
}
