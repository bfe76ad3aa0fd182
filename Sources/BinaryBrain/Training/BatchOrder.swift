/// Which samples the mini-batches of an epoch take, as the manual's Runner does it: the first epoch in the order of the
/// data; after each epoch a shuffle. A tail smaller than a mini-batch is left out.
///
/// The order, the position in it and the generator are values, so an interrupted epoch can go on exactly where it was.
public struct BatchOrder: Sendable, Equatable {
    /// Index of each sample, in the order of this epoch.
    public private(set) var permutation: [Int32]
    /// Samples of this epoch that have been taken.
    public private(set) var position = 0
    private var generator: MersenneTwister64

    /// The first epoch of a training.
    public init(sampleCount: Int, seed: UInt64) {
        precondition(sampleCount >= 0 && sampleCount <= Int(Int32.max), "samples are counted in 31 bits")
        permutation = (0..<Int32(sampleCount)).map { $0 }
        generator = MersenneTwister64(seed: seed)
    }

    /// Goes on from saved values; nil if they are not those of a `BatchOrder`.
    public init?(permutation: [Int32], position: Int, generatorState: [UInt64]) {
        guard let generator = MersenneTwister64(savedState: generatorState), (0...permutation.count).contains(position)
        else { return nil }
        var isSeen = [Bool](repeating: false, count: permutation.count)
        for index in permutation {
            guard isSeen.indices.contains(Int(index)), !isSeen[Int(index)] else { return nil }
            isSeen[Int(index)] = true
        }
        self.permutation = permutation
        self.position = position
        self.generator = generator
    }

    /// The generator's state, for `init(permutation:position:generatorState:)`.
    public var generatorState: [UInt64] { generator.savedState }

    /// Mini-batches that this epoch still has.
    public func remainingBatches(of size: Int) -> Int { (permutation.count - position) / size }

    /// The samples of the next mini-batch; nil when the epoch has no full one left.
    public mutating func next(_ size: Int) -> ArraySlice<Int32>? {
        guard position + size <= permutation.count else { return nil }
        defer { position += size }
        return permutation[position..<position + size]
    }

    /// The next samples of this epoch, up to `size`, without taking them; before its end the last ones.
    public func upcoming(_ size: Int) -> ArraySlice<Int32> {
        let start = max(0, min(position, permutation.count - size))
        return permutation[start..<min(permutation.count, start + size)]
    }

    /// Shuffles for the next epoch: a generator seeded by one draw swaps each sample with any other.
    public mutating func startEpoch() {
        var shuffler = MersenneTwister64(seed: generator.next())
        for index in permutation.indices {
            permutation.swapAt(index, Int(shuffler.uniformInteger(0, UInt64(permutation.count - 1))))
        }
        position = 0
    }

    /// Whether two orders take the same samples from here on, in this epoch and all later ones.
    public static func == (first: BatchOrder, second: BatchOrder) -> Bool {
        first.position == second.position && first.permutation == second.permutation
            && first.generatorState == second.generatorState
    }
}
