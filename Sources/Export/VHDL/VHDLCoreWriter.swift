import Netlist

/// The LUTs of a net as a VHDL entity, with the ports and the registers of the Verilog module.
struct VHDLCoreWriter {
    private let circuit: Circuit
    private let names: SignalNames
    private var search = LutExpressionSearch()
    private var netlist: Netlist { circuit.netlist }
    private var pipeline: Pipeline { circuit.pipeline }

    init(_ circuit: Circuit) {
        self.circuit = circuit
        names = SignalNames(circuit.netlist)
    }

    /// The source file.
    mutating func write() -> String {
        var text = TextBuilder()
        writeEntity(to: &text)
        var body = TextBuilder()
        var declared: [String] = []
        let used = netlist.isInputRead
        for signal in used.indices where used[signal] {
            declared.append("x\(signal)")
            body.line("    x\(signal) <= in_data(\(signal));")
        }
        let byStage = Dictionary(grouping: netlist.luts.indices) { pipeline.stages[netlist.inputCount + $0] }
        for stage in 0...pipeline.stageCount { declared += writeStage(stage, byStage[stage] ?? [], to: &body) }
        writeControl(to: &body)
        writeOutputs(to: &body)
        text.line("architecture rtl of \(circuit.name) is")
        for start in stride(from: 0, to: declared.count, by: 10) {
            let some = declared[start..<min(declared.count, start + 10)]
            text.line("    signal \(some.joined(separator: ", ")) : std_logic;")
        }
        if pipeline.stageCount > 0 {
            text.lines(
                """
                    signal valid : std_logic_vector(\(pipeline.stageCount) downto 0) := (others => '0');
                    type users_type is array (0 to \(pipeline.stageCount)) of std_logic_vector(USER_BITS - 1 downto 0);
                    signal users : users_type;
                """)
        }
        text.line("begin")
        text.append(body.text)
        text.line("end architecture;")
        return text.text
    }

    private func writeEntity(to text: inout TextBuilder) {
        let latency = pipeline.stageCount
        text.lines(
            """
            -- Entity \(circuit.name): the LUTs of the net '\(SafeText.comment(circuit.title))', written by bbwb.
            --
            -- \(netlist.inputCount) bits in, \(netlist.outputs.count) bits out, \(netlist.luts.count) LUTs. A frame of bits a clock; the answer comes
            -- \(latency == 0 ? "in the same cycle: nothing is registered" : "\(latency) cycle\(latency == 1 ? "" : "s") later"). Stalls by cke. reset clears what is valid.
            library ieee;
            use ieee.std_logic_1164.all;

            entity \(circuit.name) is
                generic (USER_BITS : positive := 1);
                port (
                    reset     : in  std_logic;
                    clk       : in  std_logic;
                    cke       : in  std_logic;

                    in_user   : in  std_logic_vector(USER_BITS - 1 downto 0);
                    in_data   : in  std_logic_vector(\(netlist.inputCount - 1) downto 0);
                    in_valid  : in  std_logic;

                    out_user  : out std_logic_vector(USER_BITS - 1 downto 0);
                    out_data  : out std_logic_vector(\(netlist.outputs.count - 1) downto 0);
                    out_valid : out std_logic
                );
            end entity;

            """)
    }

    /// Wires and registers of a stage.
    /// - Returns: the signals that they need.
    private mutating func writeStage(_ stage: Int, _ luts: [Int], to text: inout TextBuilder) -> [String] {
        var declared: [String] = []
        var registers: [(name: String, value: String)] = []
        for index in luts where !netlist.luts[index].inputs.isEmpty {
            let signal = netlist.inputCount + index
            let isWire = pipeline.isReadAhead[signal]
            if isWire {
                declared.append(names.direct(signal))
                text.line("    \(names.direct(signal)) <= \(expression(index, stage));")
            }
            if pipeline.copies(of: signal).contains(stage) {
                registers.append(
                    (names.copy(signal, at: stage), isWire ? names.direct(signal) : expression(index, stage)))
            }
        }
        for signal in pipeline.stages.indices where pipeline.stages[signal] < stage {
            guard pipeline.copies(of: signal).contains(stage) else { continue }
            let source = stage == 1 ? names.direct(signal) : names.copy(signal, at: stage - 1)
            registers.append((names.copy(signal, at: stage), source))
        }
        guard !registers.isEmpty else { return declared }
        text.lines(
            """

                -- Stage \(stage).
                process (clk)
                begin
                    if rising_edge(clk) then
                        if cke = '1' then
            """)
        for register in registers { text.line("                \(register.name) <= \(register.value);") }
        text.lines(
            """
                        end if;
                    end if;
                end process;
            """)
        return declared + registers.map(\.name)
    }

    /// A signal as VHDL has it: constants in other quotes.
    private func read(_ input: Int32, _ stage: Int) -> String {
        switch names.read(input, from: stage, in: pipeline) {
        case "1'b1": "'1'"
        case "1'b0": "'0'"
        case let name: name
        }
    }

    private mutating func expression(_ index: Int, _ stage: Int) -> String {
        let lut = netlist.luts[index]
        return search.expression(lut.table, inputCount: lut.inputs.count).vhdl(lut.inputs.map { read($0, stage) })
    }

    private func writeControl(to text: inout TextBuilder) {
        let last = pipeline.stageCount
        guard last > 0 else { return }
        text.lines(
            """

                -- What goes along with the data.
                valid(0) <= in_valid;
                users(0) <= in_user;
                process (clk)
                begin
                    if rising_edge(clk) then
                        if reset = '1' then
                            valid(\(last) downto 1) <= (others => '0');
                        elsif cke = '1' then
                            valid(\(last) downto 1) <= valid(\(last - 1) downto 0);
                        end if;
                        if cke = '1' then
                            users(1 to \(last)) <= users(0 to \(last - 1));
                        end if;
                    end if;
                end process;
            """)
    }

    private func writeOutputs(to text: inout TextBuilder) {
        let last = pipeline.stageCount
        text.line()
        for (index, output) in netlist.outputs.enumerated() {
            text.line("    out_data(\(index)) <= \(read(output, last == 0 ? 0 : last + 1));")
        }
        text.line("    out_user  <= \(last == 0 ? "in_user" : "users(\(last))");")
        text.line("    out_valid <= \(last == 0 ? "in_valid" : "valid(\(last))");")
    }
}

extension LutExpression {
    /// The expression as VHDL, which has no selection among expressions.
    func vhdl(_ names: [String]) -> String {
        func literal(_ index: Int, _ isInverted: Bool) -> String { isInverted ? "not \(names[index])" : names[index] }
        return switch self {
        case .constant(let value): value ? "'1'" : "'0'"
        case .variable(let index, let isInverted): literal(index, isInverted)
        case .and(let index, let isInverted, let rest):
            "(\(bracketed(literal(index, isInverted))) and \(rest.vhdlTerm(names)))"
        case .or(let index, let isInverted, let rest):
            "(\(bracketed(literal(index, isInverted))) or \(rest.vhdlTerm(names)))"
        case .xor(let index, let rest): "(\(names[index]) xor \(rest.vhdlTerm(names)))"
        case .select(let index, let high, let low):
            "((\(names[index]) and \(high.vhdlTerm(names))) or ((not \(names[index])) and \(low.vhdlTerm(names))))"
        }
    }

    private func bracketed(_ text: String) -> String { text.hasPrefix("not ") ? "(\(text))" : text }
    private func vhdlTerm(_ names: [String]) -> String { bracketed(vhdl(names)) }
}
