/// The part of a module that turns output bits into the answer: the ones of each number are counted over the bit frames of an
/// image, and the first largest is the class, as `BinaryToReal` and the software's argmax do.
///
/// It reads `core_data` with `core_valid`, `core_first` and `core_last`, moves with `cke`, and drives the ports `out_counts`,
/// `out_valid` and, for a classifier, `out_class`.
struct AnswerWriter {
    let circuit: Circuit
    /// The bits of `core_user` that go along and leave as `out_user`; nil without.
    let user: String?

    private var numbers: Int { circuit.numberCount }
    private var choice: ClassChoice? {
        circuit.isClassifier ? ClassChoice(numbers: numbers, countWidth: countWidth, hasUser: user != nil) : nil
    }

    /// Bits of a count.
    var countWidth: Int { circuit.largestCount.bitsNeeded }
    /// Bits of all counts.
    var countsWidth: Int { numbers * countWidth }
    /// Bits of the class; nil if there are no classes.
    var classWidth: Int? { choice?.classWidth }
    /// Cycles from the last bit frame to the answer.
    var latency: Int { 1 + (choice?.roundCount ?? 0) }
    /// Registers of one bit, apart from `user`.
    var flipFlopCount: Int { countsWidth + 1 + (choice?.flipFlopCount ?? 0) }

    /// Adds the part.
    func write(to text: inout TextBuilder) {
        writeCounters(to: &text)
        let chosen = choice?.write(to: &text)
        let last = latency - 1
        let counts = (0..<numbers).reversed().map { "count_\(last)_\($0)" }.joined(separator: ", ")
        text.line()
        if let chosen { text.line("    assign out_class  = \(chosen);") }
        text.line("    assign out_counts = {\(counts)};")
        if user != nil { text.line("    assign out_user   = user_\(last);") }
        text.line("    assign out_valid  = valid_\(last);")
        text.line()
    }

    private func writeCounters(to text: inout TextBuilder) {
        let ones = OnesCount(
            data: "core_data", bitCount: circuit.netlist.outputs.count, numbers: numbers, width: countWidth)
        text.line()
        text.line("    // Ones of each number, over the bit frames of an image.")
        for number in 0..<numbers {
            let sum = ones.write(number, to: &text)
            text.line("    wire [\(countWidth - 1):0] ones_\(number) = \(sum);")
            text.line("    reg [\(countWidth - 1):0] count_0_\(number);")
        }
        AnswerStage(
            number: 0, nextValid: "core_valid && core_last", nextUser: user, enable: "cke && core_valid"
        ).write(
            (0..<numbers).map { "count_0_\($0) <= core_first ? ones_\($0) : count_0_\($0) + ones_\($0);" }, to: &text)
    }
}
