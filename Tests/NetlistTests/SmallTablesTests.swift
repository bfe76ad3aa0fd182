import BinaryBrain
import Testing

@testable import Netlist

/// LUTs of four inputs for functions of up to six.
@Suite struct SmallTablesTests {
    private static func value(_ tables: SmallTables, _ pattern: Int) -> Bool {
        var values = (0..<SmallTables.firstPart).map { pattern >> $0 & 1 == 1 }
        for part in tables.parts {
            let entry = part.inputs.enumerated().reduce(0) { values[$1.element] ? $0 | 1 << $1.offset : $0 }
            values.append(part.table >> UInt64(entry) & 1 == 1)
        }
        return values[values.count - 1]
    }

    private func check(_ patterns: CarePatterns, atMost limit: Int) {
        let tables = SmallTables(patterns)
        #expect(tables.parts.count <= limit)
        #expect(tables.parts.allSatisfy { $0.inputs.count <= 4 })
        for pattern in 0..<1 << patterns.inputCount {
            let value = Self.value(tables, pattern)
            #expect(patterns.on >> UInt64(pattern) & 1 == 0 || value)
            #expect(patterns.off >> UInt64(pattern) & 1 == 0 || !value)
        }
    }

    /// Functions of which more and more values are free: never more LUTs than a choice among four functions needs.
    @Test(arguments: 0...6, 0..<5)
    func anyFunction(inputCount: Int, freedom: Int) {
        var random = MersenneTwister64(seed: UInt64(inputCount * 10 + freedom))
        let all = Netlist.Lut.patterns(inputCount: inputCount)
        for _ in 0..<12 {
            let care = (0..<freedom).reduce(all) { care, _ in care & random.next() }
            let table = random.next()
            check(
                CarePatterns(inputCount: inputCount, on: table & care, off: ~table & care),
                atMost: inputCount <= 4 ? 1 : inputCount == 5 ? 3 : 6)
        }
    }

    /// `g(h(a, b, c, d), d, e, f)`, whatever g and h, takes two.
    @Test(arguments: 0..<40) func twoAreFound(seed: Int) {
        var random = MersenneTwister64(seed: UInt64(seed))
        let (inner, outer) = (random.next() & 0xffff, random.next() & 0xffff)
        let order = (0..<6).sorted { _, _ in random.next() & 1 == 0 }
        let table = Netlist.Lut.table(inputCount: 6) { pattern in
            func bit(_ place: Int) -> Int { pattern >> order[place] & 1 }
            let h = Int(inner >> UInt64(bit(0) | bit(1) << 1 | bit(2) << 2 | bit(3) << 3)) & 1
            return outer >> UInt64(h | bit(3) << 1 | bit(4) << 2 | bit(5) << 3) & 1 == 1
        }
        check(CarePatterns(inputCount: 6, on: table, off: ~table), atMost: 2)
    }

    /// `g(h1(a, b, c, d), h2(a, b, c, d), e, f)` takes three.
    @Test(arguments: 0..<20) func threeAreFound(seed: Int) {
        var random = MersenneTwister64(seed: UInt64(seed) + 1000)
        let (first, second, outer) = (random.next(), random.next(), random.next())
        let table = Netlist.Lut.table(inputCount: 6) { pattern in
            let entry = UInt64(pattern & 15)
            let place = first >> entry & 1 | (second >> entry & 1) << 1 | UInt64(pattern >> 4) << 2
            return outer >> place & 1 == 1
        }
        check(CarePatterns(inputCount: 6, on: table, off: ~table), atMost: 3)
    }

    @Test func sharedLutsAreCounted() throws {
        // Two LUTs of two inputs and one of three: the first two and the third have four inputs together, so two LUTs do. One of
        // six inputs shares with nobody.
        let net = try Netlist(
            inputCount: 8,
            luts: [
                Netlist.Lut(inputs: [0, 1], table: 0b1000, layer: 0),
                Netlist.Lut(inputs: [2, 3], table: 0b0110, layer: 0),
                Netlist.Lut(inputs: [0, 1, 2], table: 0b1110_1000, layer: 0),
                Netlist.Lut(inputs: [0, 1, 2, 3, 4, 5], table: 0x8000_0000_0000_0001, layer: 0),
            ], outputs: [8, 9, 10, 11], layerNames: ["all"], encoding: .aboveHalf([8]),
            decoding: .bits([4], levels: .zeroOne))
        let counts = LutCounts(net)
        #expect(counts.six == 4)
        #expect(counts.paired == 3)
        #expect(counts.inputs == 6 && counts.numbers == 6)
    }
}
