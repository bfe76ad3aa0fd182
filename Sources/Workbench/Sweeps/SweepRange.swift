import Foundation

/// Numbers between two ends, from which a sweep draws: `16..256`, `0.1..0.9`, or `log 1e-4..1e-1`, where every factor is as likely.
public struct SweepRange: Sendable, Hashable {
    private let lower: Double
    private let upper: Double
    private let isLogarithmic: Bool
    private let isInteger: Bool
    private let text: String

    /// Digits of a number that is drawn, counted from the first in which the ends can differ.
    private static let digits = 4

    /// Reads a range; nil for text that is not one.
    /// - Throws: `BrainError` of kind `.usage` for ends that are no numbers or in the wrong order.
    init?(parsing text: String, axis: String) throws {
        // Two dots can also be part of a path.
        guard text.contains(".."), !text.contains("/") else { return nil }
        isLogarithmic = text.hasPrefix("log ")
        let ends = (isLogarithmic ? String(text.dropFirst(4)) : text).components(separatedBy: "..")
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard ends.count == 2, let lower = Double(ends[0]), let upper = Double(ends[1]), lower < upper,
            lower.isFinite, upper.isFinite, !isLogarithmic || lower > 0
        else { throw SweepAxis.error(axis, "'\(text)' is no range of rising numbers, positive after log") }
        self.lower = lower
        self.upper = upper
        isInteger = ends.allSatisfy { Int($0) != nil }
        self.text = text
    }

    /// How many whole numbers it has; nil for a range of numbers with a fraction.
    var wholeNumbers: Int? { isInteger ? Int(exactly: upper - lower + 1) : nil }

    /// The number at a place, 0 ≤ place < 1, as text.
    func value(at place: Double) -> String {
        if isInteger {
            // Each whole number has the same room, the last one too.
            let end = upper + 1
            let value = isLogarithmic ? lower * pow(end / lower, place) : lower + (end - lower) * place
            return String(Int(min(upper, value.rounded(.down))))
        }
        let value = isLogarithmic ? lower * pow(upper / lower, place) : lower + (upper - lower) * place
        // 1000.1..1000.2 takes more digits than 0.1..0.2. Rounding must not leave the range either.
        let common = max(0, Int(log10(max(abs(lower), abs(upper)) / (upper - lower))))
        let text = String(format: "%.\(min(17, Self.digits + common))g", value)
        guard let rounded = Double(text), (lower...upper).contains(rounded) else { return "\(value)" }
        return text
    }
}
