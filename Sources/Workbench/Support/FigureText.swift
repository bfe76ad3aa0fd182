import Foundation

extension Float {
    /// The number of the shortest decimal that is this number in single precision: 0.00125, not 0.0012500000593718141.
    public var shortestDouble: Double { isFinite ? Double(description) ?? Double(self) : Double(self) }
}

/// Figures as a person writes them.
public enum FigureText {
    /// The shortest decimal that is this number in single precision: `0.00125`, `3`, `1e-05`.
    public static func shortest(_ value: Float) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// With four places: `0.9120`.
    public static func fixed(_ value: Double) -> String { String(format: "%.4f", value) }

    /// How many times something is more than another: `1.3`, `38`, `1200`.
    public static func factor(_ value: Double) -> String {
        guard value.isFinite, value < 1e15 else { return "\(value)" }
        return value < 9.95 ? String(format: "%.1f", value) : "\(Int(Double(String(format: "%.2g", value)) ?? value))"
    }
}
