/// Cycles and levels of the parts around a net that no choice of registers changes.
enum DesignCycles {
    /// A pixel's through the guard of a stream.
    static let guarding = 1
    /// From an image, all pixels of which are there at once, to its bits.
    static let comparison = 1

    /// From a pixel of a stream to its bits: with several bit frames an image it passes a memory.
    static func modulation(frames: Int) -> Int { frames > 1 ? 3 : 1 }

    /// Of a choice among so many numbers.
    static func choice(numbers: Int) -> Int { numbers <= 1 ? 0 : (numbers - 1).bitsNeeded }

    /// Levels of a population count of so many bits, at least one: compressors, the addition of two words, and that to an earlier count.
    static func countLevels(bitCount: Int, isSummed: Bool) -> Int {
        let (compressors, isAddition) = countShape(bitCount)
        return max(1, compressors + (isAddition ? 1 : 0) + (isSummed ? 1 : 0))
    }

    /// Levels of compressors, and whether two words remain to be added.
    private static func countShape(_ bitCount: Int) -> (compressors: Int, isAddition: Bool) {
        var columns = [bitCount]
        var compressors = 0
        while columns.contains(where: { $0 > 2 }) {
            var next = [Int](repeating: 0, count: columns.count + 2)
            for (weight, bits) in columns.enumerated() {
                for group in stride(from: 0, to: bits, by: 6).map({ min(6, bits - $0) }) {
                    if group > 2 {
                        for place in 0..<(group == 3 ? 2 : 3) { next[weight + place] += 1 }
                    } else {
                        next[weight] += group
                    }
                }
            }
            columns = next
            compressors += 1
        }
        return (compressors, columns.contains { $0 > 1 })
    }
}
