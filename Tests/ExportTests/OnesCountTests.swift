import Foundation
import Testing

@testable import Export

@Suite("Population counts in Verilog") struct OnesCountTests {
    /// The text is worked out as Verilog would: each wire the sum of its terms, in so many bits.
    private func value(_ count: OnesCount, _ number: Int, data: [Int]) -> Int {
        var text = TextBuilder()
        var held: [[HeldBits]] = []
        let sum = count.write(number, held: &held, to: &text)
        var wires: [String: Int] = [:]
        func bit(_ name: String) -> Int {
            if name.hasSuffix("'d0") || name == "1'b0" { return 0 }
            let parts = name.split { "[]".contains($0) }
            let index = Int(parts[1])!
            return parts[0] == "d" ? data[index] : wires[String(parts[0])]! >> index & 1
        }
        func sumOfWords(_ expression: String) -> Int {
            expression.components(separatedBy: " + ").reduce(0) { total, word in
                let bits = word.trimmingCharacters(in: CharacterSet(charactersIn: "{}")).components(separatedBy: ", ")
                // A padding of several zeros stands for itself: only the last bit of such a word counts.
                return total + bits.reduce(0) { $0 << 1 | bit($1) }
            }
        }
        for line in text.text.split(separator: "\n") {
            let parts = line.components(separatedBy: " = ")
            let words = parts[0].split(separator: " ")
            let width = Int(words[1].dropFirst().prefix { $0 != ":" })! + 1
            wires[String(words[2])] = sumOfWords(String(parts[1].dropLast())) & ((1 << width) - 1)
        }
        return sumOfWords(sum)
    }

    @Test(arguments: [1, 2, 3, 5, 6, 7, 13, 36, 60, 100]) func countsOnes(size: Int) {
        for numbers in [1, 3] {
            for pattern in [1, 2, 3, 7] {
                let data = (0..<size * numbers).map { $0 % pattern == 0 ? 1 : 0 }
                let width = Int.bitWidth - size.leadingZeroBitCount
                let count = OnesCount(data: "d", bitCount: data.count, numbers: numbers, width: width)
                for number in 0..<numbers {
                    let wanted = stride(from: number, to: data.count, by: numbers).reduce(0) { $0 + data[$1] }
                    #expect(
                        value(count, number, data: data) == wanted, "\(size) bits of \(numbers), every \(pattern)th")
                }
            }
        }
    }
}
