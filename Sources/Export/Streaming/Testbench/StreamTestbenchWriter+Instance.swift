extension StreamTestbenchWriter {
    /// The module that is tested, with its ports.
    func writeInstance(_ text: inout TextBuilder) {
        text.lines(
            """

                \(circuit.name) #(
                    .USER_WIDTH(8)
                ) dut (
                    .reset(reset),
                    .clk(clk),
                    .in_user(in_user),
                    .out_user(out_user),
                    .error(error),
                    .error_kind(error_kind),
                    .error_count(error_count),
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
            if interface.passesBroken { text.line("        .out_broken(out_broken),") }
            text.lines(
                """
                        .m_axi4s_tuser(out_first),
                        .m_axi4s_tlast(out_last),
                        .m_axi4s_tdata(out_data),
                        .m_axi4s_tvalid(out_valid),
                        .m_axi4s_tready(out_ready)
                    );
                """)
        }
    }
}
