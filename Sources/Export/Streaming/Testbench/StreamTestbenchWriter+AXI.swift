/// The testbench of a stream on AXI: the ports, and what software reads and writes by AXI4-Lite.
extension StreamTestbenchWriter {
    /// The module that is tested, with its ports.
    func writeInstance(_ axi: AXIInterface, _ text: inout TextBuilder) {
        let padding = axi.inputWidth - interface.inputBits
        let (data, user) = (axi.outputWidth, axi.outputUserWidth)
        text.lines(
            """

                wire [\(data - 1):0] axis_data;
                wire [\(user - 1):0] axis_user;
                wire axis_last;
                reg  [\(AXIInterface.addressWidth - 1):0] awaddr = \(AXIInterface.addressWidth)'d0;
                reg  awvalid = 1'b0;
                wire awready;
                reg  [31:0] wdata = 32'd0;
                reg  [3:0] wstrb = 4'd0;
                reg  wvalid = 1'b0;
                wire wready;
                wire [1:0] bresp;
                wire bvalid;
                reg  bready = 1'b0;
                reg  [\(AXIInterface.addressWidth - 1):0] araddr = \(AXIInterface.addressWidth)'d0;
                reg  arvalid = 1'b0;
                wire arready;
                wire [31:0] rdata;
                wire [1:0] rresp;
                wire rvalid;
                reg  rready = 1'b0;
                \(axi.name) dut (
                    .aclk(clk),
                    .aresetn(!reset),
                    .s_axis_tdata(\(padding == 0 ? "data" : "{{\(padding){1'b1}}, data}")),
                    .s_axis_tvalid(valid),
                    .s_axis_tready(ready),
                    .s_axis_tuser(user),
                    .s_axis_tlast(last),
                    .s_axis_tid(in_user),
                    .m_axis_tdata(axis_data),
                    .m_axis_tvalid(out_valid),
                    .m_axis_tready(out_ready),
                    .m_axis_tuser(axis_user),
                    .m_axis_tlast(axis_last),
                    .m_axis_tid(out_user),
                    .s_axi_awaddr(awaddr),
                    .s_axi_awvalid(awvalid),
                    .s_axi_awready(awready),
                    .s_axi_wdata(wdata),
                    .s_axi_wstrb(wstrb),
                    .s_axi_wvalid(wvalid),
                    .s_axi_wready(wready),
                    .s_axi_bresp(bresp),
                    .s_axi_bvalid(bvalid),
                    .s_axi_bready(bready),
                    .s_axi_araddr(araddr),
                    .s_axi_arvalid(arvalid),
                    .s_axi_arready(arready),
                    .s_axi_rdata(rdata),
                    .s_axi_rresp(rresp),
                    .s_axi_rvalid(rvalid),
                    .s_axi_rready(rready),
                    .error(error)
                );
                assign error_kind  = dut.error_kind;
                assign error_count = dut.errors;
            """)
        writeUnpacking(axi, &text)
    }

    /// The numbers in the bytes that leave.
    private func writeUnpacking(_ axi: AXIInterface, _ text: inout TextBuilder) {
        let bits = axi.fields.filter { $0.port == "out_data" }
        text.line("    assign out_data = {")
        text.list(bits.reversed().map { "axis_data[\($0.place + $0.width - 1):\($0.place)]" }, perLine: 6)
        text.line("    };")
        if let field = axi.fields.first(where: { $0.port == "out_class" }) {
            text.line("    assign out_class = axis_data[\(field.place + field.width - 1):\(field.place)];")
        }
        let padding = axi.fields.filter { $0.width % 8 != 0 }
            .map { "axis_data[\($0.place + AXIInterface.bytes($0.width) - 1):\($0.place + $0.width)]" }
        text.line("    wire padded = ~|{1'b0")
        for bits in padding { text.line("        , \(bits)") }
        text.line("    };")
        if interface.answer != nil {
            text.line("    wire framed_well = padded && axis_user === 1'b1 && axis_last === 1'b1;")
        } else {
            text.line("    wire framed_well = padded;")
            text.line("    assign out_first = axis_user[0];")
            text.line("    assign out_last = axis_last;")
            if interface.passesBroken { text.line("    assign out_broken = axis_user[1];") }
        }
    }

    /// Tasks that read and write registers, and the one that checks all of them.
    func writeRegisterChecks(_ axi: AXIInterface, _ text: inout TextBuilder) {
        text.lines(
            """

                // Registers: read and written as software does; waiting has an end. Driven between the rising edges, where they are looked at.
                integer wrong_registers = 0;
                integer waits;
                task check_register(input [\(AXIInterface.addressWidth - 1):0] address, input [31:0] wanted);
                    begin
                        @(negedge clk);
                        araddr  = address;
                        arvalid = 1'b1;
                        waits = 0;
                        @(posedge clk);
                        while (arready !== 1'b1 && waits < 50) begin
                            waits = waits + 1;
                            @(posedge clk);
                        end
                        @(negedge clk);
                        arvalid = 1'b0;
                        araddr  = ~address;
                        // Whoever reads may take its time.
                        repeat (1 + {30'd0, address[3:2]}) @(posedge clk);
                        @(negedge clk);
                        rready = 1'b1;
                        @(posedge clk);
                        while (rvalid !== 1'b1 && waits < 50) begin
                            waits = waits + 1;
                            @(posedge clk);
                        end
                        if (rdata !== wanted || rresp !== 2'b00 || waits >= 50) begin
                            wrong_registers = wrong_registers + 1;
                            $display("vector register %h: got %h with response %b, expected %h", address, rdata, rresp, wanted);
                        end
                        @(negedge clk);
                        rready = 1'b0;
                        @(posedge clk);
                        if (rvalid !== 1'b0) wrong_registers = wrong_registers + 1;
                    end
                endtask

                task write_register(input [\(AXIInterface.addressWidth - 1):0] address, input [31:0] value, input [3:0] strobes);
                    begin
                        @(negedge clk);
                        awaddr  = address;
                        awvalid = 1'b1;
                        // The address waits for its data.
                        repeat (2) @(posedge clk);
                        if (awready !== 1'b0) wrong_registers = wrong_registers + 1;
                        @(negedge clk);
                        wdata  = value;
                        wstrb  = strobes;
                        wvalid = 1'b1;
                        waits = 0;
                        @(posedge clk);
                        while ((awready !== 1'b1 || wready !== 1'b1) && waits < 50) begin
                            waits = waits + 1;
                            @(posedge clk);
                        end
                        @(negedge clk);
                        awvalid = 1'b0;
                        wvalid  = 1'b0;
                        repeat (2) @(posedge clk);
                        @(negedge clk);
                        bready = 1'b1;
                        @(posedge clk);
                        if (bvalid !== 1'b1 || bresp !== 2'b00 || waits >= 50) wrong_registers = wrong_registers + 1;
                        @(negedge clk);
                        bready = 1'b0;
                        @(posedge clk);
                        if (bvalid !== 1'b0) wrong_registers = wrong_registers + 1;
                    end
                endtask

                task check_registers;
                    begin
            """)
        let counts = [
            "ANSWERS": "done", "ERRORS": "told", "CUT": "told_cut", "ROWS": "told_rows", "BEHIND": "told_behind",
        ]
        for register in axi.registers {
            text.line(
                "            check_register(6'h\(register.address.hex(2)), \(counts[register.name] ?? register.value));"
            )
        }
        text.line("            // What is no clearing clears nothing: another register, another bit, no byte.")
        text.line("            write_register(6'h0c, 32'd1, 4'b1111);")
        text.line("            write_register(6'h08, 32'hfffffffe, 4'b1111);")
        text.line("            write_register(6'h08, 32'd1, 4'b1110);")
        for register in axi.registers where counts[register.name] != nil {
            text.line("            check_register(6'h\(register.address.hex(2)), \(counts[register.name] ?? "0"));")
        }
        text.line("            write_register(6'h08, 32'd1, 4'b0001);")
        for register in axi.registers where counts[register.name] != nil {
            text.line("            check_register(6'h\(register.address.hex(2)), 32'd0);")
        }
        text.line("            check_register(6'h3c, 32'd0);")
        text.line("        end")
        text.line("    endtask")
    }
}
