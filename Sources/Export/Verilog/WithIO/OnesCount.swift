/// How many ones are among the output bits that make up a number: bit n belongs to number n mod `numbers`, as in `BinaryToReal`.
///
/// A tree of compressors, not a chain of additions: six bits of one weight become three of rising weights, each of them a LUT of six
/// inputs, until no weight has more than two bits; then two words are added.
struct OnesCount {
    /// The vector of output bits.
    let data: String
    let bitCount: Int
    let numbers: Int
    /// Bits of a count.
    let width: Int

    /// Adds the compressors of a number.
    /// - Returns: the sum, as an expression of `width` bits.
    func write(_ number: Int, to text: inout TextBuilder) -> String {
        var columns = [stride(from: number, to: bitCount, by: numbers).map { "\(data)[\($0)]" }]
        var wires = 0
        while columns.contains(where: { $0.count > 2 }) {
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
        let terms = (0..<2).map { place in
            "{"
                + (0..<width).reversed().map { weight in
                    let bits = weight < columns.count ? columns[weight] : []
                    return place < bits.count ? bits[place] : "1'b0"
                }.joined(separator: ", ") + "}"
        }
        return columns.contains { $0.count > 1 } ? terms.joined(separator: " + ") : terms[0]
    }
}
