import BinaryBrain

/// A format that a circuit can be written in: its files, and what its own part of the proof is.
protocol BundleWriter {
    /// The whole net as LUTs: what the bundle must answer like.
    var circuit: Circuit { get }
    /// LUTs as trained and LUTs written.
    var lutCounts: (raw: Int, simplified: Int) { get }
    /// What there is to know of the clock that was asked for, a sentence; nil if the rule promises it, or for software.
    var clockNotice: String? { get }
    /// All files but the proof's.
    func files(_ vectors: VectorSet) throws -> ExportBundle
    /// The stages of `prove` with rough durations.
    var proofStages: [(String, Double)] { get }
    /// What `prove` does not look at.
    var limits: [String] { get }
    /// Checks the bundle that lies in the runner's folder.
    /// - Returns: files of the bundle that say more now.
    func prove(in runner: ToolRunner, _ proof: inout ProofReport, _ meter: inout StageMeter) throws
        -> [ExportBundle.File]
}

extension BundleWriter {
    /// Those of the whole net.
    var lutCounts: (raw: Int, simplified: Int) { (circuit.raw.luts.count, circuit.netlist.luts.count) }
    /// Software has no clock.
    var clockNotice: String? { nil }
}

extension ExportFormat {
    /// The writer of this format. In hardware a net with convolutions streams; any other takes a frame of bits at once, unless
    /// it is to stream as well.
    func writer(_ circuit: Circuit, of net: any Model) throws -> any BundleWriter {
        switch self {
        case .verilog:
            guard !ReservedWords.areSignals(circuit.name) else {
                throw BrainError(
                    .parameter, what: "module name '\(circuit.name)'", why: "a signal within the module has this name",
                    remedy: "give another, with --module")
            }
            guard
                let plan = try StreamPlan(
                    net, framesPerImage: circuit.framesPerImage, isRequired: circuit.options.isStream)
            else {
                try DesignRegisters.checkLatency(circuit, latency: circuit.latency)
                return VerilogBundle(circuit: circuit)
            }
            guard !circuit.options.includesIO || !circuit.netlist.encoding.hasOwnThresholds else {
                throw BrainError(
                    .usage, what: "export of \(net.displayName) as a stream of pixels",
                    why:
                        "each pixel has thresholds of its own, and the comparison in front of a stream has one for all",
                    remedy: "export without --with-io, or train with uniform thresholds or a list")
            }
            return StreamBundle(design: try StreamDesign(circuit, plan: plan))
        case .c: return CBundle(circuit: circuit)
        case .hls: return HLSBundle(circuit: circuit)
        case .vhdl:
            try DesignRegisters.checkLatency(circuit, latency: circuit.latency)
            return VHDLBundle(circuit: circuit)
        case .blif: return LogicBundle(circuit: circuit, form: .blif)
        case .aiger: return LogicBundle(circuit: circuit, form: .aiger)
        }
    }
}
