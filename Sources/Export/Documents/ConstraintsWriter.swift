/// A beginning for the constraints of a design: the clock, and room for the pins.
struct ConstraintsWriter {
    let circuit: Circuit
    let clock: ClockEstimate

    /// The constraints of a circuit by itself, or of a design around it with a clock of its own.
    init(circuit: Circuit, clock: ClockEstimate? = nil) {
        self.circuit = circuit
        self.clock = clock ?? circuit.clockEstimate
    }

    /// Path and contents, in the form that the device's tools read.
    var file: ExportBundle.File {
        let period = (1000 / clock.requestedMegahertz).fixed(3)
        let frequency = clock.requestedMegahertz.fixed(0)
        let name = circuit.name
        let port = circuit.options.bus == .axi ? "aclk" : "clk"
        let basis =
            clock.asked == nil
            ? "The clock is a quarter above the estimate (report.txt), so that no tool stops early: put yours here. No pins are placed."
            : "The clock is the one that was asked for (--clock). No pins are placed."
        switch circuit.options.device {
        case .generic:
            return .init(
                "constraints/\(name).sdc",
                "# \(basis)\ncreate_clock -name \(port) -period \(period) [get_ports \(port)]\n")
        case .xilinx:
            return .init(
                "constraints/\(name).xdc",
                """
                # \(basis)
                create_clock -name \(port) -period \(period) [get_ports \(port)]
                # set_property -dict {PACKAGE_PIN <pin> IOSTANDARD LVCMOS33} [get_ports \(port)]

                """)
        case .ice40:
            return .init(
                "constraints/\(name).pcf", "# \(basis)\nset_frequency \(port) \(frequency)\n# set_io \(port) <pin>\n")
        case .ecp5:
            return .init(
                "constraints/\(name).lpf",
                "# \(basis)\nFREQUENCY PORT \"\(port)\" \(frequency) MHZ;\n# LOCATE COMP \"\(port)\" SITE \"<pin>\";\n")
        }
    }
}
