/// A Boolean function of up to six inputs as a sum of as few products as possible (two-level minimisation: prime
/// implicants after Quine and McCluskey, then a cover by branch and bound).
public struct SumOfProducts: Sendable, Hashable {
    /// The products; none for the constant 0.
    public private(set) var products: [Product] = []
    /// Whether no sum with fewer products exists; false if the search was cut short.
    public private(set) var isMinimal = true

    /// Minimises a truth table.
    /// - Parameters:
    ///   - table: bit p is the function's value for pattern p, in which bit j is input j.
    ///   - impossible: patterns that never occur, so that their value does not matter.
    public init(table: UInt64, inputCount: Int, impossible: UInt64 = 0) {
        precondition((0...Netlist.maximumLutInputs).contains(inputCount), "a LUT has at most 6 inputs")
        let patterns = Netlist.Lut.patterns(inputCount: inputCount)
        let wanted = table & patterns & ~impossible
        let primes = Self.primes(allowed: (table | impossible) & patterns, inputCount: inputCount).map {
            Candidate(product: $0, patterns: $0.patterns & wanted)
        }.filter { $0.patterns != 0 }
        var search = CoverSearch(candidates: primes)
        search.run(uncovered: wanted)
        products = search.best.map { primes[$0].product }
        isMinimal = !search.wasCutShort
    }

    /// The products that are 1 only for allowed patterns and of which no input can be left out.
    private static func primes(allowed: UInt64, inputCount: Int) -> [Product] {
        let all = Netlist.Lut.patterns(inputCount: inputCount)
        func isImplicant(_ product: Product) -> Bool { product.patterns & all & ~allowed == 0 }
        return Product.all(inputCount: inputCount).filter { product in
            isImplicant(product)
                && !(0..<inputCount).contains { slot in
                    product.inputs >> UInt8(slot) & 1 == 1 && isImplicant(product.without(slot))
                }
        }
    }

    /// The value for a pattern.
    public func value(_ pattern: Int) -> Bool { products.contains { $0.patterns >> UInt64(pattern) & 1 == 1 } }

    /// The sum in words: products joined by `or`, inputs by `and`, an inverted input by `not`; `0` and `1` for constants.
    public func text(names: [String], and: String, or: String, not: (String) -> String) -> String {
        guard !products.isEmpty else { return "0" }
        return products.map { product in
            guard product.inputs != 0 else { return "1" }
            return names.indices.filter { product.inputs >> UInt8($0) & 1 == 1 }
                .map { product.values >> UInt8($0) & 1 == 1 ? names[$0] : not(names[$0]) }
                .joined(separator: and)
        }.joined(separator: or)
    }
}

private struct Candidate {
    var product: Product
    /// The wanted patterns that it covers.
    var patterns: UInt64
}

/// Looks for the fewest candidates, and among those the fewest literals, that cover all wanted patterns.
private struct CoverSearch {
    let candidates: [Candidate]
    private(set) var best: [Int] = []
    private(set) var wasCutShort = false
    private var chosen: [Int] = []
    private var visits = 0
    private var bestCost = (products: Int.max, literals: Int.max)

    /// Far more than LUTs of trained nets need; random tables of six inputs may reach it.
    private static let visitLimit = 5000

    init(candidates: [Candidate]) { self.candidates = candidates }

    mutating func run(uncovered: UInt64) {
        visits += 1
        if uncovered == 0 { return takeIfBetter() }
        // Even the largest candidate covers only so many patterns.
        let largest = candidates.lazy.map { ($0.patterns & uncovered).nonzeroBitCount }.max() ?? 1
        let needed = (uncovered.nonzeroBitCount + largest - 1) / max(1, largest)
        if chosen.count + needed > bestCost.products { return }
        if visits > Self.visitLimit {
            wasCutShort = true
            if !best.isEmpty { return }
        }
        for index in branches(uncovered) {
            chosen.append(index)
            run(uncovered: uncovered & ~candidates[index].patterns)
            chosen.removeLast()
            if visits > Self.visitLimit && !best.isEmpty {
                wasCutShort = true
                return
            }
        }
    }

    /// The candidates for the pattern that the fewest of them cover, the most useful first.
    private func branches(_ uncovered: UInt64) -> [Int] {
        var fewest: [Int] = []
        for pattern in 0..<UInt64(64) where uncovered >> pattern & 1 == 1 {
            let covering = candidates.indices.filter { candidates[$0].patterns >> pattern & 1 == 1 }
            if fewest.isEmpty || covering.count < fewest.count { fewest = covering }
            if fewest.count == 1 { break }
        }
        return fewest.sorted { first, second in
            let gains = [first, second].map { (candidates[$0].patterns & uncovered).nonzeroBitCount }
            return (-gains[0], candidates[first].product.literalCount, first)
                < (-gains[1], candidates[second].product.literalCount, second)
        }
    }

    private mutating func takeIfBetter() {
        let cost = (products: chosen.count, literals: chosen.reduce(0) { $0 + candidates[$1].product.literalCount })
        guard cost < bestCost else { return }
        best = chosen
        bestCost = cost
    }
}
