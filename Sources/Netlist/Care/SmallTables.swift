import BinaryBrain

/// A function of up to six inputs, not all of whose values matter, as LUTs of at most four inputs.
struct SmallTables {
    /// A LUT of the circuit.
    struct Part {
        /// What it reads: input j of the function, or 6 + i for part i; while a circuit is put together also names from
        /// `firstName` on, of functions that are not there yet.
        var inputs: [Int]
        var table: UInt64
    }

    /// The LUTs, each after those that it reads; the last one is the function.
    private(set) var parts: [Part]

    static let lutInputs = 4
    /// The number of part 0 among what a part reads.
    static let firstPart = Netlist.maximumLutInputs

    /// Beyond all parts that a circuit can have.
    private static let firstName = 64

    private init(_ parts: [Part]) { self.parts = parts }

    /// Finds as few LUTs as the forms tried here need: one; `g(h(A), B)`; `g(h1(A), h2(A), B)`; these within each other; a choice
    /// between two functions of fewer inputs; a choice among four.
    init(_ patterns: CarePatterns) {
        self = Self.find(Function(patterns.on, patterns.off, inputs: Array(0..<patterns.inputCount)), limit: 7)!
    }

    /// A LUT whose values all matter.
    init(_ lut: Netlist.Lut) {
        let all = Netlist.Lut.patterns(inputCount: lut.inputs.count)
        self.init(CarePatterns(inputCount: lut.inputs.count, on: lut.table, off: ~lut.table & all))
    }

    // MARK: Functions

    /// A function in the making: of which inputs, and its wanted values.
    private struct Function {
        var patterns: CarePatterns
        /// What input j is, as parts name it.
        var inputs: [Int]

        init(_ on: UInt64, _ off: UInt64, inputs: [Int]) {
            patterns = CarePatterns(inputCount: inputs.count, on: on, off: off)
            self.inputs = inputs
        }

        /// A name that none of its inputs has.
        var nextName: Int { max(firstName - 1, inputs.max() ?? 0) + 1 }

        /// The same with as few inputs as the values allow.
        var reduced: Function {
            let kept = patterns.cheapestInputs { _ in 1 }
            guard kept.nonzeroBitCount < inputs.count else { return self }
            let slots = inputs.indices.filter { kept >> UInt8($0) & 1 == 1 }
            var result = Function(0, 0, inputs: slots.map { inputs[$0] })
            let (on, off) = (patterns.quantified(patterns.on, kept), patterns.quantified(patterns.off, kept))
            result.patterns = CarePatterns(
                inputCount: slots.count, on: SmallTables.gather(on, slots), off: SmallTables.gather(off, slots))
            return result
        }

        /// The function where input `slot` has a value.
        func cofactor(_ slot: Int, _ value: Bool) -> Function {
            let others = inputs.indices.filter { $0 != slot }
            let base = value ? 1 << slot : 0
            return Function(
                SmallTables.gather(patterns.on, others, base), SmallTables.gather(patterns.off, others, base),
                inputs: others.map { inputs[$0] })
        }
    }

    /// The entries of a table for the patterns of some slots, the others as in `base`.
    private static func gather(_ table: UInt64, _ slots: [Int], _ base: Int = 0) -> UInt64 {
        var result: UInt64 = 0
        for pattern in 0..<1 << slots.count where table >> UInt64(spread(pattern, slots) | base) & 1 == 1 {
            result |= 1 << UInt64(pattern)
        }
        return result
    }

    /// The pattern that has bit j of `pattern` at place `slots[j]`.
    private static func spread(_ pattern: Int, _ slots: [Int]) -> Int {
        var result = 0
        for (bit, slot) in slots.enumerated() where pattern >> bit & 1 == 1 { result |= 1 << slot }
        return result
    }

    /// The bits of `pattern` at the places of `slots`.
    static func collect(_ pattern: Int, _ slots: [Int]) -> Int {
        var result = 0
        for (bit, slot) in slots.enumerated() where pattern >> slot & 1 == 1 { result |= 1 << bit }
        return result
    }

    // MARK: Search

    /// A circuit of at most `limit` LUTs; nil if none of the forms has one.
    private static func find(_ function: Function, limit: Int) -> SmallTables? {
        let function = function.reduced
        let count = function.inputs.count
        if count <= lutInputs {
            return limit < 1 ? nil : SmallTables([Part(inputs: function.inputs, table: function.patterns.on)])
        }
        for size in 2...max(2, limit) where size <= limit {
            if let found = find(function, exactly: size) { return found }
        }
        return nil
    }

    /// A circuit of `size` LUTs of a function of five or six inputs that needs all of them.
    private static func find(_ function: Function, exactly size: Int) -> SmallTables? {
        if let found = extracted(function, size: size) { return found }
        if size >= 3, let found = pair(function, size: size) { return found }
        if size >= 3, let found = choice(function, size: size) { return found }
        return size == 6 ? choiceOfFour(function) : nil
    }

    /// `g(h(A), B)`: the patterns of A are given two colours, so that those of different value with the same B differ.
    private static func extracted(_ function: Function, size: Int) -> SmallTables? {
        let count = function.inputs.count
        let all = (1 << count) - 1
        for bound in 0...all where bound.nonzeroBitCount == lutInputs {
            for free in 0...all where free | bound == all {
                // g itself: at once if it is small enough, else by further forms.
                let width = free.nonzeroBitCount + 1
                guard size == 2 ? width <= lutInputs : width == lutInputs + 1 else { continue }
                guard let colors = twoColors(function.patterns, bound, free) else { continue }
                let part = Part(inputs: slots(bound).map { function.inputs[$0] }, table: UInt64(colors))
                let rest = outer(function, bound, slots(free), [UInt64(colors)])
                if let found = find(rest, limit: size - 1) {
                    return joined([SmallTables([part])], named: function.nextName, found)
                }
            }
        }
        return nil
    }

    /// `g(h1(A), h2(A), B)`, A four inputs and B the others: the patterns of A are given four colours.
    private static func pair(_ function: Function, size: Int) -> SmallTables? {
        guard size == 3 else { return nil }
        let count = function.inputs.count
        let all = (1 << count) - 1
        for bound in 0...all where bound.nonzeroBitCount == lutInputs {
            let free = all & ~bound
            guard let (low, high) = fourColors(function.patterns, bound, free) else { continue }
            let inputs = slots(bound).map { function.inputs[$0] }
            let rest = outer(function, bound, slots(free), [low, high])
            guard let found = find(rest, limit: 1) else { continue }
            return joined(
                [SmallTables([Part(inputs: inputs, table: low)]), SmallTables([Part(inputs: inputs, table: high)])],
                named: function.nextName, found)
        }
        return nil
    }

    /// `x ? f1 : f0`.
    private static func choice(_ function: Function, size: Int) -> SmallTables? {
        for slot in function.inputs.indices {
            let zero = function.cofactor(slot, false)
            guard let low = find(zero, limit: size - 2),
                let high = find(function.cofactor(slot, true), limit: size - 1 - low.parts.count)
            else { continue }
            // f0, f1, x: entry by entry what x chooses.
            let name = function.nextName
            let last = Part(inputs: [name, name + 1, function.inputs[slot]], table: 0b1100_1010)
            return joined([low, high], named: name, SmallTables([last]))
        }
        return nil
    }

    /// A choice among four functions of four inputs, by two LUTs: `t = s ? x : (x ? d1 : d0)`, then `s ? (t ? d3 : d2) : t`.
    private static func choiceOfFour(_ function: Function) -> SmallTables? {
        let count = function.inputs.count
        guard count == 6 else { return nil }
        var data: [SmallTables] = []
        let (s, x) = (count - 1, count - 2)
        for place in 0..<4 {
            let cofactor = function.cofactor(s, place >> 1 == 1).cofactor(x, place & 1 == 1)
            guard let found = find(cofactor, limit: 1) else { return nil }
            data.append(found)
        }
        let first = Netlist.Lut.table(inputCount: 4) { p in
            let (d0, d1, x, s) = (p & 1, p >> 1 & 1, p >> 2 & 1, p >> 3 & 1)
            return (s == 1 ? x : x == 1 ? d1 : d0) == 1
        }
        let second = Netlist.Lut.table(inputCount: 4) { p in
            let (t, d2, d3, s) = (p & 1, p >> 1 & 1, p >> 2 & 1, p >> 3 & 1)
            return (s == 0 ? t : t == 1 ? d3 : d2) == 1
        }
        let name = function.nextName
        let parts = [
            Part(inputs: [name, name + 1, function.inputs[x], function.inputs[s]], table: first),
            Part(inputs: [firstPart, name + 2, name + 3, function.inputs[s]], table: second),
        ]
        return joined(data, named: name, SmallTables(parts))
    }

    // MARK: Parts

    static func slots(_ mask: Int) -> [Int] { (0..<Netlist.maximumLutInputs).filter { mask >> $0 & 1 == 1 } }

    /// g of some functions of the bound inputs and of the free ones: what values are wanted of it.
    private static func outer(_ function: Function, _ bound: Int, _ free: [Int], _ tables: [UInt64]) -> Function {
        let boundSlots = slots(bound)
        var result = Function(
            0, 0, inputs: tables.indices.map { function.nextName + $0 } + free.map { function.inputs[$0] })
        var (on, off): (UInt64, UInt64) = (0, 0)
        for pattern in 0..<1 << function.inputs.count {
            let bit = UInt64(1) << UInt64(pattern)
            guard function.patterns.care & bit != 0 else { continue }
            let entry = collect(pattern, boundSlots)
            var place = collect(pattern, free) << tables.count
            for (index, table) in tables.enumerated() where table >> UInt64(entry) & 1 == 1 { place |= 1 << index }
            if function.patterns.on & bit != 0 { on |= 1 << UInt64(place) } else { off |= 1 << UInt64(place) }
        }
        result.patterns = CarePatterns(inputCount: result.inputs.count, on: on, off: off)
        return result
    }

    /// Circuits one after another, and one that reads their outputs by their names, from `name` on.
    private static func joined(_ sources: [SmallTables], named name: Int, _ last: SmallTables) -> SmallTables {
        var parts: [Part] = []
        var ends: [Int] = []
        func append(_ circuit: SmallTables) {
            let start = parts.count
            parts += circuit.parts.map { part in
                Part(
                    inputs: part.inputs.map { input in
                        if (name..<name + ends.count).contains(input) { return ends[input - name] }
                        return (firstPart..<firstName).contains(input) ? input + start : input
                    }, table: part.table)
            }
        }
        var found: [Int] = []
        for source in sources {
            append(source)
            found.append(firstPart + parts.count - 1)
        }
        ends = found
        append(last)
        return SmallTables(parts)
    }
}
