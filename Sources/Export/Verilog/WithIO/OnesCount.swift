/// How many ones are among the output bits that make up a number: bit n belongs to number n mod `numbers`, as in `BinaryToReal`.
///
/// A tree of compressors, not a chain of additions: six bits of one weight become three of rising weights, each of them a LUT of six
/// inputs, until no weight has more than two bits; then two words are added. Registers may stand between these levels.
struct OnesCount {
    /// The vector of output bits.
    let data: String
    let bitCount: Int
    let numbers: Int
    /// Bits of a count.
    let width: Int
    /// Whether the sum is added to an earlier one: a level of its own, which whoever takes the sum writes.
    var isSummed = false
    /// Where registers stand among the levels; the last is that of whoever takes the sum.
    var spacing = RegisterSpacing.every(0)

    /// Levels from the bits to the count: compressors, the addition of two words, and that to an earlier count.
    var levels: Int { DesignCycles.countLevels(bitCount: bitCount / max(1, numbers), isSummed: isSummed) }
    /// Registers in a row between the bits and whoever takes the sum.
    var heldStages: Int { max(0, spacing.stageCount(levels: levels) - 1) }

    /// Adds the compressors of a number.
    /// - Parameter held: gets the registers of each stage, which are declared.
    /// - Returns: the sum, as an expression of `width` bits.
    func write(_ number: Int, held: inout [[HeldBits]], to text: inout TextBuilder) -> String {
        var columns = [stride(from: number, to: bitCount, by: numbers).map { "\(data)[\($0)]" }]
        var (wires, level, stage) = (0, 0, 1)
        // Moves on by a level; what has come so far is held if it begins another stage. None is left out.
        func reach(_ next: Int) -> Int { max(1, spacing.stage(ofLevel: next, of: levels)) }
        while columns.contains(where: { $0.count > 2 }) {
            level += 1
            hold(&columns, number, from: &stage, to: reach(level), &held, &text)
            var next = [[String]](repeating: [], count: columns.count + 2)
            for (weight, bits) in columns.enumerated() {
                for start in stride(from: 0, to: bits.count, by: 6) {
                    let group = bits[start..<min(bits.count, start + 6)]
                    guard group.count > 2 else {
                        next[weight] += group
                        continue
                    }
                    let name = "few_\(number)_\(wires)"
                    wires += 1
                    // A count has no bits above its width.
                    let bits = min(group.count == 3 ? 2 : 3, width - weight)
                    let padding = bits > 1 ? "\(bits - 1)'d0, " : ""
                    let sum = group.map { "{\(padding)\($0)}" }.joined(separator: " + ")
                    text.line("    wire [\(bits - 1):0] \(name) = \(sum);")
                    for bit in 0..<bits { next[weight + bit].append("\(name)[\(bit)]") }
                }
            }
            columns = next
        }
        let isAddition = columns.contains { $0.count > 1 }
        if isAddition {
            level += 1
            hold(&columns, number, from: &stage, to: reach(level), &held, &text)
        }
        let terms = (0..<2).map { place in
            "{"
                + (0..<width).reversed().map { weight in
                    let bits = weight < columns.count ? columns[weight] : []
                    return place < bits.count ? bits[place] : "1'b0"
                }.joined(separator: ", ") + "}"
        }
        let sum = isAddition ? terms.joined(separator: " + ") : terms[0]
        // Stages that are left stand behind the addition.
        return holdSum(sum, number, from: stage, &held, &text)
    }

    /// Puts registers behind all bits that are there, for each stage that is entered.
    private func hold(
        _ columns: inout [[String]], _ number: Int, from stage: inout Int, to next: Int, _ held: inout [[HeldBits]],
        _ text: inout TextBuilder
    ) {
        while stage < next {
            let bits = columns.flatMap { $0 }
            let name = "held_\(stage)_\(number)"
            text.line("    reg \(bits.count == 1 ? "" : "[\(bits.count - 1):0] ")\(name);")
            let value = bits.count == 1 ? bits[0] : "{\(bits.reversed().joined(separator: ", "))}"
            held[stage - 1].append(HeldBits(name: name, width: bits.count, value: value))
            var place = 0
            for weight in columns.indices {
                for index in columns[weight].indices {
                    columns[weight][index] = bits.count == 1 ? name : "\(name)[\(place)]"
                    place += 1
                }
            }
            stage += 1
        }
    }

    private func holdSum(
        _ sum: String, _ number: Int, from stage: Int, _ held: inout [[HeldBits]], _ text: inout TextBuilder
    ) -> String {
        var sum = sum
        for stage in stage..<max(stage, heldStages + 1) {
            let name = "held_\(stage)_\(number)"
            text.line("    reg [\(width - 1):0] \(name);")
            held[stage - 1].append(HeldBits(name: name, width: width, value: sum))
            sum = name
        }
        return sum
    }

    /// Registers of one bit that hold what is on its way, for all numbers.
    var flipFlopCount: Int {
        var (held, text) = ([[HeldBits]](repeating: [], count: heldStages), TextBuilder())
        for number in 0..<numbers { _ = write(number, held: &held, to: &text) }
        return held.joined().reduce(0) { $0 + $1.width }
    }
}

/// A register and what it holds next.
struct HeldBits {
    let name: String
    let width: Int
    let value: String
}
