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

    private var frames: Int { circuit.framesPerImage }
    private var ones: OnesCount {
        OnesCount(
            data: "core_data", bitCount: circuit.netlist.outputs.count, numbers: numbers, width: countWidth,
            isSummed: frames > 1, spacing: circuit.registers.head)
    }
    private var stages: CountStages {
        var companions: [CountStages.Companion] = []
        if frames > 1 {
            companions = [
                .init(name: "first", range: "", value: "core_first"),
                .init(name: "last", range: "", value: "core_last"),
            ]
        }
        if let user { companions.append(.init(name: "user", range: "[USER_BITS-1:0] ", value: user)) }
        return CountStages(ones: ones, valid: "core_valid", companions: companions)
    }

    /// Bits of a count.
    var countWidth: Int { circuit.largestCount.bitsNeeded }
    /// Bits of all counts.
    var countsWidth: Int { numbers * countWidth }
    /// Bits of the class; nil if there are no classes.
    var classWidth: Int? { choice?.classWidth }
    /// Cycles from the last bit frame to the answer.
    var latency: Int { ones.heldStages + 1 + (choice?.roundCount ?? 0) }
    /// Registers of one bit, apart from `user`.
    var flipFlopCount: Int { stages.flipFlopCount + countsWidth + 1 + (choice?.flipFlopCount ?? 0) }

    /// Adds the part.
    func write(to text: inout TextBuilder) {
        writeCounters(to: &text)
        let chosen = choice?.write(to: &text)
        let last = choice?.roundCount ?? 0
        let counts = (0..<numbers).reversed().map { "count_\(last)_\($0)" }.joined(separator: ", ")
        text.line()
        if let chosen { text.line("    assign out_class  = \(chosen);") }
        text.line("    assign out_counts = {\(counts)};")
        if user != nil { text.line("    assign out_user   = user_\(last);") }
        text.line("    assign out_valid  = valid_\(last);")
        text.line()
    }

    private func writeCounters(to text: inout TextBuilder) {
        text.line()
        text.line("    // Ones of each number\(frames > 1 ? ", over the bit frames of an image" : "").")
        let summed = stages.write(to: &text)
        for number in 0..<numbers { text.line("    reg [\(countWidth - 1):0] count_0_\(number);") }
        let (valid, along) = (summed.valid, summed.companions)
        AnswerStage(
            number: 0, nextValid: frames > 1 ? "\(valid) && \(along[1])" : valid,
            nextUser: user == nil ? nil : along.last,
            enable: "cke && \(valid)"
        ).write(
            summed.sums.enumerated().map { number, sum in
                "count_0_\(number) <= "
                    + (frames > 1 ? "\(along[0]) ? \(sum) : count_0_\(number) + \(sum);" : "\(sum);")
            }, to: &text)
    }
}
