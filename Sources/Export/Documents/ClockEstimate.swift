import Netlist

/// How fast a design is likely to run, by rules of thumb; only place and route knows.
struct ClockEstimate {
    /// The longest path from register to register, in nanoseconds.
    let period: Double
    /// Images a second at that clock.
    let imagesPerSecond: Double
    /// What the figures rest on.
    let basis: String
    /// How far routed designs were from the rule, at most, in percent; nil where none was compared.
    let errorPercent: Int?
    /// The clock that somebody asked for, in megahertz; nil if nobody did.
    let asked: Double?
    /// Whether `make place` can route it.
    let isRoutable: Bool

    /// The clock that the period allows.
    var megahertz: Double { 1000 / period }
    /// What constraints ask for: the clock that is wanted, or more than is likely, so that no tool stops while it could still do
    /// better.
    var requestedMegahertz: Double { asked ?? 1.25 * megahertz }
    /// The clock with its error, for a report.
    var text: String {
        "\(megahertz.fixed(0)) MHz" + (errorPercent.map { " ± \($0) %" } ?? ", not compared with routed designs")
    }

    /// Lines of a report: the clock as it was asked for, estimated and routed.
    var lines: String {
        """
          clock, asked                 \(asked.map { "\($0.fixed($0 == $0.rounded() ? 0 : 2)) MHz" } ?? "none (--clock)")
          clock, estimated             \(text)
          clock, routed                \(isRoutable ? Self.notRouted : "no open tool routes for this part")
          images per second, estimated \(Int(imagesPerSecond).grouped)
          basis of the estimates       \(basis).
        """
    }

    /// What stands in a report where place and route was not made.
    static let notRouted = "not yet: `make place`, or export with --place"

    /// A sentence for whoever asks for a clock that the rule does not promise; nil if it does.
    var notice: String? {
        guard let asked, megahertz * (1 - Double(errorPercent ?? 0) / 100) < asked * 0.995 else { return nil }
        return
            "the clock asked for is \(asked.fixed(0)) MHz; the rule for this part expects \(text), because of \(basis)"
    }
}

extension Circuit {
    /// The estimate for this circuit.
    var clockEstimate: ClockEstimate {
        clockEstimate(
            DesignSize(
                levels: levelsBetweenRegisters, headLevels: headLevelsBetweenRegisters,
                isRegistered: pipeline.stageCount > 0,
                lutCount: netlist.luts.count, hasWindows: false, hasImageMemory: false),
            cyclesPerFrame: 1)
    }

    /// LUTs in a row from register to register.
    var levelsBetweenRegisters: Int { registers.net.longestPart(levels: netlist.statistics.levelCount) }

    /// Levels of a population count in a row from register to register; 0 without one.
    var headLevelsBetweenRegisters: Int {
        guard options.includesIO else { return 0 }
        return registers.head.longestPart(
            levels: DesignCycles.countLevels(bitCount: bitsPerNumber, isSummed: framesPerImage > 1))
    }

    /// The estimate for a design around this net.
    func clockEstimate(_ size: DesignSize, cyclesPerFrame: Int) -> ClockEstimate {
        let timing = options.device.timing
        let (period, reason) = timing.period(of: size)
        return ClockEstimate(
            period: period, imagesPerSecond: 1e9 / period / Double(framesPerImage * cyclesPerFrame),
            basis: "\(reason) on \(timing.part)", errorPercent: timing.errorPercent, asked: options.clock,
            isRoutable: options.device.isRoutable)
    }

    /// Registers of one bit, `user` apart.
    var flipFlopCount: Int {
        pipeline.flipFlopCount + pipeline.stageCount + (options.includesIO ? WithIOWriter(self).flipFlopCount : 0)
    }

    /// Cycles from the last one in which an image or frame is at the input to the answer.
    var latency: Int { options.includesIO ? WithIOWriter(self).latency : pipeline.stageCount }
}
