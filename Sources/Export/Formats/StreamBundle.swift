import BinaryBrain
import Foundation

/// The bundle of a net as a stream, and the proof that goes with it.
struct StreamBundle: BundleWriter {
    let design: StreamDesign

    var circuit: Circuit { design.circuit }
    var lutCounts: (raw: Int, simplified: Int) { (design.rawLutCount, design.lutCount) }
    var clockNotice: String? { design.clockEstimate.notice }
    private var models: [String] { design.primitiveSizes.map { "sim/LUT\($0).v" } }

    private var formal: [FormalProof] {
        design.circuits.map { FormalProof(circuit: $0, sources: ["rtl/\($0.name).v"] + models) }
    }

    /// All files but the proof's.
    func files(_ vectors: VectorSet) throws -> ExportBundle {
        if circuit.options.includesIO { try vectors.requirePixels() }
        var bundle = ExportBundle()
        let sources = design.sources
        bundle.files += sources
        for size in design.primitiveSizes { bundle.add("sim/LUT\(size).v", LutPrimitives.source(size: size)) }
        let played = StreamVectors.make(design, vectors)
        let testbench = StreamTestbenchWriter(
            circuit: circuit, interface: design.interface, axi: design.axi, vectors: vectors, files: played)
        bundle.add("sim/\(testbench.name).v", testbench.write())
        bundle.files += played
        let makefile = MakefileWriter(
            name: circuit.name, device: circuit.options.device, sources: sources.map(\.path), models: models,
            clock: design.clockEstimate, provedModules: formal.map(\.name),
            iverilogArguments: "+images=\(eventSimulatedImages(vectors))")
        bundle.add("Makefile", makefile.text)
        if let axi = design.axi {
            let paths = sources.map(\.path)
            bundle.files +=
                AXIPackages(
                    axi: axi, title: circuit.title, sources: paths, models: models, vectors: played.map(\.path)
                ).files
            bundle.files += CocotbBench(axi: axi, sources: paths + models).files
        }
        bundle.files += formal.flatMap(\.files) + [FormalProof.commonFile]
        bundle.add("report.txt", StreamReport(design: design).text)
        bundle.add("io.md", InterfaceDocument(circuit: circuit).stream(design))
        bundle.files.append(ConstraintsWriter(circuit: circuit, clock: design.clockEstimate).file)
        return bundle
    }

    /// Images that an event-driven simulator gets through in about a minute: it evaluates half a million LUTs a second.
    private func eventSimulatedImages(_ vectors: VectorSet) -> Int {
        let perImage = design.evaluationsPerFrame * vectors.framesPerImage
        return max(1, min(vectors.imageCount, 30_000_000 / max(1, perImage)))
    }

    /// The proof's stages with rough durations.
    var proofStages: [(String, Double)] {
        [("simulating (iverilog)", 60), ("simulating (verilator)", 60)]
            + design.circuits.map { ("proving \($0.name) (yosys)", 5) }
    }

    var limits: [String] {
        [
            "everything around the LUTs (windows, line buffers, poolings, collectors"
                + (design.shell == nil ? "" : ", thresholds, counters, the choice of the class")
                + "): beyond the frames of the simulations",
            "broken frames: beyond those that the testbench plays",
            "what synthesis, place and route make of the Verilog, and the clock",
        ]
    }

    /// The report with what a simulation has measured; nil if it has not.
    private func report(measurementIn detail: String) -> ExportBundle.File? {
        detail.split(separator: "\n").first { $0.hasPrefix("measured ") }.map {
            ExportBundle.File("report.txt", StreamReport(design: design, measurement: String($0)).text)
        }
    }

    /// Simulates and proves the bundle that lies in the runner's folder.
    func prove(
        in runner: ToolRunner, _ proof: inout ProofReport, _ meter: inout StageMeter
    ) throws -> [ExportBundle.File] {
        var report: ExportBundle.File?
        for simulator in SimulationProof.Simulator.verilog {
            try meter.next()
            try proof.check("The Verilog answers like the netlist of the whole net in \(simulator.rawValue).") {
                let (outcome, detail) = try SimulationProof(runner: runner).run(simulator)
                if outcome == .passed { report = self.report(measurementIn: detail) ?? report }
                return (outcome, detail)
            }
        }
        for luts in formal {
            try meter.next()
            try proof.check("The logic of \(luts.name) is its netlist, for all inputs (yosys).") {
                try luts.run(runner)
            }
        }
        return report.map { [$0] } ?? []
    }
}
