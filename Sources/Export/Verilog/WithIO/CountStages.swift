/// The population counts of all numbers, with the registers on the way and what goes along with the bits.
///
/// Without registers on the way it is logic alone.
struct CountStages {
    /// Signals that go along, such as whose bits they are.
    struct Companion {
        /// The register's name begins with it.
        let name: String
        /// `[3:0] `, or nothing for a single bit.
        let range: String
        let value: String
    }

    let ones: OnesCount
    /// Whether the bits are those of a frame.
    let valid: String
    var companions: [Companion] = []

    /// What comes out: an expression for each number, valid, and those that went along.
    struct Output {
        let sums: [String]
        let valid: String
        let companions: [String]
    }

    /// Registers of one bit, those of `USER_BITS` apart.
    var flipFlopCount: Int {
        ones.flipFlopCount + ones.heldStages * (1 + companions.count { $0.range.isEmpty })
    }

    /// Adds the counts; registers move with `cke`, and `reset` clears what is valid.
    func write(to text: inout TextBuilder) -> Output {
        var held = [[HeldBits]](repeating: [], count: ones.heldStages)
        let sums = (0..<ones.numbers).map { number in
            let sum = ones.write(number, held: &held, to: &text)
            text.line("    wire [\(ones.width - 1):0] ones_\(number) = \(sum);")
            return "ones_\(number)"
        }
        var valid = valid
        var along = companions.map(\.value)
        for (index, registers) in held.enumerated() {
            let stage = index + 1
            text.line()
            text.line("    // Counts on their way, stage \(stage).")
            text.line("    reg held_valid_\(stage);")
            let names = companions.map { "held_\($0.name)_\(stage)" }
            for (companion, name) in zip(companions, names) { text.line("    reg \(companion.range)\(name);") }
            text.lines(
                """
                    always @(posedge clk) begin
                        if (reset) held_valid_\(stage) <= 1'b0;
                        else if (cke) held_valid_\(stage) <= \(valid);
                    end
                    always @(posedge clk) begin
                        if (cke) begin
                """)
            for (name, value) in zip(names, along) { text.line("            \(name) <= \(value);") }
            for register in registers { text.line("            \(register.name) <= \(register.value);") }
            text.line("        end")
            text.line("    end")
            valid = "held_valid_\(stage)"
            along = names
        }
        return Output(sums: sums, valid: valid, companions: along)
    }
}
