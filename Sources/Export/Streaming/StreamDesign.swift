import BinaryBrain
import Netlist

/// A plan with the modules that it becomes: names, LUTs of each stage, and what they cost.
struct StreamDesign {
    /// A module of the chain, and the LUTs in it.
    struct Module {
        let name: String
        /// What it is, for people.
        let role: String
        /// Its LUTs; nil for a pooling.
        let luts: Circuit?
        /// Its own source, and those of windows.
        let sources: [ExportBundle.File]
        /// Registers of one bit beside those of the LUTs.
        let otherFlipFlops: Int
        /// Bits of line buffers.
        let memoryBits: Int
        /// Cycles that it takes for a frame, at least.
        let cycles: Int
        /// Cycles of a frame in which its LUTs work; nil for all.
        var activeCycles: Int?

        /// All registers of one bit.
        var flipFlopCount: Int { (luts?.flipFlopCount ?? 0) + otherFlipFlops }
    }

    /// The unrolled net: what the stream must answer like.
    let circuit: Circuit
    let plan: StreamPlan
    /// The chain of the net's own modules.
    let stages: [Module]
    /// What stands around the chain; nil if bits come in and leave.
    let shell: StreamShell?

    /// - Throws: `BrainError` if options do not go with a stream.
    init(_ circuit: Circuit, plan: StreamPlan) throws {
        let plan = circuit.options.includesIO ? try plan.countable(circuit) : plan
        self.circuit = circuit
        self.plan = plan
        var reduced = circuit.reducedStages[...]
        var stages = try plan.stages.enumerated().map { index, stage in
            try Self.module("\(circuit.name)_stage\(index)", stage, circuit, &reduced)
        }
        if let tail = plan.tail {
            if plan.stages.isEmpty, circuit.care != nil, reduced.isEmpty { reduced = [circuit.netlist] }
            stages.append(
                try Self.module(
                    "\(circuit.name)_tail", tail, plan.map, isWholeNet: plan.stages.isEmpty, circuit, reduced.first))
        }
        self.stages = stages
        shell = circuit.options.includesIO ? StreamShell(circuit, plan: plan) : nil
        try DesignRegisters.checkLatency(
            circuit, latency: latency.map { $0 - plan.input.pixelCount * (shell == nil ? 1 : circuit.framesPerImage) })
    }

    /// - Parameter reduced: what training data have left of the convolutions from this one on.
    private static func module(
        _ name: String, _ stage: StreamPlan.Stage, _ circuit: Circuit, _ reduced: inout ArraySlice<Netlist>
    ) throws -> Module {
        switch stage {
        case .convolution(let convolution):
            let luts = try Self.luts(convolution.netlist, "\(name)_luts", circuit, reduced: reduced.popFirst())
            let window = WindowWriter(moduleName: "\(name)_window", stage: convolution)
            return Module(
                name: name, role: "\(convolution.name) \(convolution.rows.filter) x \(convolution.columns.filter)",
                luts: luts,
                sources: [
                    file(window.moduleName, window.write()),
                    file(
                        name,
                        StreamModules.convolution(name, window: window.moduleName, luts: luts.name, convolution)),
                ], otherFlipFlops: window.flipFlopCount, memoryBits: window.memoryBits,
                cycles: max(window.scanCycles, convolution.input.pixelCount))
        case .pooling(let pooling):
            let pool = PoolWriter(moduleName: name, stage: pooling)
            return Module(
                name: name, role: "\(pooling.name) \(pooling.filter.height) x \(pooling.filter.width)", luts: nil,
                sources: [file(name, pool.write())], otherFlipFlops: pool.flipFlopCount, memoryBits: pool.memoryBits,
                cycles: pooling.input.pixelCount)
        }
    }

    /// The module that collects a map for LUTs that read all of it.
    private static func module(
        _ name: String, _ tail: Netlist, _ map: StreamSize, isWholeNet: Bool, _ circuit: Circuit, _ reduced: Netlist?
    ) throws -> Module {
        let luts = try Self.luts(tail, "\(name)_luts", circuit, reduced: reduced)
        return Module(
            name: name,
            role: "\(tail.luts.isEmpty ? "collector of" : "LUTs that read") the whole \(isWholeNet ? "image" : "map")",
            luts: luts, sources: [file(name, StreamModules.tail(name, luts: luts, map: map))],
            otherFlipFlops: StreamModules.tailFlipFlops(map, latency: luts.pipeline.stageCount), memoryBits: 0,
            cycles: max(map.pixelCount, luts.pipeline.stageCount + 1),
            activeCycles: luts.pipeline.stageCount == 0 ? nil : luts.pipeline.stageCount)
    }

    /// - Parameter reduced: what training data have left of the netlist; nil for all of it.
    private static func luts(
        _ netlist: Netlist, _ name: String, _ circuit: Circuit, reduced: Netlist?
    ) throws -> Circuit {
        var options = circuit.options
        options.includesIO = false
        let luts = Circuit(
            netlist, name: name, title: name, classNames: [], options: options, registers: circuit.registers)
        guard let reduced else { return luts }
        let own = try Netlist(
            inputCount: netlist.inputCount, luts: reduced.luts, outputs: reduced.outputs,
            layerNames: reduced.layerNames, encoding: netlist.encoding, decoding: netlist.decoding)
        return Circuit(luts, reduced: own, circuit.care)
    }

    static func file(_ module: String, _ source: String) -> ExportBundle.File {
        .init("rtl/\(module).v", source)
    }

    /// All modules below the top, in the order of the signal.
    var modules: [Module] { [entrance] + inner }
    /// Those behind the guard.
    private var inner: [Module] { (shell.map { [$0.front] } ?? []) + stages + (shell.map { [$0.back] } ?? []) }

    private var guardian: GuardWriter {
        let luts = circuits.reduce(0) { $0 + $1.pipeline.stageCount }
        let head = shell?.latency ?? 0
        return GuardWriter(
            moduleName: "\(circuit.name)_guard", frame: plan.input,
            pixelBits: shell?.modulator.pixelBits ?? plan.input.channels,
            ticketCount: GuardWriter.ticketCount(
                modules: inner.count, cycles: luts + head, pixels: plan.input.pixelCount))
    }

    /// The module in front of all others.
    private var entrance: Module {
        let writer = guardian
        return Module(
            name: writer.moduleName, role: "whole frames of pixels", luts: nil,
            sources: [Self.file(writer.moduleName, writer.write())], otherFlipFlops: writer.flipFlopCount,
            memoryBits: writer.memoryBits, cycles: plan.input.pixelCount)
    }

    /// Cycles that a frame takes at least: those of the slowest stage.
    var cyclesPerFrame: Int { modules.map(\.cycles).max() ?? 1 }
    /// Cycles from an image's first pixel, or a bit frame's without inputs and outputs, to the answer, if nothing stalls; nil
    /// where windows wait for rows, or frames for the LUTs: a simulation measures it.
    var latency: Int? {
        guard plan.stages.isEmpty, let luts = stages.first?.luts, plan.map.pixelCount > luts.pipeline.stageCount
        else { return nil }
        let own = DesignCycles.guarding + plan.map.pixelCount + luts.pipeline.stageCount
        guard let shell else { return own }
        return shell.latency.map { own + (circuit.framesPerImage - 1) * plan.map.pixelCount + $0 }
    }
    /// The clock by the slowest of its parts.
    var clockEstimate: ClockEstimate {
        circuit.clockEstimate(size, cyclesPerFrame: cyclesPerFrame)
    }
    /// What its clock depends on.
    var size: DesignSize {
        DesignSize(
            levels: circuits.map(\.levelsBetweenRegisters).max() ?? 0,
            headLevels: shell == nil ? 0 : circuit.headLevelsBetweenRegisters,
            isRegistered: (circuits.last?.pipeline.stageCount ?? 1) > 0, lutCount: lutCount,
            hasWindows: plan.stages.contains {
                if case .convolution = $0 { true } else { false }
            }, hasImageMemory: shell != nil && circuit.framesPerImage > 1)
    }

    /// The modules of LUTs.
    var circuits: [Circuit] { stages.compactMap(\.luts) }
    /// LUTs that are written.
    var lutCount: Int { circuits.reduce(0) { $0 + $1.netlist.luts.count } }
    /// What a simulation of a frame takes, in evaluations of LUTs: those of a stage work in each of its cycles, those of a
    /// tail only while a frame is in them; to shift 16 bits takes as long as a LUT.
    var evaluationsPerFrame: Int {
        modules.reduce(0) { $0 + ($1.luts?.netlist.luts.count ?? 0) * ($1.activeCycles ?? $1.cycles) }
            + (plan.tail == nil ? 0 : plan.map.pixelCount * plan.map.pixelCount * plan.map.channels / 16)
    }
    /// LUTs as trained.
    var rawLutCount: Int { circuits.reduce(0) { $0 + $1.raw.luts.count } }
    /// Input counts of LUTs that are primitives of the device.
    var primitiveSizes: [Int] { Set(circuits.flatMap(\.primitiveSizes)).sorted() }

    /// The module that puts the stream on AXI; nil without.
    var axi: AXIInterface? {
        guard circuit.options.bus == .axi else { return nil }
        return AXIInterface(
            name: circuit.name, interface: interface, circuit: circuit,
            digest: FileDigest(streamSources.flatMap(\.bytes)).sum)
    }

    /// Verilog sources of the design, the top first.
    var sources: [ExportBundle.File] {
        guard let axi else { return streamSources }
        return [Self.file(axi.name, AXITopWriter(axi: axi, title: circuit.title).write())] + streamSources
    }

    private var streamSources: [ExportBundle.File] {
        let name = circuit.options.bus == .axi ? "\(circuit.name)_stream" : circuit.name
        let top = StreamTopWriter(name: name, circuit: circuit, plan: plan, shell: shell, guardian: guardian)
        let chain = "\(circuit.name)_core"
        return [
            Self.file(name, top.write()),
            Self.file(chain, StreamModules.chain(chain, title: circuit.title, plan: plan, modules: stages.map(\.name))),
        ]
            + modules.flatMap { module in
                module.sources
                    + (module.luts.map { circuit in
                        var core = CoreWriter(circuit)
                        return [Self.file(circuit.name, core.write())]
                    } ?? [])
            }
    }
}
