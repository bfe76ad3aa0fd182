import BinaryBrain
import Netlist

/// Images that are made, not taken, so that a bundle's vectors show every entry of every table that an input can show.
///
/// What test images leave open is tried with random images, sparse and dense; what these leave is searched for entry by entry.
/// An image is kept if it shows something new. The same net and images give the same vectors.
struct ChosenVectors {
    /// Branches of the search for an entry, at first and for those that are left; and all of the latter together.
    private static let branches = (first: 40, second: 2000, all: 60_000)
    /// Further LUTs that an image is tried to show an entry of, and branches of the search for each.
    private static let company = (luts: 64, branches: 2)
    /// Rounds of random images that bring nothing before they end.
    private static let patience = 6

    /// Levels of the images, one after another.
    private(set) var images: [[UInt8]] = []
    /// What all vectors show; nil for a net that is too large.
    private(set) var coverage: VectorCoverage?

    private let netlist: Netlist
    private let pixels: PixelBits
    private var random = MersenneTwister64(seed: 1)
    private var simulation: FlipSimulation
    private var backgrounds: [[UInt8]] = []
    /// The bit frame at whose thresholds the rest of the next image stands.
    private var edgeStep = 0
    private var size: Int { netlist.encoding.frameModulationSize }

    /// Chooses images.
    /// - Parameters:
    ///   - vectors: what is there anyway.
    ///   - onProgress: is given the share done; what it throws ends the search.
    init(_ netlist: Netlist, beside vectors: VectorSet, onProgress: (Double) throws -> Void = { _ in }) throws {
        self.netlist = netlist
        pixels = PixelBits(netlist.encoding)
        backgrounds = vectors.levels(count: 64)
        guard netlist.luts.count <= VectorCoverage.largestNet else {
            simulation = FlipSimulation(NetlistWiring(try netlist.withoutLuts()))
            for density in 1...8 { images.append(randomImage(density: density)) }
            return
        }
        simulation = FlipSimulation(NetlistWiring(netlist))
        try simulation.absorb(vectors) { try onProgress(0.2 * $0) }
        let start = simulation
        try tryRandomImages { try onProgress(0.2) }
        let impossible = try search(onProgress)
        try thinOut(from: start) { try onProgress(0.9) }
        var coverage = VectorCoverage()
        coverage.luts = netlist.luts.count
        coverage.entries = simulation.entryCount
        coverage.reached = simulation.reached.reduce(0) { $0 + $1.nonzeroBitCount }
        coverage.impossible = impossible
        coverage.shown = coverage.entries - impossible - simulation.openCount
        self.coverage = coverage
    }

    /// Keeps the images that show something new.
    private mutating func absorb(_ candidates: [[UInt8]]) -> Bool {
        var useful = Set<Int>()
        for start in stride(from: 0, to: candidates.count * size, by: 64) {
            let frames = start..<min(start + 64, candidates.count * size)
            let words = pixels.words(candidates, frames: frames)
            var new = simulation.absorb(frameCount: frames.count) { words[$0] }
            while new != 0 {
                useful.insert((start + new.trailingZeroBitCount) / size)
                new &= new - 1
            }
        }
        images += useful.sorted().map { candidates[$0] }
        return !useful.isEmpty
    }

    private mutating func nextEdge() -> Int {
        edgeStep = (edgeStep + 1) % size
        return edgeStep
    }

    /// Ones and zeros in any proportion, each at the edge of a bit frame's thresholds: to frames of one threshold it shows what
    /// black and white would, and an error of one level in a comparison as well. Density 0 draws levels of the whole range.
    private mutating func randomImage(density: Int) -> [UInt8] {
        let step = nextEdge()
        return (0..<netlist.encoding.shape.count).map { node in
            let number = random.next()
            let level = density == 0 ? UInt8(number & 255) : number & 7 < UInt64(density) ? 255 : 0
            return pixels.edge(of: level, node: node, step: step)
        }
    }

    private mutating func tryRandomImages(_ check: () throws -> Void) throws {
        var barren = 0
        var round = 0
        let count = max(1, 64 / size)
        while barren < Self.patience, simulation.openCount > 0, round < 64 {
            let isUseful = absorb((0..<count).map { _ in randomImage(density: round % 8) })
            barren = isUseful ? 0 : barren + 1
            round += 1
            try check()
        }
    }

    /// Input bits that show an entry of a LUT, and as many more as are found easily that show entries of the next LUTs.
    private func withCompany(_ bits: [Bool?], after lut: Int, _ search: inout EntrySearch) -> [Bool?] {
        var bits = bits
        search.begin(with: bits)
        var tried = 0
        for step in 1..<max(1, netlist.luts.count) where tried < Self.company.luts {
            let other = (lut + step) % netlist.luts.count
            guard simulation.open[other] != 0 else { continue }
            tried += 1
            let entry = simulation.open[other].trailingZeroBitCount
            guard case .found(let more) = search.search(lut: other, entry: entry, limit: Self.company.branches) else {
                continue
            }
            bits = more
            search.begin(with: bits)
        }
        search.beginAnew()
        return bits
    }

    /// Drops images whose entries later ones show as well.
    private mutating func thinOut(from start: FlipSimulation, _ check: () throws -> Void) throws {
        let all = simulation
        let candidates = Array(images.reversed())
        simulation = start
        images = []
        let count = max(1, 64 / size)
        for first in stride(from: 0, to: candidates.count, by: count) {
            _ = absorb(Array(candidates[first..<min(first + count, candidates.count)]))
            try check()
        }
        // The last found are the most select: the others come first, and are what an event-driven simulator plays.
        images.reverse()
        simulation = all
    }

    /// Searches for each open entry.
    /// - Returns: how many no input shows.
    private mutating func search(_ onProgress: (Double) throws -> Void) throws -> Int {
        let step = pixels.searchedStep
        var search = EntrySearch(
            simulation.wiring, fixed: pixels.fixed(step: step), chains: pixels.chains(step: step))
        var impossible = 0
        var budget = Self.branches.all
        // What is impossible in one bit frame is so in all, unless a threshold there is beyond all levels.
        let isGeneral = pixels.fixed(step: step).allSatisfy { $0 == nil }
        for (pass, limit) in [Self.branches.first, Self.branches.second].enumerated() {
            for lut in netlist.luts.indices {
                for entry in 0..<1 << netlist.luts[lut].inputs.count
                where simulation.open[lut] >> UInt64(entry) & 1 == 1 {
                    guard pass == 0 || budget > 0 else { return impossible }
                    switch search.search(lut: lut, entry: entry, limit: limit) {
                    case .found(let bits):
                        let background = backgrounds[Int(random.next() % UInt64(backgrounds.count))]
                        let all = withCompany(bits, after: lut, &search)
                        _ = absorb([pixels.image(all, step: step, background: background, other: nextEdge())])
                    case .impossible where isGeneral:
                        simulation.close(lut, entry: entry)
                        impossible += 1
                    case .impossible: break
                    case .givenUp: if pass == 1 { budget -= limit }
                    }
                }
                try onProgress(0.3 + 0.35 * (Double(pass) + Double(lut) / Double(netlist.luts.count)))
            }
        }
        return impossible
    }
}

extension Netlist {
    /// The same inputs, and nothing behind them.
    fileprivate func withoutLuts() throws -> Netlist {
        try Netlist(
            inputCount: inputCount, luts: [], outputs: [0], layerNames: [], encoding: encoding,
            decoding: .shares([1], frameIntegrationSize: encoding.frameModulationSize))
    }
}
