import Netlist

/// The module around the LUTs: pixels in, class and counts out.
///
/// An image stays at the input for as many cycles as it becomes bit frames; in cycle i each pixel is compared with the
/// thresholds of frame i. The ones of each number are counted over these frames, and a tree of comparisons finds the first
/// largest: the rules of RealToBinary, BinaryToReal and the software's argmax.
struct WithIOWriter {
    private let circuit: Circuit
    private var text = TextBuilder()
    private var netlist: Netlist { circuit.netlist }
    private var encoding: InputEncoding { circuit.netlist.encoding }
    private var frames: Int { circuit.framesPerImage }
    private var numbers: Int { circuit.numberCount }
    private var countWidth: Int { circuit.largestCount.bitsNeeded }
    private var classWidth: Int { (circuit.numberCount - 1).bitsNeeded }

    init(_ circuit: Circuit) { self.circuit = circuit }

    /// Cycles from the last one in which an image is at the input to its answer.
    static func latency(_ circuit: Circuit) -> Int {
        2 + circuit.pipeline.stageCount + (circuit.isClassifier ? treeDepth(circuit.numberCount) : 0)
    }

    /// Registers that hold signals, valid and control bits, apart from those of the core and of `user`.
    static func flipFlopCount(_ circuit: Circuit) -> Int {
        let countWidth = circuit.largestCount.bitsNeeded
        let classWidth = (circuit.numberCount - 1).bitsNeeded
        var count = circuit.netlist.isInputRead.count { $0 } + 3 + circuit.numberCount * countWidth + 1
        if circuit.framesPerImage > 1 { count += (circuit.framesPerImage - 1).bitsNeeded }
        guard circuit.isClassifier else { return count }
        var size = circuit.numberCount
        while size > 1 {
            size = (size + 1) / 2
            count += size * (countWidth + classWidth) + circuit.numberCount * countWidth + 1
        }
        return count
    }

    private static func treeDepth(_ count: Int) -> Int { count <= 1 ? 0 : (count - 1).bitsNeeded }

    /// The source file.
    mutating func write() -> String {
        writeHead()
        writeModulation()
        writeCore()
        writeCounters()
        if circuit.isClassifier { writeChoice() } else { writeCountsOut() }
        text.line("endmodule")
        text.line()
        text.line("`default_nettype wire")
        return text.text
    }

    private mutating func writeHead() {
        let classPort =
            circuit.isClassifier ? "\n    output wire [\(classWidth - 1):0] out_class," : ""
        text.lines(
            """
            // \(circuit.name): the net '\(SafeText.comment(circuit.title))' from pixels to \
            \(circuit.isClassifier ? "its class" : "counts"), written by bbwb.
            //
            // An image must stay at the input while in_valid is high, until in_ready is high too: \(frames) \
            cycle\(frames == 1 ? "" : "s").
            // The answer comes \(Self.latency(circuit)) cycles after the last of them. Stalls by cke. reset clears what is \
            valid.
            `default_nettype none

            module \(circuit.name) #(
                parameter USER_WIDTH = 0,
                parameter USER_BITS  = (USER_WIDTH > 0) ? USER_WIDTH : 1
            ) (
                input  wire                 reset,
                input  wire                 clk,
                input  wire                 cke,

                input  wire [USER_BITS-1:0] in_user,
                input  wire [\(encoding.shape.count * 8 - 1):0] in_pixels,
                input  wire                 in_valid,
                output wire                 in_ready,
            \(classPort)
                output wire [USER_BITS-1:0] out_user,
                output wire [\(numbers * countWidth - 1):0] out_counts,
                output wire                 out_valid
            );
            """)
    }

    // MARK: Pixels to bits

    private mutating func writeModulation() {
        let isRead = netlist.isInputRead
        var usedNodes = [Bool](repeating: false, count: encoding.shape.count)
        var comparisons: [(signal: Int, node: Int, depth: Int)] = []
        for node in usedNodes.indices {
            for depth in 0..<encoding.depthModulationSize {
                let signal = encoding.signal(node: node, depth: depth)
                guard isRead[signal] else { continue }
                usedNodes[node] = true
                comparisons.append((signal, node, depth))
            }
        }
        text.line()
        text.line("    // Pixels.")
        for node in usedNodes.indices where usedNodes[node] {
            text.line("    wire [7:0] p\(node) = in_pixels[\(node * 8 + 7):\(node * 8)];")
        }
        let unused = usedNodes.indices.filter { !usedNodes[$0] }.map { "in_pixels[\($0 * 8 + 7):\($0 * 8)]" }
        if !unused.isEmpty { text.line("    wire unused = &{1'b0, \(unused.joined(separator: ", "))};") }
        writeSteps()
        text.line()
        text.line("    // Bit frames: a pixel gives a one if it reaches the threshold.")
        text.line("    reg frame_valid;")
        text.line("    reg frame_first, frame_last;")
        text.line("    reg [USER_BITS-1:0] frame_user;")
        for row in stride(from: 0, to: comparisons.count, by: 12) {
            let names = comparisons[row..<min(row + 12, comparisons.count)].map { "b\($0.signal)" }
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
        for comparison in comparisons {
            text.line("            b\(comparison.signal) <= \(self.comparison(comparison.node, comparison.depth));")
        }
        text.line("        end")
        text.line("    end")
        text.line("    wire [\(netlist.inputCount - 1):0] frame_data = {")
        let bits = isRead.indices.reversed().map { isRead[$0] ? "b\($0)" : "1'b0" }
        for row in stride(from: 0, to: bits.count, by: 12) {
            let end = min(row + 12, bits.count)
            text.line("        \(bits[row..<end].joined(separator: ", "))\(end < bits.count ? "," : "")")
        }
        text.line("    };")
    }

    private func pixelThreshold(_ depth: Int, _ step: Int) -> Int {
        InputEncoding.smallestPixel(reaching: encoding.thresholds[depth * frames + step])
    }

    private func comparison(_ node: Int, _ depth: Int) -> String {
        guard frames == 1 else { return "{1'b0, p\(node)} >= threshold_\(depth)" }
        switch pixelThreshold(depth, 0) {
        case 0: return "1'b1"
        case 256: return "1'b0"
        case let threshold: return "p\(node) >= 8'd\(threshold)"
        }
    }

    /// The step of the modulation, and the thresholds that belong to it.
    private mutating func writeSteps() {
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
        for depth in 0..<encoding.depthModulationSize {
            text.line("    reg [8:0] threshold_\(depth);")
            text.line("    always @* begin")
            text.line("        case (step)")
            for step in 0..<frames - 1 {
                text.line(
                    "            \(width)'d\(step): threshold_\(depth) = 9'd\(pixelThreshold(depth, step));")
            }
            text.line("            default: threshold_\(depth) = 9'd\(pixelThreshold(depth, frames - 1));")
            text.line("        endcase")
            text.line("    end")
        }
    }

    // MARK: Bits to numbers

    private mutating func writeCore() {
        text.lines(
            """

                // The LUTs.
                wire [USER_BITS+1:0] core_user;
                wire [\(netlist.outputs.count - 1):0] core_data;
                wire core_valid;
                wire core_first = core_user[0];
                wire core_last  = core_user[1];
                \(circuit.coreName) #(
                    .USER_WIDTH(USER_BITS + 2)
                ) core (
                    .reset(reset),
                    .clk(clk),
                    .cke(cke),
                    .in_user({frame_user, frame_last, frame_first}),
                    .in_data(frame_data),
                    .in_valid(frame_valid),
                    .out_user(core_user),
                    .out_data(core_data),
                    .out_valid(core_valid)
                );
            """)
    }

    private mutating func writeCounters() {
        let padding = countWidth > 1 ? "\(countWidth - 1)'d0, " : ""
        text.line()
        text.line("    // Ones of each number, over the bit frames of an image.")
        for number in 0..<numbers {
            let ones = stride(from: number, to: netlist.outputs.count, by: numbers).map {
                "{\(padding)core_data[\($0)]}"
            }
            text.line("    wire [\(countWidth - 1):0] ones_\(number) = \(ones.joined(separator: " + "));")
            text.line("    reg [\(countWidth - 1):0] count_0_\(number);")
        }
        text.lines(
            """
                reg valid_0;
                reg [USER_BITS-1:0] user_0;
                always @(posedge clk) begin
                    if (reset) valid_0 <= 1'b0;
                    else if (cke) valid_0 <= core_valid && core_last;
                end
                always @(posedge clk) begin
                    if (cke && core_valid) begin
                        user_0 <= core_user[USER_BITS+1:2];
            """)
        for number in 0..<numbers {
            text.line(
                "            count_0_\(number) <= core_first ? ones_\(number) : count_0_\(number) + ones_\(number);")
        }
        text.line("        end")
        text.line("    end")
    }

    private func counts(_ level: Int) -> String {
        (0..<numbers).reversed().map { "count_\(level)_\($0)" }.joined(separator: ", ")
    }

    private mutating func writeCountsOut() {
        text.line()
        text.line("    assign out_counts = {\(counts(0))};")
        text.line("    assign out_user   = user_0;")
        text.line("    assign out_valid  = valid_0;")
        text.line()
    }

    // MARK: Numbers to a class

    /// A comparison keeps the lower class unless the higher one has more, so the first of several largest wins.
    private mutating func writeChoice() {
        var winners = (0..<numbers).map { (count: "count_0_\($0)", index: "\(classWidth)'d\($0)") }
        var level = 0
        while winners.count > 1 {
            level += 1
            winners = writeRound(level, winners)
        }
        text.line()
        text.line("    assign out_class  = \(winners[0].index);")
        text.line("    assign out_counts = {\(counts(level))};")
        text.line("    assign out_user   = user_\(level);")
        text.line("    assign out_valid  = valid_\(level);")
        text.line()
    }

    private mutating func writeRound(_ level: Int, _ winners: [(count: String, index: String)])
        -> [(count: String, index: String)]
    {
        var next: [(count: String, index: String)] = []
        var assignments: [String] = []
        text.line()
        text.line("    // Round \(level) of the choice: the larger of two neighbours, the first if they are equal.")
        let isLastRound = winners.count <= 2
        for pair in stride(from: 0, to: winners.count, by: 2) {
            let slot = pair / 2
            let first = winners[pair]
            let best = (count: "best_\(level)_\(slot)", index: "class_\(level)_\(slot)")
            text.line("    reg [\(classWidth - 1):0] \(best.index);")
            if !isLastRound { text.line("    reg [\(countWidth - 1):0] \(best.count);") }
            if pair + 1 < winners.count {
                let second = winners[pair + 1]
                text.line("    wire second_\(level)_\(slot) = \(second.count) > \(first.count);")
                assignments.append("\(best.index) <= second_\(level)_\(slot) ? \(second.index) : \(first.index);")
                if !isLastRound {
                    assignments.append("\(best.count) <= second_\(level)_\(slot) ? \(second.count) : \(first.count);")
                }
            } else {
                assignments.append("\(best.index) <= \(first.index);")
                assignments.append("\(best.count) <= \(first.count);")
            }
            next.append(best)
        }
        for number in 0..<numbers {
            text.line("    reg [\(countWidth - 1):0] count_\(level)_\(number);")
            assignments.append("count_\(level)_\(number) <= count_\(level - 1)_\(number);")
        }
        text.lines(
            """
                reg valid_\(level);
                reg [USER_BITS-1:0] user_\(level);
                always @(posedge clk) begin
                    if (reset) valid_\(level) <= 1'b0;
                    else if (cke) valid_\(level) <= valid_\(level - 1);
                end
                always @(posedge clk) begin
                    if (cke) begin
                        user_\(level) <= user_\(level - 1);
            """)
        for assignment in assignments { text.line("            \(assignment)") }
        text.line("        end")
        text.line("    end")
        return next
    }
}
