/// Bars of blocks, an eighth of a cell fine; of `#` where there are only letters.
enum Bar {
    private static let horizontal: [Unicode.Scalar] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
    private static let vertical: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// A bar to the right that fills `share` of `width` cells; a share above 0 shows at least something.
    static func text(_ share: Double, width: Int, theme: Theme) -> String {
        guard width > 0, share > 0 else { return "" }
        let full = min(1, share) * Double(width)
        guard theme.glyphs != .ascii else { return String(repeating: "#", count: max(1, Int(full.rounded()))) }
        let eighths = max(1, Int((full * 8).rounded()))
        var text = String(repeating: "█", count: eighths / 8)
        if eighths % 8 > 0 { text.unicodeScalars.append(horizontal[eighths % 8 - 1]) }
        return text
    }

    /// Columns that stand on the bottom of `area`, one a cell, the tallest as high as the area.
    static func columns(_ heights: [Double], on canvas: inout Canvas, in area: Area, theme: Theme, style: Style) {
        guard let tallest = heights.max(), tallest > 0, !area.isEmpty else { return }
        for (x, height) in heights.prefix(area.width).enumerated() where height > 0 {
            let eighths = max(1, Int((height / tallest * Double(area.height * 8)).rounded()))
            for row in 0..<area.height {
                let filled = min(8, eighths - row * 8)
                guard filled > 0 else { break }
                let scalar: Unicode.Scalar
                if theme.glyphs == .ascii {
                    scalar = filled >= 4 || row == 0 ? "#" : " "
                } else {
                    scalar = vertical[filled - 1]
                }
                canvas.put(scalar, x: area.x + x, y: area.maxY - 1 - row, style: style)
            }
        }
    }
}
