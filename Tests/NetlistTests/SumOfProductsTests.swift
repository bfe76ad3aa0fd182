import Testing

@testable import Netlist

@Suite struct SumOfProductsTests {
    /// Every function of up to three inputs: right, and no cover by fewer products exists.
    @Test(arguments: 0...3)
    func smallFunctions(inputCount: Int) {
        let all = Netlist.Lut.patterns(inputCount: inputCount)
        for table in 0...all {
            let sum = SumOfProducts(table: table, inputCount: inputCount)
            #expect(patterns(sum) & all == table)
            #expect(sum.isMinimal)
            #expect(sum.products.count == fewestProducts(table, inputCount: inputCount), "table \(table)")
        }
    }

    /// Structured and random functions of six inputs.
    @Test func largeFunctions() {
        var state: UInt64 = 42
        var tables: [UInt64] = [0, ~0, Product.column(5), ~Product.column(2), Product.column(0) & Product.column(5)]
        // Parity, the function with the most products: 32, none of which can be merged.
        let parity = (0..<UInt64(64)).reduce(UInt64(0)) { $0 | UInt64($1.nonzeroBitCount & 1) << $1 }
        tables.append(parity)
        for _ in 0..<200 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            tables.append(state ^ state >> 29)
        }
        for table in tables {
            let sum = SumOfProducts(table: table, inputCount: 6)
            #expect(patterns(sum) == table)
            for pattern in 0..<64 { #expect(sum.value(pattern) == (table >> UInt64(pattern) & 1 == 1)) }
        }
        #expect(SumOfProducts(table: parity, inputCount: 6).products.count == 32)
        #expect(SumOfProducts(table: Product.column(5), inputCount: 6).products == [Product(inputs: 32, values: 32)])
    }

    /// What never occurs may be anything, and makes the sum shorter.
    @Test func impossiblePatterns() {
        // Inputs 0 and 1 on one wire: only patterns 0 and 3 occur, so AND is the wire.
        let sum = SumOfProducts(table: 0b1000, inputCount: 2, impossible: 0b0110)
        #expect(sum.products.count == 1)
        #expect(sum.products[0].literalCount == 1)
        #expect(patterns(sum) & 0b1001 == 0b1000)
        #expect(SumOfProducts(table: 0b0110, inputCount: 2, impossible: 0b0110).products.isEmpty)
    }

    @Test func words() {
        func text(_ table: UInt64) -> String {
            SumOfProducts(table: table, inputCount: 2).text(names: ["a", "b"], and: "&", or: " | ") { "!" + $0 }
        }
        #expect(text(0b1000) == "a&b")
        #expect(text(0b0110) == "!a&b | a&!b" || text(0b0110) == "a&!b | !a&b")
        #expect(text(0b0011) == "!b")
        #expect(text(0) == "0")
        #expect(text(0b1111) == "1")
    }

    private func patterns(_ sum: SumOfProducts) -> UInt64 { sum.products.reduce(0) { $0 | $1.patterns } }

    /// By trying all sets of products in order of their size.
    private func fewestProducts(_ table: UInt64, inputCount: Int) -> Int {
        let all = Netlist.Lut.patterns(inputCount: inputCount)
        let implicants = Product.all(inputCount: inputCount).map { $0.patterns & all }.filter { $0 & ~table == 0 }
        func covers(_ rest: UInt64, _ count: Int) -> Bool {
            if rest == 0 { return true }
            if count == 0 { return false }
            let lowest = rest & (~rest &+ 1)
            return implicants.contains { $0 & lowest != 0 && covers(rest & ~$0, count - 1) }
        }
        return (0...8).first { covers(table, $0) }!
    }
}
