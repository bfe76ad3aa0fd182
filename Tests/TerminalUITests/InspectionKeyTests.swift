import Testing
import Workbench

@testable import TerminalUI

/// Keys of the screens that look into the net.
@Suite struct InspectionKeyTests {
    @Test func theSessionIsToldWhatIsLookedAt() {
        let workbench = WorkbenchDriver()
        #expect(workbench.interaction.state.focus == .overview)
        #expect(workbench.press("2").press("j").interaction.state.focus == .layer(1))
        #expect(workbench.press("3").interaction.state.focus == .samples)
        #expect(workbench.press("4").interaction.state.focus == .luts(layer: 1, node: 0))
        #expect(workbench.press("5").interaction.state.focus == .modulation)
        #expect(workbench.press("7").interaction.state.focus == .overview)
    }

    @Test func lutsAreWalked() {
        let workbench = WorkbenchDriver(Fixtures.classifier(lookingAtLutsOf: 1))
        // Layer 0 has no LUTs: the screen opens on the first layer that has.
        workbench.press("4").expect(shows: "LUT 0 of 7").expect(shows: "layer 1")
        workbench.press(.left).expect(refusal: "first LUT")
        workbench.press(.right).expect(shows: "LUT 1 of 7").expect(shows: "constant 0")
        workbench.press(.right).expect(shows: "constant 1")
        workbench.press(.pageDown).expect(shows: "LUT 6 of 7")
        workbench.press(.right).expect(refusal: "last LUT")
        workbench.press(.home).expect(shows: "LUT 0 of 7")
        workbench.press(.end).expect(shows: "LUT 6 of 7").expect(shows: "64'h0123456789ABCDEF")
        workbench.press(.pageUp).expect(shows: "LUT 0 of 7")
        workbench.press("g").press("9").press(.enter).expect(refusal: "choose 0 to 6")
        workbench.press(.backspace).press("3").press(.enter).expect(shows: "LUT 3 of 7").expect(shows: "y = c")
        workbench.press("g").press(.escape).expect(shows: "LUT 3 of 7")
        workbench.press(.down)
        #expect(workbench.interaction.state.selectedLayer == 2)
        #expect(workbench.interaction.state.selectedLut == 0)
        workbench.press("k").press("k")
        #expect(workbench.interaction.state.selectedLayer == 1, "layer 0 has no LUTs and is passed over")
        let empty = WorkbenchDriver(Fixtures.autoencoder())
        empty.snapshot.layers = [LayerSnapshot(className: "Sigmoid", inputShape: [1], outputShape: [1])]
        empty.press("4").expect(shows: "has no LUTs").press(.right).expect(refusal: "no LUTs")
        empty.press("g").expect(refusal: "no LUTs")
    }

    @Test func inputsOnOneWireAreOne() {
        // Input c of the last LUT is on the wire of its input a.
        let workbench = WorkbenchDriver(Fixtures.classifier(lookingAtLutsOf: 1))
        workbench.press("4").press(.end).expect(shows: "the same as a")
        #expect(!workbench.frame.contains("·c"))
    }

    @Test func samplesAreWalked() {
        let workbench = WorkbenchDriver()
        workbench.press("3").expect(shows: "test sample 0 of 8").press(.left).expect(refusal: "first sample")
        workbench.press(.right).expect(shows: "test sample 1 of 8")
        workbench.press("j").press("k").press(.up).expect(shows: "test sample 0 of 8")
        for _ in 0..<7 { workbench.press(.down) }
        workbench.press(.right).expect(refusal: "last sample")
        workbench.snapshot.samples = []
        workbench.press(.right).expect(refusal: "no samples yet")
    }

    @Test func theMethodIsSwitched() {
        let workbench = WorkbenchDriver()
        workbench.press("M").expect(.modulationMethod(.uniform)).press("M").expect(.modulationMethod(.normal))
        workbench.press("M").expect(.modulationMethod(.pwm))
        workbench.press("u").expect(.modulationMethod(.normal))
        workbench.snapshot.modulation = nil
        workbench.press("M").expect(refusal: "no binary modulation")
    }

    @Test func theCursorReadsOut() {
        let workbench = WorkbenchDriver()
        workbench.press("g").expect(shows: "at step 150")
        workbench.press(.left)
        let step = workbench.interaction.state.plots.cursor
        #expect(step == 148)
        workbench.expect(shows: "at step 148").press(.right).press(.right).press(.right).expect(refusal: "newest")
        workbench.press("g")
        #expect(workbench.interaction.state.plots.cursor == nil)
        workbench.press("m").expect(shows: "best accuracy").expect(shows: "at step 126")
        workbench.press("m")
        #expect(workbench.interaction.state.plots.cursor == nil)
        workbench.press("g").press(.escape)
        #expect(workbench.interaction.state.plots.cursor == nil)
        workbench.snapshot.testMetric = MetricHistory()
        workbench.press("m").expect(refusal: "nothing has been measured")
        let fresh = WorkbenchDriver(Snapshot(experiment: "new", dataset: "d"))
        fresh.press("g").expect(refusal: "no mini-batch to show yet")
    }

    /// A key of another screen says which.
    @Test func keysOfOtherScreensSaySo() {
        let workbench = WorkbenchDriver()
        workbench.press("5").press("b").expect(refusal: "works on 1 Train, 2 Layers, 4 LUTs")
        workbench.press("g").expect(refusal: "works on 1 Train")
        workbench.press("!").expect(refusal: "! does nothing here")
    }
}
