import BinaryBrain
import Netlist
import Testing

@testable import Export

/// Which entries of tables vectors show, against trying all inputs.
@Suite struct EntrySearchTests {
    /// Entries that some input shows, found by inverting each and trying all inputs.
    static func shownByAnyInput(_ netlist: Netlist) throws -> [UInt64] {
        let frames = 1 << netlist.inputCount
        let x = FrameBuffer(.bit, frameCount: frames, shape: [netlist.inputCount], levels: .zeroOne)
        for input in 0..<netlist.inputCount {
            for frame in 0..<frames where frame >> input & 1 == 1 {
                x.words(input)[frame / 64] |= 1 << UInt64(frame % 64)
            }
        }
        func answers(_ netlist: Netlist) throws -> [[UInt64]] {
            let y = try NetlistEvaluator(netlist).outputBits(of: x)
            return (0..<y.nodeCount).map { node in (0..<(frames + 63) / 64).map { y.words(node)[$0] } }
        }
        let right = try answers(netlist)
        return try netlist.luts.indices.map { index in
            var shown: UInt64 = 0
            for entry in 0..<1 << netlist.luts[index].inputs.count
            where try answers(inverted(netlist, lut: index, entry: entry)) != right { shown |= 1 << UInt64(entry) }
            return shown
        }
    }

    /// A netlist with one entry of one table inverted.
    static func inverted(_ netlist: Netlist, lut: Int, entry: Int) throws -> Netlist {
        var luts = netlist.luts
        luts[lut].table ^= 1 << UInt64(entry)
        return try Netlist(
            inputCount: netlist.inputCount, luts: luts, outputs: netlist.outputs, layerNames: netlist.layerNames,
            encoding: netlist.encoding, decoding: netlist.decoding)
    }

    @Test(arguments: 1...6) func findsWhatAnyInputShowsAndProvesTheRest(seed: UInt64) throws {
        let netlist = try ExportNets.tangle(inputCount: 9, lutCount: 40, outputCount: 6, seed: seed).simplified()
        let wiring = NetlistWiring(netlist)
        var search = EntrySearch(wiring, fixed: [Bool?](repeating: nil, count: 9), chains: [])
        let shown = try Self.shownByAnyInput(netlist)
        var impossible = 0
        for (index, lut) in netlist.luts.enumerated() {
            for entry in 0..<1 << lut.inputs.count {
                let isShown = shown[index] >> UInt64(entry) & 1 == 1
                switch search.search(lut: index, entry: entry, limit: .max) {
                case .found(let bits):
                    #expect(isShown, "LUT \(index) entry \(entry)")
                    // Whatever the free bits are, this input shows it.
                    let inputs = bits.map { $0 ?? (seed % 2 == 0) }
                    #expect(
                        try netlist.evaluate(inputs)
                            != Self.inverted(netlist, lut: index, entry: entry).evaluate(inputs))
                case .impossible:
                    #expect(!isShown, "LUT \(index) entry \(entry)")
                    impossible += 1
                case .givenUp: Issue.record("no limit was set")
                }
            }
        }
        #expect(seed == 4 || impossible > 0, "all of these nets but one have such entries")
    }

    /// Frames show what inverting an entry says they show, and the simulation names the first that does.
    @Test(arguments: 1...4) func simulationShowsWhatInvertingShows(seed: UInt64) throws {
        let netlist = try ExportNets.tangle(inputCount: 8, lutCount: 30, outputCount: 4, seed: seed).simplified()
        var random = MersenneTwister64(seed: seed)
        let words = (0..<8).map { _ in random.next() }
        var simulation = FlipSimulation(NetlistWiring(netlist))
        _ = simulation.absorb(frameCount: 50) { words[$0] }
        for (index, lut) in netlist.luts.enumerated() {
            for entry in 0..<1 << lut.inputs.count {
                let other = try Self.inverted(netlist, lut: index, entry: entry)
                let isShown = (0..<50).contains { frame in
                    let inputs = words.map { $0 >> UInt64(frame) & 1 == 1 }
                    return netlist.evaluate(inputs) != other.evaluate(inputs)
                }
                #expect((simulation.open[index] >> UInt64(entry) & 1 == 0) == isShown, "LUT \(index) entry \(entry)")
            }
        }
    }

    /// Chosen vectors show all that any image shows, with several bit frames and several bits a number as well.
    @Test(arguments: [(1, 1), (3, 1), (2, 3)]) func chosenVectorsShowEverything(frames: Int, depth: Int) throws {
        let count = 8
        var random = MersenneTwister64(seed: 4)
        let thresholds = (0..<frames * depth).map { Float($0 + 1) / Float(frames * depth + 1) }
        let tangle = try ExportNets.tangle(inputCount: count * depth, lutCount: 40, outputCount: 6, seed: 11)
        let netlist = try Netlist(
            inputCount: count * depth, luts: tangle.luts, outputs: tangle.outputs, layerNames: tangle.layerNames,
            encoding: InputEncoding(
                shape: [count], frameModulationSize: frames, depthModulationSize: depth, thresholds: thresholds),
            decoding: .shares([6], frameIntegrationSize: frames)
        ).simplified()
        let samples = try SampleSetOfNoise.make(shape: [count], count: 5, &random)
        let taken = try VectorSet(netlist, of: samples, count: 5)
        let chosen = try ChosenVectors(netlist, beside: taken)
        let coverage = try #require(chosen.coverage)
        #expect(coverage.undecided == 0, "\(coverage)")
        #expect(coverage.shown > 50 && coverage.impossible > 0, "\(coverage)")
        // Counted anew from the images alone.
        let all = try VectorSet(netlist, of: samples, count: 5, chosen: chosen.images)
        var simulation = FlipSimulation(NetlistWiring(netlist))
        for start in stride(from: 0, to: all.frameCount, by: 64) {
            _ = simulation.absorb(frameCount: min(64, all.frameCount - start)) { all.inputs.words($0)[start / 64] }
        }
        #expect(simulation.entryCount - simulation.openCount == coverage.shown)
        let again = try ChosenVectors(netlist, beside: taken)
        #expect(again.images == chosen.images, "the same every time")
        if depth == 1 {
            let shown = try Self.shownByAnyInput(netlist)
            #expect(shown.reduce(0) { $0 + $1.nonzeroBitCount } == coverage.shown)
        }
    }
}
