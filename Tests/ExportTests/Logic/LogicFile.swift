import Testing

/// What a BLIF or AIGER file computes, read back by its definition.
struct LogicFile {
    let inputs: [String]
    let outputs: [String]
    private let evaluate: ([String: Bool]) -> [String: Bool]

    /// The outputs for values of the inputs, in the order of the file.
    func values(_ bits: [Bool]) -> [Bool] {
        let all = evaluate(Dictionary(uniqueKeysWithValues: zip(inputs, bits)))
        return outputs.map { all[$0]! }
    }

    /// Reads BLIF of `.names` alone, whose lines list the patterns that give a one.
    init(blif text: String) throws {
        var (inputs, outputs): ([String], [String]) = ([], [])
        var tables: [(signals: [String], ones: [String])] = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            switch words[0] {
            case ".inputs": inputs = Array(words.dropFirst())
            case ".outputs": outputs = Array(words.dropFirst())
            case ".names": tables.append((Array(words.dropFirst()), []))
            case ".model", ".end": break
            default: tables[tables.count - 1].ones.append(words.count == 1 ? "" : words[0])
            }
        }
        (self.inputs, self.outputs) = (inputs, outputs)
        evaluate = { given in
            var known = given
            for table in tables {
                let pattern = table.signals.dropLast().map { known[$0]! ? "1" : "0" }.joined()
                known[table.signals.last!] = table.ones.contains(pattern)
            }
            return known
        }
    }

    /// Reads binary AIGER without latches.
    init(aiger bytes: [UInt8]) throws {
        var place = 0
        func line() -> String {
            let end = bytes[place...].firstIndex(of: 10)!
            defer { place = end + 1 }
            return String(decoding: bytes[place..<end], as: UTF8.self)
        }
        let head = line().split(separator: " ")
        #expect(head[0] == "aig" && head[3] == "0")
        let counts = head.dropFirst().map { Int($0)! }
        let (inputCount, outputCount, gateCount) = (counts[1], counts[3], counts[4])
        #expect(counts[0] == inputCount + gateCount)
        let results = (0..<outputCount).map { _ in Int(line())! }
        func number() -> Int {
            var (value, shift) = (0, 0)
            while true {
                let byte = Int(bytes[place])
                place += 1
                value |= (byte & 127) << shift
                shift += 7
                if byte < 128 { return value }
            }
        }
        var gates: [(Int, Int)] = []
        for index in 0..<gateCount {
            let high = 2 * (inputCount + index + 1) - number()
            gates.append((high, high - number()))
        }
        var (inputs, outputs) = ([String](), [String]())
        for _ in 0..<inputCount { inputs.append(String(line().split(separator: " ")[1])) }
        for _ in 0..<outputCount { outputs.append(String(line().split(separator: " ")[1])) }
        #expect(line() == "c")
        (self.inputs, self.outputs) = (inputs, outputs)
        evaluate = { given in
            var values = [false] + inputs.map { given[$0]! }
            func value(_ literal: Int) -> Bool { values[literal / 2] != (literal % 2 == 1) }
            for (high, low) in gates { values.append(value(high) && value(low)) }
            return Dictionary(uniqueKeysWithValues: zip(outputs, results.map(value)))
        }
    }
}
