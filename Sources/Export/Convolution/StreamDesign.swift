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

        /// All registers of one bit.
        var flipFlopCount: Int { (luts?.flipFlopCount ?? 0) + otherFlipFlops }
    }

    /// The unrolled net: what the stream must answer like.
    let circuit: Circuit
    let plan: StreamPlan
    let modules: [Module]

    /// - Throws: `BrainError` if options do not go with a stream.
    init(_ circuit: Circuit, plan: StreamPlan) throws {
        guard !circuit.options.includesIO else {
            throw BrainError(
                .usage, what: "export with inputs and outputs", why: "a convolutional net streams bits",
                remedy: "export without --with-io; io.md says how pixels become bits and bits a class")
        }
        self.circuit = circuit
        self.plan = plan
        // Room for the suffixes within what an identifier may have.
        let prefix = String(circuit.name.prefix(40))
        var modules: [Module] = []
        for (index, stage) in plan.stages.enumerated() {
            let name = "\(prefix)_stage\(index)"
            switch stage {
            case .convolution(let convolution):
                let luts = try Self.luts(convolution.netlist, "\(name)_luts", circuit)
                let window = WindowWriter(moduleName: "\(name)_window", stage: convolution)
                modules.append(
                    Module(
                        name: name,
                        role: "\(convolution.name) \(convolution.rows.filter) x \(convolution.columns.filter)",
                        luts: luts,
                        sources: [
                            Self.file(window.moduleName, window.write()),
                            Self.file(
                                name,
                                StreamModules.convolution(
                                    name, window: window.moduleName, luts: luts.name, convolution)),
                        ], otherFlipFlops: window.flipFlopCount, memoryBits: window.memoryBits,
                        cycles: max(window.scanCycles, convolution.input.pixelCount)))
            case .pooling(let pooling):
                let pool = PoolWriter(moduleName: name, stage: pooling)
                modules.append(
                    Module(
                        name: name, role: "\(pooling.name) \(pooling.filter.height) x \(pooling.filter.width)",
                        luts: nil,
                        sources: [Self.file(name, pool.write())], otherFlipFlops: pool.flipFlopCount,
                        memoryBits: pool.memoryBits,
                        cycles: pooling.input.pixelCount))
            }
        }
        if let tail = plan.tail {
            let name = "\(prefix)_tail"
            let luts = try Self.luts(tail, "\(name)_luts", circuit)
            modules.append(
                Module(
                    name: name, role: "LUTs that read the whole map", luts: luts,
                    sources: [
                        Self.file(
                            name,
                            StreamModules.tail(name, luts: luts.name, map: plan.map, outputs: tail.outputs.count))
                    ], otherFlipFlops: StreamModules.collectorFlipFlops(plan.map), memoryBits: 0,
                    cycles: plan.map.pixelCount))
        }
        self.modules = modules
    }

    private static func luts(_ netlist: Netlist, _ name: String, _ circuit: Circuit) throws -> Circuit {
        var options = circuit.options
        options.moduleName = name
        return try Circuit(netlist, title: name, classNames: [], options: options)
    }

    private static func file(_ module: String, _ source: String) -> ExportBundle.File {
        .init("rtl/\(module).v", source)
    }

    /// LUTs in a row where a window decides on rows and banks.
    static let windowLevels = 4

    /// Cycles that a frame takes at least: those of the slowest stage.
    var cyclesPerFrame: Int { modules.map(\.cycles).max() ?? 1 }
    /// The clock by the longest row of LUTs, in the net or in a window.
    var clockEstimate: ClockEstimate {
        circuit.clockEstimate(
            levels: circuits.map(\.levelsBetweenRegisters).reduce(Self.windowLevels, max),
            cyclesPerFrame: cyclesPerFrame)
    }

    /// The modules of LUTs.
    var circuits: [Circuit] { modules.compactMap(\.luts) }
    /// LUTs that are written.
    var lutCount: Int { circuits.reduce(0) { $0 + $1.netlist.luts.count } }
    /// LUTs as trained.
    var rawLutCount: Int { circuits.reduce(0) { $0 + $1.raw.luts.count } }
    /// Input counts of LUTs that are primitives of the device.
    var primitiveSizes: [Int] { Set(circuits.flatMap(\.primitiveSizes)).sorted() }

    /// Verilog sources of the design, the top first.
    var sources: [ExportBundle.File] {
        let top = Self.file(
            circuit.name,
            StreamModules.top(circuit.name, title: circuit.title, plan: plan, modules: modules.map(\.name)))
        return [top]
            + modules.flatMap { module in
                module.sources
                    + (module.luts.map { circuit in
                        var core = CoreWriter(circuit)
                        return [Self.file(circuit.name, core.write())]
                    } ?? [])
            }
    }
}
