extension String {
    /// The text in lines of at most `width` cells, broken at spaces where there are any.
    func wrapped(to width: Int) -> [String] {
        guard width > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ", omittingEmptySubsequences: false).map(String.init) {
            if !line.isEmpty, line.displayWidth + 1 + word.displayWidth > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? word : " " + word
            while line.displayWidth > width {
                let kept = String(line.prefix(width))
                lines.append(kept)
                line = String(line.dropFirst(kept.count))
            }
        }
        return lines + [line]
    }
}
