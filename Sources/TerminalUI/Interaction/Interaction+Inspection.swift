// Keys that walk through LUTs and samples.
extension Interaction {
    /// LUTs of the selected layer.
    private var lutCount: Int {
        if let inspection = snapshot.lutInspection, inspection.layer == state.selectedLayer {
            return inspection.tables.count
        }
        guard snapshot.layers.indices.contains(state.selectedLayer) else { return 0 }
        return snapshot.layers[state.selectedLayer].lutCount ?? 0
    }

    mutating func selectLut(by step: Int) {
        guard lutCount > 0 else { return say("this layer has no LUTs", .warning) }
        let (sum, overflow) = state.selectedLut.addingReportingOverflow(step)
        let wanted = overflow ? (step > 0 ? lutCount - 1 : 0) : min(max(0, sum), lutCount - 1)
        if wanted == state.selectedLut {
            say(step > 0 ? "this is the layer's last LUT" : "this is the layer's first LUT", .warning)
        }
        state.selectedLut = wanted
    }

    mutating func askForLut() {
        guard lutCount > 0 else { return say("this layer has no LUTs", .warning) }
        state.overlay = .prompt(Prompt(.lutNumber))
    }

    /// Goes to a LUT that was asked for by number; false, with the reason said, if there is none.
    mutating func goToLut(_ text: String) -> Bool {
        guard let number = Int(text), (0..<lutCount).contains(number) else {
            say("there is no LUT '\(text)': choose 0 to \(lutCount - 1)", .warning)
            return false
        }
        state.selectedLut = number
        return true
    }

    mutating func selectSample(by step: Int) {
        guard !snapshot.samples.isEmpty else { return say("there are no samples yet", .warning) }
        let current = min(state.selectedSample, snapshot.samples.count - 1)
        let wanted = min(max(0, current + step), snapshot.samples.count - 1)
        if wanted == current { say(step > 0 ? "this is the last sample" : "this is the first sample", .warning) }
        state.selectedSample = wanted
    }
}
