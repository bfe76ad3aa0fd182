/// How frames are cut into pieces that fit the caches.
///
/// A block is `64 · wordCount` frames. Its bit frames are ordered by modulation step, then by frame: the words of step 0,
/// the words of step 1, … That way 64 frames are modulated by one comparison each, and counted by adding words.
struct BlockShape {
    /// Words of 64 frames.
    let wordCount: Int
    /// Modulation steps that are evaluated together; the counters go on from one such round to the next.
    let stepCount: Int

    /// Words of a row of bits: large enough that decoding a LUT costs little, small enough that the rows of all inputs stay
    /// in a cache of half a megabyte.
    static let rowWords = 32

    /// The shape for a number of frames that each become `modulationSize`, on several threads.
    init(frameCount: Int, modulationSize: Int, threadCount: Int) {
        let largest = max(1, Self.rowWords / modulationSize)
        let words = (frameCount + 63) / 64
        // Below a vector (4 words in all) a block costs as much as a whole one.
        let smallest = min(largest, max(1, (4 + modulationSize - 1) / modulationSize))
        wordCount = min(largest, max(smallest, (words + threadCount - 1) / threadCount))
        stepCount = min(modulationSize, Self.rowWords / wordCount)
    }
}
