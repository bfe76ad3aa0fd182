/// The bundle of a net as logic alone, in BLIF or AIGER: for other tools of synthesis and verification.
struct LogicBundle: BundleWriter {
    /// A format of logic.
    enum Form {
        case blif, aiger
    }

    let circuit: Circuit
    let form: Form

    private var file: String { "\(circuit.name).\(form == .blif ? "blif" : "aig")" }
    private var core: String { "formal/\(circuit.name)_core.v" }
    private var formal: FormalProof { FormalProof(circuit: circuit, sources: [core], golden: file) }

    /// All files but the proof's.
    func files(_ vectors: VectorSet) throws -> ExportBundle {
        var bundle = ExportBundle()
        switch form {
        case .blif: bundle.add(file, BLIF(netlist: circuit.netlist, model: circuit.name).text)
        case .aiger:
            let title = SafeText.comment(circuit.title)
            bundle.files.append(
                .init(file, AndInverterGraph(circuit.netlist).bytes(comment: "the net '\(title)', written by bbwb")))
        }
        // The same net by another writer, to compare with.
        var verilog = CoreWriter(circuit)
        bundle.add(core, verilog.write())
        bundle.files += formal.files + [FormalProof.commonFile]
        bundle.add("Makefile", makefile)
        bundle.add("report.txt", report)
        bundle.add(
            "io.md",
            InterfaceDocument(circuit: circuit).software(
                test: "`make formal` compares `\(file)` with the net in Verilog, for all inputs, by SAT (yosys, ABC).",
                takesPixels: false))
        return bundle
    }

    private var report: String {
        var text = ReportWriter(circuit: circuit).software
        if form == .aiger {
            text += "AND gates                      \(AndInverterGraph(circuit.netlist).gateCount.grouped)\n"
        }
        return text
    }

    private var makefile: String {
        """
        # Proves that \(file) is the net: run `make formal` in this folder; it needs yosys.
        BUILD  := build

        .PHONY: formal clean

        \(formal.ownRule)

        $(BUILD):
        	mkdir -p $(BUILD)

        clean:
        	rm -rf $(BUILD)

        """
    }

    let proofStages: [(String, Double)] = [("proving (yosys)", 20)]

    let limits = ["what other tools make of the file"]

    func prove(
        in runner: ToolRunner, _ proof: inout ProofReport, _ meter: inout StageMeter
    ) throws -> [ExportBundle.File] {
        try meter.next()
        try proof.check("The logic of \(file) is the net in Verilog, for all inputs (yosys, ABC).") {
            try formal.run(runner)
        }
        return []
    }
}
