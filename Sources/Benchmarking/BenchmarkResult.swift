/// One line of the benchmark report.
public struct BenchmarkResult: Sendable, Codable {
    /// What was measured, such as `lut-forward 784→2304 F=64`.
    public var name: String
    /// Threads used.
    public var threads: Int
    /// Shortest time of one repetition.
    public var seconds: Double
    /// Median of the times of all repetitions; nil in results of before it was kept.
    public var medianSeconds: Double?
    /// Frames (after modulation) in one repetition.
    public var frames: Double
    /// Images in one repetition, for whole nets.
    public var images: Double?
    /// Node·frames in one repetition, for LUT layers.
    public var nodeFrames: Double?
    /// Floating-point operations in one repetition, where they are the point.
    public var flop: Double?
    /// Bytes moved in one repetition, where they are the point.
    public var bytes: Double?
    /// Time of the reference twin on the same work, scaled to the same amount.
    public var referenceSeconds: Double?

    /// One line for people, against the machine's ceilings.
    public func line(_ machine: MachineCeilings) -> String {
        var parts = [name.padded(to: 38), "\(threads)T", Self.time(seconds).padded(to: 10)]
        if let medianSeconds { parts.append("median \(Self.time(medianSeconds))".padded(to: 17)) }
        parts.append(Self.rate(frames / seconds, "frames/s").padded(to: 16))
        if let images { parts.append(Self.rate(images / seconds, "images/s").padded(to: 16)) }
        if let nodeFrames {
            let nanoseconds = seconds / nodeFrames * 1e9
            parts.append("\(Self.digits(nanoseconds)) ns/node·frame".padded(to: 22))
            parts.append("\(Self.digits(nanoseconds * machine.clock * 1e-9)) cycles".padded(to: 14))
        }
        if let flop {
            let share = flop / seconds / (machine.flops * Double(threads))
            parts.append(Self.rate(flop / seconds, "FLOP/s").padded(to: 16))
            parts.append("\(Int((share * 100).rounded())) % of FMA peak")
        }
        if let bytes {
            let share = bytes / seconds / machine.copyBytes
            parts.append(Self.rate(bytes / seconds, "B/s").padded(to: 14))
            parts.append("\(Int((share * 100).rounded())) % of 1T memory")
        }
        if let referenceSeconds { parts.append("\(Self.digits(referenceSeconds / seconds))× the reference twin") }
        return parts.joined(separator: " ")
    }

    static func digits(_ value: Double) -> String {
        if value >= 100 { return String(Int(value.rounded())) }
        let decimals = value >= 10 ? 10.0 : value >= 1 ? 100.0 : 1000.0
        return String((value * decimals).rounded() / decimals)
    }

    static func rate(_ value: Double, _ unit: String) -> String {
        for (limit, prefix) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where value >= limit {
            return "\(digits(value / limit)) \(prefix)\(unit)"
        }
        return "\(digits(value)) \(unit)"
    }

    static func time(_ seconds: Double) -> String {
        seconds >= 1
            ? "\(digits(seconds)) s" : seconds >= 1e-3 ? "\(digits(seconds * 1e3)) ms" : "\(digits(seconds * 1e6)) µs"
    }
}

extension String {
    func padded(to width: Int) -> String { count >= width ? self : self + String(repeating: " ", count: width - count) }
}
