extension StreamTestbenchWriter {
    /// The module that is tested, with its ports.
    func writeInstance(_ text: inout TextBuilder) {
        text.lines(
            """

                \(circuit.name) dut (
                    .reset(reset),
                    .clk(clk),
            """)
        if !interface.includesIO { text.line("        .param_blank_num(8'd0),") }
        text.lines(
            """
                    .s_axi4s_tuser(user),
                    .s_axi4s_tlast(last),
                    .s_axi4s_tdata(data),
                    .s_axi4s_tvalid(valid),
                    .s_axi4s_tready(ready),
            """)
        if let answer = interface.answer {
            if answer.classWidth != nil { text.line("        .out_class(out_class),") }
            text.lines(
                """
                        .out_counts(out_data),
                        .out_valid(out_valid),
                        .out_ready(out_ready)
                    );
                """)
        } else {
            text.lines(
                """
                        .m_axi4s_tuser(out_user),
                        .m_axi4s_tlast(out_last),
                        .m_axi4s_tdata(out_data),
                        .m_axi4s_tvalid(out_valid),
                        .m_axi4s_tready(out_ready)
                    );
                """)
        }
    }
}
