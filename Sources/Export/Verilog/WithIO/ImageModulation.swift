import Netlist

/// The part of a module that turns an image, all pixels of which are there at once, into bit frames, one a cycle.
///
/// It declares `frame_data` with `frame_valid`, `frame_user`, `frame_first` and `frame_last`, and drives `in_ready`.
struct ImageModulation {
    let circuit: Circuit

    private var netlist: Netlist { circuit.netlist }
    private var encoding: InputEncoding { circuit.netlist.encoding }
    private var frames: Int { circuit.framesPerImage }

    /// Registers that hold bits, valid and control bits, apart from `user`.
    var flipFlopCount: Int {
        netlist.isInputRead.count { $0 } + 3 + (frames > 1 ? (frames - 1).bitsNeeded : 0)
    }

    /// Adds the part.
    func write(to text: inout TextBuilder) {
        let isRead = netlist.isInputRead
        var usedNodes = [Bool](repeating: false, count: encoding.shape.count)
        var bits: [(signal: Int, node: Int, depth: Int)] = []
        for node in usedNodes.indices {
            for depth in 0..<encoding.depthModulationSize {
                let signal = encoding.signal(node: node, depth: depth)
                guard isRead[signal] else { continue }
                usedNodes[node] = true
                bits.append((signal, node, depth))
            }
        }
        text.line()
        text.line("    // Pixels.")
        for node in usedNodes.indices where usedNodes[node] {
            text.line("    wire [7:0] p\(node) = in_pixels[\(node * 8 + 7):\(node * 8)];")
        }
        let unused = usedNodes.indices.filter { !usedNodes[$0] }.map { "in_pixels[\($0 * 8 + 7):\($0 * 8)]" }
        if !unused.isEmpty {
            text.line("    wire unused = &{1'b0,")
            text.list(unused, perLine: 6)
            text.line("    };")
        }
        writeSteps(to: &text)
        writeBits(bits, to: &text)
        text.line("    wire [\(netlist.inputCount - 1):0] frame_data = {")
        text.list(isRead.indices.reversed().map { isRead[$0] ? "b\($0)" : "1'b0" }, perLine: 12)
        text.line("    };")
    }

    /// The step of the modulation, and the thresholds that belong to it.
    private func writeSteps(to text: inout TextBuilder) {
        guard frames > 1 else {
            text.lines(
                """
                    wire first = 1'b1;
                    wire last  = 1'b1;
                    assign in_ready = cke;
                """)
            return
        }
        let width = (frames - 1).bitsNeeded
        text.lines(
            """

                // An image becomes \(frames) bit frames, one a cycle.
                reg [\(width - 1):0] step;
                wire first = step == \(width)'d0;
                wire last  = step == \(width)'d\(frames - 1);
                assign in_ready = cke && last;
                always @(posedge clk) begin
                    if (reset) step <= \(width)'d0;
                    else if (cke && in_valid) step <= last ? \(width)'d0 : step + \(width)'d1;
                end
            """)
        PixelComparison(encoding: encoding).writeThresholds(step: "step", to: &text)
    }

    private func writeBits(_ bits: [(signal: Int, node: Int, depth: Int)], to text: inout TextBuilder) {
        text.line()
        text.line("    // Bit frames: a pixel gives a one if it reaches the threshold.")
        text.line("    reg frame_valid;")
        text.line("    reg frame_first, frame_last;")
        text.line("    reg [USER_BITS-1:0] frame_user;")
        for row in stride(from: 0, to: bits.count, by: 12) {
            let names = bits[row..<min(row + 12, bits.count)].map { "b\($0.signal)" }
            text.line("    reg \(names.joined(separator: ", "));")
        }
        text.lines(
            """
                always @(posedge clk) begin
                    if (reset) frame_valid <= 1'b0;
                    else if (cke) frame_valid <= in_valid;
                end
                always @(posedge clk) begin
                    if (cke) begin
                        frame_first <= first;
                        frame_last  <= last;
                        frame_user  <= in_user;
            """)
        let comparison = PixelComparison(encoding: encoding)
        for bit in bits {
            text.line(
                "            b\(bit.signal) <= \(comparison.bit(of: "p\(bit.node)", node: bit.node, depth: bit.depth));"
            )
        }
        text.line("        end")
        text.line("    end")
    }
}
