/// The bundle of a VHDL entity, and the proof that goes with it.
struct VHDLBundle: BundleWriter {
    let circuit: Circuit

    var clockNotice: String? { circuit.clockEstimate.notice }
    private var name: String { circuit.name }
    private var formal: FormalProof {
        FormalProof(
            circuit: circuit, sources: ["build/\(name)_vhdl.v"],
            preparation: "ghdl -a --std=08 --workdir=$(BUILD) rtl/\(name).vhd "
                + "&& ghdl --synth --std=08 --workdir=$(BUILD) --out=verilog \(name) > $(BUILD)/\(name)_vhdl.v")
    }

    /// All files but the proof's.
    func files(_ vectors: VectorSet) throws -> ExportBundle {
        var bundle = ExportBundle()
        var core = VHDLCoreWriter(circuit)
        bundle.add("rtl/\(name).vhd", core.write())
        let testbench = VHDLTestbenchWriter(circuit: circuit, vectors: vectors)
        bundle.add("sim/\(testbench.name).vhd", testbench.write())
        bundle.files += VectorFiles.make(circuit, vectors)
        bundle.add("Makefile", makefile)
        bundle.files += formal.files + [FormalProof.commonFile]
        bundle.add("report.txt", ReportWriter(circuit: circuit).hardware)
        bundle.add("io.md", InterfaceDocument(circuit: circuit).hardware)
        return bundle
    }

    private var makefile: String {
        """
        # Simulates and checks \(name). Run it in this folder; what it makes goes to $(BUILD).
        BUILD := build
        # GHDL's back ends that compile put a program where -o says; mcode runs at once and takes no -o.
        PROGRAM := $(if $(findstring mcode,$(shell ghdl --version 2>/dev/null)),,-o $(BUILD)/\(name)_tb)

        .PHONY: ghdl formal clean

        # Plays the vectors in GHDL. The last line says PASS.
        ghdl: | $(BUILD)
        	ghdl -a --std=08 --workdir=$(BUILD) rtl/\(name).vhd sim/\(name)_tb.vhd
        	ghdl --elab-run --std=08 --workdir=$(BUILD) $(PROGRAM) \(name)_tb | tee $(BUILD)/ghdl.log
        	@grep -q '^PASS' $(BUILD)/ghdl.log

        \(formal.ownRule)

        $(BUILD):
        	mkdir -p $(BUILD)

        clean:
        	rm -rf $(BUILD)

        """
    }

    let proofStages: [(String, Double)] = [("simulating (ghdl)", 10), ("proving (ghdl, yosys)", 20)]

    let limits = [
        "registers, valid and user: beyond the vectors",
        "what synthesis, place and route make of the VHDL, and the clock",
    ]

    func prove(
        in runner: ToolRunner, _ proof: inout ProofReport, _ meter: inout StageMeter
    ) throws -> [ExportBundle.File] {
        try meter.next()
        try proof.check("The VHDL answers like the netlist in ghdl.") {
            try SimulationProof(runner: runner).run(.ghdl)
        }
        try meter.next()
        try proof.check("The logic of the VHDL is the netlist, for all inputs (ghdl, yosys).") {
            try formal.run(runner)
        }
        return []
    }
}
