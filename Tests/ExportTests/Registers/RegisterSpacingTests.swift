import BinaryBrain
import Netlist
import Testing

@testable import Export

/// Where registers are put, and what a wish for a clock or a latency becomes.
@Suite struct RegisterSpacingTests {
    @Test func stagesAreSpreadEvenly() {
        for levels in 1...12 {
            for count in 1...12 {
                let spacing = RegisterSpacing.stages(count)
                let stages = (1...levels).map { spacing.stage(ofLevel: $0, of: levels) }
                #expect(stages == stages.sorted() && stages.last == count)
                let sizes = (1...count).map { stage in stages.count { $0 == stage } }
                #expect(sizes.max()! - sizes.min()! <= 1, "\(levels) levels in \(count) stages: \(sizes)")
                #expect(sizes.max() == spacing.longestPart(levels: levels))
            }
            for interval in 1...12 {
                let spacing = RegisterSpacing.every(interval)
                #expect(spacing.stage(ofLevel: levels, of: levels) == spacing.stageCount(levels: levels))
                #expect(spacing.longestPart(levels: levels) == min(interval, levels))
            }
        }
    }

    private func circuit(_ options: ExportOptions) throws -> Circuit {
        try Circuit(
            ExportNets.classifier(widths: [120, 60, 40, 30, 20]), title: "x",
            classNames: (0..<10).map(String.init), options: options)
    }

    /// The fewest registers whose paths the rule finds short enough.
    @Test func aClockTakesAsFewRegistersAsItCan() throws {
        var last = Int.max
        for clock in [400.0, 200, 120, 80, 60, 20] {
            let options = ExportOptions(clock: clock, device: .ecp5, includesIO: true)
            let circuit = try circuit(options)
            let timing = options.device.timing
            let longest = circuit.levelsBetweenRegisters
            let period = 1000 / clock * (1 - Double(try #require(timing.errorPercent)) / 100)
            #expect(timing.netPath(levels: longest) <= period || longest == 1)
            let levels = circuit.netlist.statistics.levelCount
            #expect(longest == levels || timing.netPath(levels: longest + 1) > period, "\(clock) MHz")
            #expect(circuit.latency <= last)
            last = circuit.latency
            #expect(circuit.clockEstimate.requestedMegahertz == clock)
        }
        #expect(try circuit(ExportOptions(clock: 20, device: .ecp5)).pipeline.stageCount == 1)
        // What the rule does not promise with its error is said.
        let sure = try circuit(ExportOptions(clock: 60, device: .ecp5)).clockEstimate
        let daring = try circuit(ExportOptions(clock: 170, device: .ecp5)).clockEstimate
        #expect(sure.notice == nil && daring.megahertz > 170 && daring.notice?.contains("170 MHz") == true)
    }

    @Test func aLatencyIsKept() throws {
        for wanted in 0...14 {
            #expect(try circuit(ExportOptions(latency: wanted)).latency == wanted)
        }
        let least = try circuit(ExportOptions(latency: 0, includesIO: true)).latency
        for wanted in least...least + 12 {
            let circuit = try circuit(ExportOptions(latency: wanted, includesIO: true))
            #expect(circuit.latency == wanted)
            try DesignRegisters.checkLatency(circuit, latency: circuit.latency)
        }
        let short = try circuit(ExportOptions(latency: least - 1, includesIO: true))
        #expect(throws: BrainError.self) { try DesignRegisters.checkLatency(short, latency: short.latency) }
    }

    /// More registers never make the longest path longer.
    @Test func moreCyclesAreNoSlower() throws {
        var last = 0.0
        for wanted in 6...16 {
            let megahertz = try circuit(ExportOptions(latency: wanted, device: .ice40, includesIO: true)).clockEstimate
                .megahertz
            #expect(megahertz >= last - 1e-9, "\(wanted) cycles")
            last = megahertz
        }
    }

    @Test(arguments: ["250MHz", "250", "250 mhz", "0.25GHz", "250000 kHz"]) func clocksAreRead(text: String) throws {
        #expect(try ExportOptions.megahertz(parsing: text) == 250)
    }

    @Test(arguments: ["", "fast", "250 W", "-3", "1e3"]) func whatIsNoClockIsRefused(text: String) {
        #expect(throws: BrainError.self) { try ExportOptions.megahertz(parsing: text) }
    }

    @Test func wishesExcludeOneAnother() {
        for options in [
            ExportOptions(registerInterval: 2, clock: 100), ExportOptions(clock: 100, latency: 3),
            ExportOptions(registerInterval: 0, latency: 3), ExportOptions(clock: 0), ExportOptions(latency: -1),
        ] { #expect(throws: BrainError.self) { try options.validate() } }
    }
}
