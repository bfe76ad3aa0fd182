/// The module that puts a stream on AXI: `aclk` and `aresetn`, AXI4-Stream of whole bytes in and out, and AXI4-Lite.
struct AXITopWriter {
    let axi: AXIInterface
    let title: String

    private var interface: StreamInterface { axi.interface }

    /// The source file.
    func write() -> String {
        var text = TextBuilder()
        writeHead(to: &text)
        writeStream(to: &text)
        writeCounts(to: &text)
        writeRegisters(to: &text)
        text.lines(
            """
            endmodule

            `default_nettype wire
            """)
        return text.text
    }

    /// A port with the attribute by which Vivado knows its bus.
    private func port(_ bus: String, _ signal: String, _ declaration: String, isLast: Bool = false) -> String {
        let kind = bus == "S_AXI" ? "aximm" : "axis"
        return """
                (* X_INTERFACE_INFO = "xilinx.com:interface:\(kind):1.0 \(bus) \(signal)" *)
                \(declaration)\(isLast ? "" : ",")
            """
    }

    private func writeHead(to text: inout TextBuilder) {
        let address = AXIInterface.addressWidth - 1
        text.lines(
            """
            // Module \(axi.name): the net '\(SafeText.comment(title))' on AXI, written by bbwb.
            //
            // A pixel a beat comes in by S_AXIS: tuser begins a frame, tlast ends a row, tid is the packet's number. What leaves
            // by M_AXIS has the same tid. S_AXI has counts and errors: io.md lists the registers.
            `default_nettype none

            module \(axi.name) #(
                parameter ID_WIDTH    = \(AXIInterface.idWidth),
                // 0 for a source without tlast.
                parameter CHECK_TLAST = 1
            ) (
                (* X_INTERFACE_INFO = "xilinx.com:signal:clock:1.0 aclk CLK" *)
                (* X_INTERFACE_PARAMETER = "ASSOCIATED_BUSIF S_AXIS:M_AXIS:S_AXI, ASSOCIATED_RESET aresetn" *)
                input  wire aclk,
                (* X_INTERFACE_INFO = "xilinx.com:signal:reset:1.0 aresetn RST" *)
                (* X_INTERFACE_PARAMETER = "POLARITY ACTIVE_LOW" *)
                input  wire aresetn,

            \(port("S_AXIS", "TDATA", "input  wire [\(axi.inputWidth - 1):0] s_axis_tdata"))
            \(port("S_AXIS", "TVALID", "input  wire s_axis_tvalid"))
            \(port("S_AXIS", "TREADY", "output wire s_axis_tready"))
            \(port("S_AXIS", "TUSER", "input  wire [0:0] s_axis_tuser"))
            \(port("S_AXIS", "TLAST", "input  wire s_axis_tlast"))
            \(port("S_AXIS", "TID", "input  wire [ID_WIDTH-1:0] s_axis_tid"))

            \(port("M_AXIS", "TDATA", "output wire [\(axi.outputWidth - 1):0] m_axis_tdata"))
            \(port("M_AXIS", "TVALID", "output wire m_axis_tvalid"))
            \(port("M_AXIS", "TREADY", "input  wire m_axis_tready"))
            \(port("M_AXIS", "TUSER", "output wire [\(axi.outputUserWidth - 1):0] m_axis_tuser"))
            \(port("M_AXIS", "TLAST", "output wire m_axis_tlast"))
            \(port("M_AXIS", "TID", "output wire [ID_WIDTH-1:0] m_axis_tid"))

            \(port("S_AXI", "AWADDR", "input  wire [\(address):0] s_axi_awaddr"))
            \(port("S_AXI", "AWVALID", "input  wire s_axi_awvalid"))
            \(port("S_AXI", "AWREADY", "output wire s_axi_awready"))
            \(port("S_AXI", "WDATA", "input  wire [31:0] s_axi_wdata"))
            \(port("S_AXI", "WSTRB", "input  wire [3:0] s_axi_wstrb"))
            \(port("S_AXI", "WVALID", "input  wire s_axi_wvalid"))
            \(port("S_AXI", "WREADY", "output wire s_axi_wready"))
            \(port("S_AXI", "BRESP", "output wire [1:0] s_axi_bresp"))
            \(port("S_AXI", "BVALID", "output reg  s_axi_bvalid"))
            \(port("S_AXI", "BREADY", "input  wire s_axi_bready"))
            \(port("S_AXI", "ARADDR", "input  wire [\(address):0] s_axi_araddr"))
            \(port("S_AXI", "ARVALID", "input  wire s_axi_arvalid"))
            \(port("S_AXI", "ARREADY", "output wire s_axi_arready"))
            \(port("S_AXI", "RDATA", "output reg  [31:0] s_axi_rdata"))
            \(port("S_AXI", "RRESP", "output wire [1:0] s_axi_rresp"))
            \(port("S_AXI", "RVALID", "output reg  s_axi_rvalid"))
            \(port("S_AXI", "RREADY", "input  wire s_axi_rready"))

                // High for a cycle for each error.
                output wire error
            );
                wire reset = !aresetn;

            """)
    }

    private func writeStream(to text: inout TextBuilder) {
        text.line("    wire [2:0] error_kind;")
        text.line("    wire [\(GuardWriter.countWidth - 1):0] unused_count;")
        if let width = interface.answer?.classWidth { text.line("    wire [\(width - 1):0] out_class;") }
        text.line("    wire [\(interface.outputBits - 1):0] out_data;")
        text.lines(
            """
                \(axi.streamName) #(
                    .USER_WIDTH(ID_WIDTH),
                    .CHECK_TLAST(CHECK_TLAST)
                ) stream (
                    .reset(reset),
                    .clk(aclk),
            """)
        if !interface.includesIO { text.line("        .param_blank_num(8'd0),") }
        text.lines(
            """
                    .in_user(s_axis_tid),
                    .s_axi4s_tuser(s_axis_tuser),
                    .s_axi4s_tlast(s_axis_tlast),
                    .s_axi4s_tdata(s_axis_tdata[\(interface.inputBits - 1):0]),
                    .s_axi4s_tvalid(s_axis_tvalid),
                    .s_axi4s_tready(s_axis_tready),
                    .out_user(m_axis_tid),
            """)
        if let answer = interface.answer {
            if answer.classWidth != nil { text.line("        .out_class(out_class),") }
            text.lines(
                """
                        .out_counts(out_data),
                        .out_valid(m_axis_tvalid),
                        .out_ready(m_axis_tready),
                """)
        } else {
            text.lines(
                """
                        .m_axi4s_tuser(m_axis_tuser[0]),
                        .m_axi4s_tlast(m_axis_tlast),
                        .m_axi4s_tdata(out_data),
                        .m_axi4s_tvalid(m_axis_tvalid),
                        .m_axi4s_tready(m_axis_tready),
                """)
            if interface.passesBroken { text.line("        .out_broken(m_axis_tuser[1]),") }
        }
        text.lines(
            """
                    .error(error),
                    .error_kind(error_kind),
                    .error_count(unused_count)
                );
            """)
        if interface.answer != nil {
            text.line("    assign m_axis_tuser = 1'b1;")
            text.line("    assign m_axis_tlast = 1'b1;")
        }
        if axi.inputWidth > interface.inputBits {
            text.line("    wire unused_bits = &{1'b0, s_axis_tdata[\(axi.inputWidth - 1):\(interface.inputBits)]};")
        }
        // Each number in whole bytes.
        let numbers = axi.fields.map { field in
            let padding = AXIInterface.bytes(field.width) - field.width
            let bits = "\(field.port)[\(field.low + field.width - 1):\(field.low)]"
            return padding == 0 ? bits : "\(padding)'d0, \(bits)"
        }
        text.line()
        text.line("    // Each number in whole bytes\(interface.answer?.classWidth == nil ? "" : ", the class first").")
        text.line("    assign m_axis_tdata = {")
        text.list(numbers.reversed(), perLine: 4)
        text.line("    };")
    }

    private func writeCounts(to text: inout TextBuilder) {
        let names = ["errors", "errors_cut", "errors_rows", "errors_behind"]
        text.lines(
            """

                // Counts, until software clears them.
                reg [31:0] answers, \(names.joined(separator: ", "));
                wire clear;
            """)
        // A broken map is no answer.
        let broken = interface.passesBroken ? " && !m_axis_tuser[1]" : ""
        if interface.beatsPerFrame > 1 {
            let width = (interface.beatsPerFrame - 1).bitsNeeded
            let last = "\(width)'d\(interface.beatsPerFrame - 1)"
            text.lines(
                """
                    reg [\(width - 1):0] beat;
                    wire leaves = m_axis_tvalid && m_axis_tready;
                    always @(posedge aclk) begin
                        if (reset) beat <= \(width)'d0;
                        else if (leaves) beat <= beat == \(last) ? \(width)'d0 : beat + \(width)'d1;
                    end
                    wire answered = leaves && beat == \(last)\(broken);
                """)
        } else {
            text.line("    wire answered = m_axis_tvalid && m_axis_tready\(broken);")
        }
        text.lines(
            """
                always @(posedge aclk) begin
                    if (reset || clear) begin
                        answers <= 32'd0;
                        \(names.map { "\($0) <= 32'd0;" }.joined(separator: "\n            "))
                    end else begin
                        if (answered) answers <= answers + 32'd1;
                        if (error) errors <= errors + 32'd1;
                        if (error_kind[0]) errors_cut <= errors_cut + 32'd1;
                        if (error_kind[1]) errors_rows <= errors_rows + 32'd1;
                        if (error_kind[2]) errors_behind <= errors_behind + 32'd1;
                    end
                end
            """)
    }

    private func writeRegisters(to text: inout TextBuilder) {
        let width = AXIInterface.addressWidth
        let control = 0x08
        text.lines(
            """

                // AXI4-Lite: a write is taken with its address, and one read at a time.
                wire write = s_axi_awvalid && s_axi_wvalid && !s_axi_bvalid;
                assign s_axi_awready = write;
                assign s_axi_wready  = write;
                assign s_axi_bresp   = 2'b00;
                assign clear = write && s_axi_awaddr[\(width - 1):2] == \(width - 2)'d\(control / 4) && s_axi_wstrb[0] && s_axi_wdata[0];
                wire read = s_axi_arvalid && !s_axi_rvalid;
                assign s_axi_arready = read;
                assign s_axi_rresp   = 2'b00;
                always @(posedge aclk) begin
                    if (reset) begin
                        s_axi_bvalid <= 1'b0;
                        s_axi_rvalid <= 1'b0;
                    end else begin
                        s_axi_bvalid <= write || s_axi_bvalid && !s_axi_bready;
                        s_axi_rvalid <= read || s_axi_rvalid && !s_axi_rready;
                    end
                end
                always @(posedge aclk) begin
                    if (read) begin
                        case (s_axi_araddr[\(width - 1):2])
            """)
        for register in axi.registers {
            text.line("                \(width - 2)'d\(register.address / 4): s_axi_rdata <= \(register.value);")
        }
        text.lines(
            """
                            default: s_axi_rdata <= 32'd0;
                        endcase
                    end
                end
                wire unused = &{1'b0, s_axi_awaddr[1:0], s_axi_araddr[1:0], s_axi_wstrb[3:1], s_axi_wdata[31:1], unused_count};
            """)
    }
}
