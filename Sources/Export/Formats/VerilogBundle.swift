import BinaryBrain

/// The bundle of a Verilog module, and the proof that goes with it.
struct VerilogBundle: BundleWriter {
    let circuit: Circuit

    var clockNotice: String? { circuit.clockEstimate.notice }
    private var coreSource: String { "rtl/\(circuit.coreName).v" }
    private var models: [String] { circuit.primitiveSizes.map { "sim/LUT\($0).v" } }
    private var sources: [String] {
        circuit.options.includesIO ? [coreSource, "rtl/\(circuit.name).v"] : [coreSource]
    }

    private var formal: FormalProof { FormalProof(circuit: circuit, sources: [coreSource] + models) }

    /// All files but the proof's.
    func files(_ vectors: VectorSet) throws -> ExportBundle {
        if circuit.options.includesIO { try vectors.requirePixels() }
        var bundle = ExportBundle()
        var core = CoreWriter(circuit)
        bundle.add(coreSource, core.write())
        if circuit.options.includesIO {
            bundle.add("rtl/\(circuit.name).v", WithIOWriter(circuit).write())
        }
        for size in circuit.primitiveSizes { bundle.add("sim/LUT\(size).v", LutPrimitives.source(size: size)) }
        let played = VectorFiles.make(circuit, vectors)
        let testbench = TestbenchWriter(circuit: circuit, vectors: vectors, files: played)
        bundle.add("sim/\(testbench.name).v", testbench.write())
        bundle.files += played
        bundle.add(
            "Makefile",
            MakefileWriter(
                name: circuit.name, device: circuit.options.device, sources: sources, models: models,
                clock: circuit.clockEstimate, provedModules: [formal.name]
            ).text)
        bundle.files += formal.files + [FormalProof.commonFile]
        bundle.add("report.txt", ReportWriter(circuit: circuit).hardware)
        bundle.add("io.md", InterfaceDocument(circuit: circuit).hardware)
        bundle.files.append(ConstraintsWriter(circuit: circuit).file)
        return bundle
    }

    /// The proof's stages with rough durations.
    let proofStages: [(String, Double)] = [
        ("simulating (iverilog)", 10), ("simulating (verilator)", 30), ("proving (yosys)", 20),
    ]

    var limits: [String] {
        [
            circuit.options.includesIO
                ? "thresholds, modulation, counters, the choice of the class, and the registers: beyond the vectors"
                : "registers, valid and user: beyond the vectors",
            "what synthesis, place and route make of the Verilog, and the clock",
        ]
    }

    /// Simulates and proves the bundle that lies in the runner's folder.
    func prove(
        in runner: ToolRunner, _ proof: inout ProofReport, _ meter: inout StageMeter
    ) throws -> [ExportBundle.File] {
        for simulator in SimulationProof.Simulator.verilog {
            try meter.next()
            try proof.check("The Verilog answers like the netlist in \(simulator.rawValue).") {
                try SimulationProof(runner: runner).run(simulator)
            }
        }
        try meter.next()
        try proof.check("The logic of the Verilog is the netlist, for all inputs (yosys).") {
            try formal.run(runner)
        }
        return []
    }
}
