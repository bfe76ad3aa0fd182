import Workbench

// Keys that take the net home as hardware or software.
extension Interaction {
    /// Writes Verilog, and proves it, in the background.
    mutating func exportVerilog() { export(ExportRequest(.verilog)) }

    /// A list of what else the net can be written as.
    mutating func openExports() {
        guard canExport() else { return }
        let choices: [(String, String, ExportRequest)] = [
            ("Verilog", "LUT core", ExportRequest(.verilog)),
            ("Verilog with inputs and outputs", "pixels to class", ExportRequest(.verilog, includesIO: true)),
            (
                "Verilog, pixels one by one", "few pins, pixels to class",
                ExportRequest(.verilog, includesIO: true, streamsPixels: true)
            ),
            ("Verilog for Xilinx", "LUT6 primitives", ExportRequest(.verilog, device: .xilinx)),
            ("Verilog for iCE40", "4-input LUTs", ExportRequest(.verilog, device: .ice40)),
            ("Verilog for ECP5", "4-input LUTs", ExportRequest(.verilog, device: .ecp5)),
            (
                "Verilog, reduced by training data", "patterns that 30 frames show",
                ExportRequest(.verilog, careThreshold: 30)
            ),
            ("C++ for high-level synthesis", "Vitis HLS", ExportRequest(.hls)),
            ("C", "64 frames a word", ExportRequest(.c)),
        ]
        state.overlay = .picker(
            Picker(
                title: "export the net as",
                items: choices.map { Picker.Item(label: $0, detail: $1, choice: .export($2)) }))
    }

    /// Asks for an export, if one can begin now.
    mutating func export(_ request: ExportRequest) {
        guard canExport() else { return }
        guard snapshot.runDirectory != nil || request.path != nil else {
            return say("this run keeps no directory to export to", .warning)
        }
        ask(.send(.export(request)))
        say("exporting \(request)")
    }

    private mutating func canExport() -> Bool {
        guard canCommand() else { return false }
        guard let running = snapshot.export else { return true }
        say("\(running.title) is still running", .warning)
        return false
    }
}
