/// How well a few letters fit a text that holds them in this order.
enum FuzzyMatch {
    /// The better, the higher; nil if the letters are not all there in order. Letters at the beginning of a word and letters
    /// that follow one another count more, and a short text beats a long one. Spaces and case do not count.
    static func score(_ pattern: String, in text: String) -> Int? {
        let wanted = Array(pattern.lowercased().filter { !$0.isWhitespace })
        guard !wanted.isEmpty else { return 0 }
        let letters = Array(text.lowercased())
        // best[j]: the best score with the letters so far, the last of them at place j of the text.
        var best = [Int?](repeating: nil, count: letters.count)
        for (number, letter) in wanted.enumerated() {
            var next = [Int?](repeating: nil, count: letters.count)
            var bestBefore: Int?
            for place in letters.indices {
                if letters[place] == letter, number == 0 || bestBefore != nil {
                    let isStart = place == 0 || !(letters[place - 1].isLetter || letters[place - 1].isNumber)
                    let reward = 1 + (isStart ? 8 : 0)
                    var score = number == 0 ? reward : (bestBefore ?? 0) + reward
                    if number > 0, place > 0, let previous = best[place - 1] {
                        score = max(score, previous + reward + 10)
                    }
                    next[place] = score
                }
                if let score = best[place] { bestBefore = max(bestBefore ?? .min, score) }
            }
            best = next
        }
        return best.compactMap { $0 }.max().map { $0 * 16 - min(letters.count, 200) }
    }
}
