/// A format that a circuit can be written in: its files, and what its own part of the proof is.
protocol BundleWriter {
    /// All files but the proof's.
    func files(_ vectors: VectorSet) throws -> ExportBundle
    /// The stages of `prove` with rough durations.
    var proofStages: [(String, Double)] { get }
    /// Checks the bundle that lies in the runner's folder.
    func prove(in runner: ToolRunner, _ proof: inout ProofReport, _ meter: inout StageMeter) throws
}

extension ExportFormat {
    /// The writer of this format.
    func writer(_ circuit: Circuit) -> any BundleWriter {
        switch self {
        case .verilog: VerilogBundle(circuit: circuit)
        case .c: CBundle(circuit: circuit)
        case .hls: HLSBundle(circuit: circuit)
        }
    }
}
