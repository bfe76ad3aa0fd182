/// The 32-bit Mersenne twister mt19937 (Matsumoto, Nishimura 1998) with its standard seed: what the original's InsertBitError
/// draws from.
struct MersenneTwister32 {
    private static let stateSize = 624
    private static let middle = 397
    private var state: [UInt32]
    private var index: Int

    init(seed: UInt32 = 5489) {
        state = [UInt32](repeating: 0, count: Self.stateSize)
        state[0] = seed
        for i in 1..<Self.stateSize {
            state[i] = 1_812_433_253 &* (state[i - 1] ^ (state[i - 1] >> 30)) &+ UInt32(i)
        }
        index = Self.stateSize
    }

    /// The next 32 bits.
    mutating func next() -> UInt32 {
        if index >= Self.stateSize { refill() }
        var x = state[index]
        index += 1
        x ^= x >> 11
        x ^= (x << 7) & 0x9d2c_5680
        x ^= (x << 15) & 0xefc6_0000
        return x ^ (x >> 18)
    }

    private mutating func refill() {
        for k in 0..<Self.stateSize {
            let x = (state[k] & 0x8000_0000) | (state[(k + 1) % Self.stateSize] & 0x7fff_ffff)
            state[k] = state[(k + Self.middle) % Self.stateSize] ^ (x >> 1) ^ (x & 1 == 1 ? 0x9908_b0df : 0)
        }
        index = 0
    }

    /// The whole state as words: 624 of state, one of position.
    var savedState: [UInt64] { state.map(UInt64.init) + [UInt64(index)] }

    /// A generator that continues from a saved state; nil if the words cannot be one.
    init?(savedState words: [UInt64]) {
        guard words.count == Self.stateSize + 1, words[Self.stateSize] <= UInt64(Self.stateSize) else { return nil }
        let numbers = words.dropLast().compactMap { UInt32(exactly: $0) }
        // From zeros alone come only zeros.
        guard numbers.count == Self.stateSize, numbers.contains(where: { $0 != 0 }) else { return nil }
        state = numbers
        index = Int(words[Self.stateSize])
    }
}
