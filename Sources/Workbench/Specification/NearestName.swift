/// Finds what a misspelt name was probably meant to be.
enum NearestName {
    /// The candidate nearest to `word`, if it is near enough to be a likely slip.
    static func suggestion(for word: String, among candidates: some Collection<String>) -> String? {
        let lowered = word.lowercased()
        let ranked = candidates.map { (name: $0, distance: distance(lowered, $0.lowercased())) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let best = ranked, best.distance <= max(2, word.count / 3), best.distance < word.count else { return nil }
        return best.name
    }

    /// `did you mean 'x'?`, or else the whole choice.
    static func remedy(for word: String, among candidates: some Collection<String>) -> String {
        if let name = suggestion(for: word, among: candidates) { return "did you mean '\(name)'?" }
        return "use one of \(candidates.sorted().joined(separator: ", "))"
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
    static func distance(_ first: String, _ second: String) -> Int {
        let a = Array(first.unicodeScalars)
        let b = Array(second.unicodeScalars)
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [Int](repeating: i + 1, count: b.count + 1)
            for j in 0..<b.count {
                row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
                }
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
