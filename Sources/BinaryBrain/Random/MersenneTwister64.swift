/// The 64-bit Mersenne twister mt19937_64 (Nishimura, Matsumoto 2000): every seed of a net starts here, so a net built
/// with the same seed is the original's net, wire for wire.
public struct MersenneTwister64: Sendable, RandomNumberGenerator {
    private static let stateSize = 312
    private static let middle = 156
    private var state: [UInt64]
    private var index: Int

    /// A generator with the standard seeding.
    public init(seed: UInt64) {
        state = [UInt64](repeating: 0, count: Self.stateSize)
        state[0] = seed
        for i in 1..<Self.stateSize {
            state[i] = 6_364_136_223_846_793_005 &* (state[i - 1] ^ (state[i - 1] >> 62)) &+ UInt64(i)
        }
        index = Self.stateSize
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        if index >= Self.stateSize { refill() }
        var x = state[index]
        index += 1
        x ^= (x >> 29) & 0x5555_5555_5555_5555
        x ^= (x << 17) & 0x71D6_7FFF_EDA6_0000
        x ^= (x << 37) & 0xFFF7_EEE0_0000_0000
        return x ^ (x >> 43)
    }

    private mutating func refill() {
        for k in 0..<Self.stateSize {
            let x = (state[k] & 0xFFFF_FFFF_8000_0000) | (state[(k + 1) % Self.stateSize] & 0x7FFF_FFFF)
            let twisted = (x >> 1) ^ (x & 1 == 1 ? 0xB502_6F5A_A966_19E9 : 0)
            state[k] = state[(k + Self.middle) % Self.stateSize] ^ twisted
        }
        index = 0
    }

    /// The whole state as words: 312 of state, one of position.
    public var savedState: [UInt64] { state + [UInt64(index)] }

    /// A generator that continues from a saved state; nil if the words cannot be one.
    public init?(savedState words: [UInt64]) {
        guard words.count == Self.stateSize + 1, words[Self.stateSize] <= UInt64(Self.stateSize) else { return nil }
        // From zeros alone come only zeros: whoever waits for another number waits forever.
        guard words.dropLast().contains(where: { $0 != 0 }) else { return nil }
        state = Array(words[..<Self.stateSize])
        index = Int(words[Self.stateSize])
    }
}
