import BinaryBrain
import Netlist

/// Where a design has its registers: in a row of LUTs, and in the population counts behind them.
struct DesignRegisters: Hashable {
    /// Among the levels of the net's LUTs.
    var net: RegisterSpacing
    /// Among the levels of a population count; the last register there holds the count.
    var head: RegisterSpacing

    /// Registers behind every so many levels everywhere.
    init(interval: Int) {
        net = .every(interval)
        head = .every(interval)
    }

    /// What options ask for.
    /// - Parameters:
    ///   - levels: levels of LUTs, and of a population count (0 without one).
    ///   - fixedCycles: cycles of the latency that no choice changes.
    init(
        _ options: ExportOptions, levels: (net: Int, head: Int), fixedCycles: Int
    ) {
        self.init(interval: options.registerInterval)
        let timing = options.device.timing
        if let clock = options.clock {
            // The fewest registers whose paths are short enough even if the rule errs, or, where none are, the shortest paths.
            let longest = timing.longestPart(reaching: timing.safePeriod(reaching: clock))
            net = .every(max(1, longest.net))
            head = .every(max(1, longest.head))
        } else if let latency = options.latency {
            share(max(0, latency - fixedCycles), levels, timing)
        }
    }

    /// Gives so many registers to net and count such that the longest path is as short as it can be.
    private mutating func share(_ cycles: Int, _ levels: (net: Int, head: Int), _ timing: DeviceTiming) {
        guard levels.head > 0 else {
            net = .stages(cycles)
            return
        }
        // The register of the count is always there. More registers than levels are wires of the net's.
        let best = (1...max(1, min(levels.head, cycles))).min { first, second in
            func period(_ head: Int) -> Double {
                let (netSpacing, headSpacing) = (
                    RegisterSpacing.stages(max(0, cycles - head)), RegisterSpacing.stages(head)
                )
                return max(
                    timing.netPath(levels: netSpacing.longestPart(levels: levels.net)),
                    timing.headPath(levels: headSpacing.longestPart(levels: levels.head)))
            }
            return period(first) < period(second)
        }
        let headStages = best ?? 1
        head = .stages(headStages)
        net = .stages(max(0, cycles - headStages))
    }
}

extension DesignRegisters {
    /// What options ask for of a whole net with all that they put around it.
    init(_ options: ExportOptions, _ netlist: Netlist, hasClasses: Bool) {
        let frames = netlist.encoding.frameModulationSize
        let numbers = netlist.decoding.shape.count
        let count =
            options.includesIO
            ? DesignCycles.countLevels(bitCount: netlist.outputs.count / numbers, isSummed: frames > 1) : 0
        var fixed = options.isStream ? DesignCycles.guarding : 0
        if options.includesIO {
            fixed += options.isStream ? DesignCycles.modulation(frames: frames) : DesignCycles.comparison
            fixed += hasClasses ? DesignCycles.choice(numbers: numbers) : 0
        }
        self.init(
            options, levels: (netlist.statistics.levelCount, count), fixedCycles: fixed)
    }

    /// - Throws: `BrainError` if options ask for a latency that the design cannot have.
    static func checkLatency(_ circuit: Circuit, latency: Int?) throws {
        guard let wanted = circuit.options.latency else { return }
        guard let latency else {
            throw BrainError(
                .usage, what: "latency \(wanted)",
                why: "an answer of this design waits for rows or for earlier images, so its latency is not fixed",
                remedy: "ask for a --clock instead")
        }
        guard latency == wanted else {
            throw BrainError(
                .usage, what: "latency \(wanted)", why: "the design takes \(latency) cycles at least",
                remedy: "choose \(latency) or more")
        }
    }
}
