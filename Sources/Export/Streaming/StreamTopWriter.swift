/// The top module of a stream: the guard that lets whole frames through, the net, what stands around it, and what its answers
/// leave by.
struct StreamTopWriter {
    /// Name of the module.
    let name: String
    let circuit: Circuit
    let plan: StreamPlan
    /// What `--with-io` adds; nil without.
    let shell: StreamShell?
    let guardian: GuardWriter

    private var inputBits: Int { shell?.modulator.pixelBits ?? plan.input.channels }
    /// Bits of a beat that leaves by AXI4-Stream; nil if an answer leaves in one word with its class.
    private var streamedBits: Int? {
        switch shell?.counting {
        case nil: plan.outputBits
        case .map(let writer): writer.wordWidth
        case .answer: nil
        }
    }
    /// The map that leaves a place a beat; nil if a frame leaves in one beat.
    private var map: StreamSize? { plan.tail == nil ? plan.map : nil }

    /// The source file.
    func write() -> String {
        var text = TextBuilder()
        writeHead(to: &text)
        writeGuard(to: &text)
        if let shell { shell.writeModulator(to: &text) }
        writeCore(to: &text)
        if let shell { shell.writeCounters(to: &text) }
        writeAnswers(to: &text)
        text.lines(
            """
            endmodule

            `default_nettype wire
            """)
        return text.text
    }

    private func writeHead(to text: inout TextBuilder) {
        let what = shell == nil ? "" : " from pixels to \(circuit.isClassifier ? "its class" : "counts")"
        text.lines(
            """
            // Module \(name): the net '\(SafeText.comment(circuit.title))'\(what), written by bbwb.
            //
            // AXI4-Stream video in, a pixel a beat: tuser[0] begins a frame, tlast ends a row. A frame that is cut short, or whose
            // rows have another length, gives no \(map == nil ? "answer" : "usable map"): error says so, and the next frame is right again.
            `default_nettype none

            module \(name) #(
                parameter TUSER_WIDTH    = 1,
                // Bits of in_user, which leave with the answer to the frame; 0 for none.
                parameter USER_WIDTH     = 0,
                parameter USER_BITS      = (USER_WIDTH > 0) ? USER_WIDTH : 1,
                // 0 for a source without tlast.
                parameter CHECK_TLAST    = 1\(shell == nil ? "," : "")
            """)
        if shell == nil { writeOldParameters(to: &text) }
        text.lines(
            """
            ) (
                input  wire reset,
                input  wire clk,

            """)
        if shell == nil {
            text.lines(
                """
                    // Lines that the original inserts between frames; none are needed here.
                    input  wire [BLANK_Y_WIDTH-1:0] param_blank_num,

                """)
        }
        text.lines(
            """
                input  wire [USER_BITS-1:0] in_user,
                input  wire [TUSER_WIDTH-1:0] s_axi4s_tuser,
                input  wire s_axi4s_tlast,
                input  wire [\(shell == nil ? "S_TDATA_WIDTH-1" : "\(inputBits - 1)"):0] s_axi4s_tdata,
                input  wire s_axi4s_tvalid,
                output wire s_axi4s_tready,

                output wire [USER_BITS-1:0] out_user,
            \(outputPorts),

                // High for a cycle for each error, with its kind: bit 0 a frame was cut short, bit 1 a row had another length,
                // bit 2 pixels came behind a frame. Their number since reset.
                output wire error,
                output wire [2:0] error_kind,
                output wire [\(GuardWriter.countWidth - 1):0] error_count
            );
                wire unused = &{1'b0, s_axi4s_tuser\(shell == nil ? ", param_blank_num, \(Self.oldUnused)" : "")};

            """)
    }

    /// The ports of the answers.
    private var outputPorts: String {
        guard let streamedBits else { return shell?.answerPorts ?? "" }
        return """
                output wire [TUSER_WIDTH-1:0] m_axi4s_tuser,
                output wire m_axi4s_tlast,
                output wire [\(shell == nil ? "M_TDATA_WIDTH-1" : "\(streamedBits - 1)"):0] m_axi4s_tdata,
                output wire m_axi4s_tvalid,
                input  wire m_axi4s_tready\(map == nil ? "" : ",\n    // With the last beat of a map at the latest: the frame was broken.\n    output wire out_broken")
            """
    }

    private func writeOldParameters(to text: inout TextBuilder) {
        text.lines(
            """
                parameter S_TDATA_WIDTH  = \(plan.input.channels),
                parameter M_TDATA_WIDTH  = \(plan.outputBits),
                // Accepted for designs that were written for the original's module; they change nothing here: sizes are
                // those of the net, and there is nothing to tune.
                parameter IMG_X_WIDTH    = 10,
                parameter IMG_Y_WIDTH    = 9,
                parameter IMG_Y_NUM      = \(plan.input.height),
                parameter MAX_X_NUM      = \(plan.input.width),
                parameter BLANK_Y_WIDTH  = 8,
                parameter INIT_Y_NUM     = \(plan.input.height),
                parameter FIFO_PTR_WIDTH = 9,
                parameter FIFO_RAM_TYPE  = "block",
                parameter RAM_TYPE       = "block",
                parameter IMG_CKE_BUFG   = 0,
                parameter INIT_REG       = 1'b0,
                parameter DEVICE         = "rtl"
            """)
    }

    private static let oldUnused = """
        IMG_X_WIDTH != 0, IMG_Y_WIDTH != 0,
                IMG_Y_NUM != 0, MAX_X_NUM != 0, INIT_Y_NUM != 0, FIFO_PTR_WIDTH != 0, FIFO_RAM_TYPE, RAM_TYPE,
                IMG_CKE_BUFG != 0, INIT_REG, DEVICE
        """

    private func writeGuard(to text: inout TextBuilder) {
        text.lines(
            """
                // Whole frames.
                wire [\(inputBits - 1):0] pixel;
                wire pixel_valid;
                wire pixel_ready;
                wire broken;
                wire answered;
                \(guardian.moduleName) #(
                    .USER_BITS(USER_BITS),
                    .CHECK_TLAST(CHECK_TLAST)
                ) entrance (
                    .reset(reset),
                    .clk(clk),
                    .s_first(s_axi4s_tuser[0]),
                    .s_last(s_axi4s_tlast),
                    .s_user(in_user),
                    .s_data(s_axi4s_tdata),
                    .s_valid(s_axi4s_tvalid),
                    .s_ready(s_axi4s_tready),
                    .m_data(pixel),
                    .m_valid(pixel_valid),
                    .m_ready(pixel_ready),
                    .ticket_user(out_user),
                    .ticket_broken(broken),
                    .ticket_back(answered),
                    .error(error),
                    .error_kind(error_kind),
                    .error_count(error_count)
                );
            """)
    }

    private func writeCore(to text: inout TextBuilder) {
        let input = shell == nil ? "pixel" : "bits"
        text.lines(
            """

                // The net.
                wire [\(plan.outputBits - 1):0] core_data;
                wire core_valid;
                wire core_ready;
                \(circuit.name)_core core (
                    .reset(reset),
                    .clk(clk),
                    .s_data(\(input)),
                    .s_valid(\(input)_valid),
                    .s_ready(\(input)_ready),
                    .m_data(core_data),
                    .m_valid(core_valid),
                    .m_ready(core_ready)
                );
            """)
    }

    /// What leaves: the answer to a frame that was whole, or each place of a map.
    private func writeAnswers(to text: inout TextBuilder) {
        text.line()
        let (valid, ready) = shell == nil ? ("core_valid", "core_ready") : ("counted_valid", "counted_ready")
        guard streamedBits != nil else {
            text.lines(
                """
                    // The answer to a broken frame is dropped.
                    assign out_valid = \(valid) && !broken;
                    assign \(ready) = out_ready || broken;
                    assign answered = \(valid) && \(ready);
                """)
            return
        }
        text.line("    assign m_axi4s_tdata  = \(shell == nil ? "core_data" : "counted");")
        guard let map else {
            text.lines(
                """
                    // The answer to a broken frame is dropped.
                    assign m_axi4s_tvalid = \(valid) && !broken;
                    assign \(ready) = m_axi4s_tready || broken;
                    assign answered = \(valid) && \(ready);
                """)
            StreamModules.writeFraming(nil, &text)
            return
        }
        text.lines(
            """
                assign m_axi4s_tvalid = \(valid);
                assign \(ready) = m_axi4s_tready;
                assign out_broken = broken;
            """)
        StreamModules.writeFraming(map, &text)
        let height = (map.height - 1).bitsNeeded
        text.line(
            "    assign answered = \(valid) && \(ready) && m_axi4s_tlast && y == \(height)'d\(map.height - 1);")
    }
}
