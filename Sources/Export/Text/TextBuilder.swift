import Foundation

/// Text under construction, a line at a time.
struct TextBuilder {
    private(set) var text = ""

    /// Adds a line.
    mutating func line(_ content: String = "") {
        text += content
        text += "\n"
    }

    /// Adds whole lines that another builder made.
    mutating func append(_ lines: String) { text += lines }

    /// Adds several lines at once.
    mutating func lines(_ content: String) { line(content) }

    /// Adds the items of a list, several a line, with commas between them.
    mutating func list(_ items: [String], perLine: Int, margin: String = "        ") {
        for start in stride(from: 0, to: items.count, by: perLine) {
            let end = min(start + perLine, items.count)
            line("\(margin)\(items[start..<end].joined(separator: ", "))\(end < items.count ? "," : "")")
        }
    }

    /// The text as bytes.
    var bytes: [UInt8] { Array(text.utf8) }
}

extension FixedWidthInteger {
    /// The number in base 16 with at least `digits` digits.
    func hex(_ digits: Int) -> String {
        let text = String(self, radix: 16)
        return String(repeating: "0", count: Swift.max(0, digits - text.count)) + text
    }
}

extension Int {
    /// The number with a comma between thousands.
    var grouped: String {
        var digits = Array(String(magnitude))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return (self < 0 ? "-" : "") + String(digits)
    }

    /// Bits that hold the numbers 0 … self (at least one).
    var bitsNeeded: Int { Swift.max(1, Int.bitWidth - leadingZeroBitCount) }
}

extension Double {
    /// The number with so many digits behind the point.
    func fixed(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}
