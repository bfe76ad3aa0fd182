import BinaryBrain
import Foundation
import Workbench

/// Numbers as they are shown: few digits, never wider than needed, independent of the locale.
enum NumberText {
    /// A measured value with about four significant digits, such as `0.1234`, `12.3`, `1.2e-05`.
    static func value(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-inf" : "inf" }
        let size = abs(value)
        switch size {
        case 0: return "0"
        case ..<0.001: return String(format: "%.1e", value)
        case ..<0.1: return String(format: "%.5f", value)
        case ..<10: return String(format: "%.4f", value)
        case ..<1000: return String(format: "%.1f", value)
        default: return String(format: "%.3g", value)
        }
    }

    /// A round number of an axis without superfluous zeros, such as `0.25`, `1`, `2e-05`, `1.5k`.
    static func tick(_ value: Double) -> String {
        let size = abs(value)
        if size >= 10_000 || (size < 0.001 && size > 0) {
            return size < 1 ? String(format: "%.2g", value) : count(value)
        }
        return String(format: "%.4g", value)
    }

    /// A count or a rate with a unit prefix, such as `950`, `12.3k`, `4M`.
    static func count(_ value: Double) -> String {
        guard value.isFinite else { return "?" }
        for (limit, divisor, unit) in [
            (1e4, 1.0, ""), (999_950.0, 1e3, "k"), (999_950_000.0, 1e6, "M"), (Double.infinity, 1e9, "G"),
        ]
        where abs(value) < limit {
            let scaled = value / divisor
            if unit.isEmpty { return String(format: "%.0f", scaled) }
            return String(format: abs(scaled) < 100 ? "%.3g" : "%.0f", scaled) + unit
        }
        return "?"
    }

    /// A share as a percentage, such as `98.3%`.
    static func percent(_ share: Double, digits: Int = 1) -> String {
        share.isFinite ? String(format: "%.\(digits)f%%", share * 100) : value(share)
    }

    /// A metric: a share as a percentage, any other figure as a value.
    static func metric(_ value: Double, _ kind: MetricKind) -> String {
        kind.isShare ? percent(value) : Self.value(value)
    }

    /// A duration, such as `0:07`, `12:34`, `1:02:03`, `3d 04h`.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "?" }
        let total = Int(seconds.rounded())
        if total >= 86_400 { return String(format: "%dd %02dh", total / 86_400, total % 86_400 / 3600) }
        if total >= 3600 { return String(format: "%d:%02d:%02d", total / 3600, total % 3600 / 60, total % 60) }
        return String(format: "%d:%02d", total / 60, total % 60)
    }

    /// A learning rate as a person writes it: all its digits in single precision, and no others.
    static func rate(_ value: Double) -> String { FigureText.shortest(Float(value)) }
}
