import Netlist

/// How fast a design is likely to run, by rules of thumb; only place and route knows.
struct ClockEstimate {
    /// The longest path from register to register, in nanoseconds.
    let period: Double
    /// Images a second at that clock.
    let imagesPerSecond: Double
    /// What the figures rest on.
    let basis: String

    /// The clock that the period allows.
    var megahertz: Double { 1000 / period }
}

extension Circuit {
    /// The estimate for this circuit.
    var clockEstimate: ClockEstimate { clockEstimate(levels: levelsBetweenRegisters, cyclesPerFrame: 1) }

    /// LUTs in a row from register to register.
    var levelsBetweenRegisters: Int {
        let interval = options.registerInterval
        return interval == 0 ? netlist.statistics.levelCount : min(interval, netlist.statistics.levelCount)
    }

    /// The estimate for so many LUTs in a row.
    func clockEstimate(levels: Int, cyclesPerFrame: Int) -> ClockEstimate {
        let timing = options.device.timing
        let period = timing.period(levels: levels)
        return ClockEstimate(
            period: period, imagesPerSecond: 1e9 / period / Double(framesPerImage * cyclesPerFrame),
            basis: "\(levels) level\(levels == 1 ? "" : "s") of LUTs between registers on \(timing.part): "
                + "\(timing.overhead) ns clock-to-output and set-up, \(timing.perLut) ns a LUT, \(timing.perWire) ns a wire"
                + (timing.lutsPerLevel > 1 ? ", \(timing.lutsPerLevel) of its LUTs in a row for one of six inputs" : "")
        )
    }

    /// Registers of one bit, `user` apart.
    var flipFlopCount: Int {
        pipeline.flipFlopCount + pipeline.stageCount + (options.includesIO ? WithIOWriter(self).flipFlopCount : 0)
    }

    /// Cycles from the last one in which an image or frame is at the input to the answer.
    var latency: Int { options.includesIO ? WithIOWriter(self).latency : pipeline.stageCount }
}
