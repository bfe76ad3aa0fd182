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

    /// The clock that the period allows.
    var megahertz: Double { 1000 / period }
    /// What constraints ask for: more than is likely, so that no tool stops while it could still do better.
    var requestedMegahertz: Double { 1.25 * megahertz }
    /// The clock with its error, for a report.
    var text: String {
        "\(megahertz.fixed(0)) MHz" + (errorPercent.map { " ± \($0) %" } ?? ", not compared with routed designs")
    }
}

extension Circuit {
    /// The estimate for this circuit.
    var clockEstimate: ClockEstimate {
        clockEstimate(
            DesignSize(
                levels: levelsBetweenRegisters, hasWindows: false, hasImageMemory: false),
            cyclesPerFrame: 1)
    }

    /// LUTs in a row from register to register.
    var levelsBetweenRegisters: Int {
        let interval = options.registerInterval
        return interval == 0 ? netlist.statistics.levelCount : min(interval, netlist.statistics.levelCount)
    }

    /// The estimate for a design around this net.
    func clockEstimate(_ size: DesignSize, cyclesPerFrame: Int) -> ClockEstimate {
        let timing = options.device.timing
        let (period, reason) = timing.period(of: size)
        return ClockEstimate(
            period: period, imagesPerSecond: 1e9 / period / Double(framesPerImage * cyclesPerFrame),
            basis: "\(reason) on \(timing.part)", errorPercent: timing.errorPercent)
    }

    /// Registers of one bit, `user` apart.
    var flipFlopCount: Int {
        pipeline.flipFlopCount + pipeline.stageCount + (options.includesIO ? WithIOWriter(self).flipFlopCount : 0)
    }

    /// Cycles from the last one in which an image or frame is at the input to the answer.
    var latency: Int { options.includesIO ? WithIOWriter(self).latency : pipeline.stageCount }
}
