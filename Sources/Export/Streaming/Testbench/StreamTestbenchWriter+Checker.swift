extension StreamTestbenchWriter {
    /// What compares the answers, and says how it went.
    func writeChecker(_ text: inout TextBuilder) {
        let isFramed = interface.answer == nil
        text.lines(
            """

                // Answers come out, in order.
                integer mismatches = 0;
                integer unknown    = 0;
                integer different  = 0;
                integer correct    = 0;
                integer beat       = 0;
                integer latency    = 0;
                integer interval   = 0;
                integer finished   = 0;
                integer recovered  = 0;
                integer flagged    = 0;
                integer taken      = 0;
                \(axi == nil ? "" : "reg is_counted    = 1'b0;\n    ")reg agrees        = 1'b1;
                reg [9:0] ticket;
            """)
        if countsOnes {
            text.lines(
                """
                    integer counts [0:NUMBERS-1];
                    integer number;
                    integer image = 0;
                    integer best;
                """)
        }
        text.line("    initial begin")
        text.line("        @(posedge clk);")
        if countsOnes {
            text.line("        for (number = 0; number < NUMBERS; number = number + 1) counts[number] = 0;")
        }
        let ticket =
            interface.passesBroken
            ? """
                            // A map of a broken frame leaves, too, and is marked at its end at the latest.
                            ticket = tickets[taken % 1024];
                            if (ticket[8]) begin
                                if (out_broken === 1'b1 && beat == BEATS - 1) flagged = flagged + 1;
                                beat = beat + 1;
                                if (beat == BEATS) begin
                                    beat = 0;
                                    taken = taken + 1;
                                end
                            end else begin
            """
            : """
                            // Broken frames have no answer.
                            while (tickets[taken % 1024][8] === 1'b1) taken = taken + 1;
                            ticket = tickets[taken % 1024];
                            begin
            """
        let framing =
            isFramed
            ? " || out_first !== (beat == 0)\n                    || out_last !== (beat % OUT_WIDTH == OUT_WIDTH - 1)"
            : ""
        let flagging = interface.passesBroken ? "\n                && (flagged > 0 || broken_maps == 0)" : ""
        let (flagText, flagValue) =
            interface.passesBroken ? ("; marked at their end %0d of %0d maps", ", flagged, broken_maps") : ("", "")
        // Registers are cleared at the end.
        let counted = axi == nil ? "error_count === errors" : "is_counted && wrong_registers == 0"
        let marking =
            (interface.passesBroken ? " || out_broken !== 1'b0" : "") + (axi == nil ? "" : " || framed_well !== 1'b1")
        let (shown, values) = isFramed ? (" first %b last %b", "out_data, out_first, out_last") : ("", "out_data")
        text.lines(
            """
                    while (broken_files == 0 && done < frames && cycle < \(patience) + frames * \(patienceOfFrame)) begin
                        @(posedge clk);
                        if (!reset && ^{ready, out_valid, error} === 1'bx) unknown = unknown + 1;
                        if (!reset && error === 1'b1) begin
                            told = told + 1;
                            if (error_kind[0]) told_cut = told_cut + 1;
                            if (error_kind[1]) told_rows = told_rows + 1;
                            if (error_kind[2]) told_behind = told_behind + 1;
                            if (error_kind !== 3'b001 && error_kind !== 3'b010 && error_kind !== 3'b100) unknown = unknown + 1;
                        end
                        if (!reset && out_valid && out_ready) begin
            \(ticket)
                            if (out_data !== expected[received] || ^out_data === 1'bx\(framing)\(marking)
                                || out_user !== ticket[7:0]) begin
                                mismatches = mismatches + 1;
                                agrees = 1'b0;
                                if (mismatches <= 10) begin
                                    $display("vector frame %0d beat %0d: got %b\(shown), expected %b", done, beat,
                                        \(values), expected[received]);
                                end
                            end
            """)
        if countsOnes {
            text.lines(
                """
                                for (number = 0; number < OUT_BITS; number = number + 1) begin
                                    if (out_data[number]) counts[(number * BEATS + beat) % NUMBERS]
                                        = counts[(number * BEATS + beat) % NUMBERS] + 1;
                                end
                """)
        }
        if let width = interface.answer?.classWidth {
            let padding = width < 16 ? "{\(16 - width)'d0, out_class}" : "out_class"
            text.lines(
                """
                                if (\(padding) !== classes[done][15:0]) different = different + 1;
                                if (\(padding) === classes[done][31:16]) correct = correct + 1;
                """)
        }
        text.lines(
            """
                            received = received + 1;
                            beat = beat + 1;
                            if (beat == BEATS) begin
                                beat = 0;
                                done = done + 1;
                                taken = taken + 1;
                                if (ticket[9] && agrees) recovered = recovered + 1;
                                agrees = 1'b1;
                                if (done == 1) latency = cycle - started;
                                if (done == CALM) interval = cycle - finished;
                                finished = cycle;
            """)
        if countsOnes {
            text.lines(
                """
                                    if (done % FRAMES_PER_IMAGE == 0) begin
                                        best = 0;
                                        for (number = 1; number < NUMBERS; number = number + 1) begin
                                            if (counts[number] > counts[best]) best = number;
                                        end
                                        for (number = 0; number < NUMBERS; number = number + 1) counts[number] = 0;
                                        if (best !== {16'd0, classes[image][15:0]}) different = different + 1;
                                        if (best === {16'd0, classes[image][31:16]}) correct = correct + 1;
                                        image = image + 1;
                                    end
                """)
        }
        text.lines(
            """
                            end
                            end
                        end
                    end
                    @(posedge clk);\(axi == nil ? "" : "\n        is_counted = error_count === errors;\n        check_registers;")
                    if (broken_files != 0) $display("vector files unlike those exported: %0d", broken_files);
                    if (unknown != 0) $display("vector cycles with unknown ready or valid: %0d", unknown);
                    if (broken_files == 0 && unknown == 0 && done == frames && mismatches == 0 && different == 0
                        && told == errors && \(counted) && recovered == faults
                && told_behind == played[5] + played[6] && told_cut >= played[1] + played[7]
                && told_rows >= played[3] + played[4]\(flagging)) begin
                        $write("PASS");
                    end else begin
                        $write("FAIL");
                    end
                    $display(" frames %0d of %0d, words %0d, mismatches %0d, images %0d\(vectors.correctText), classes unlike the software's %0d",
                        done, FRAMES, received, mismatches, images > CHOSEN ? images - CHOSEN : 0\(vectors.correctValue), different);
                    $write("measured without stalls: %0d cycles from the first pixel to the last word of a frame", latency);
                    if (done >= CALM) $write(", a frame every %0d cycles", interval);
                    $display("");
                    $display("measured recovery: %0d of %0d faults followed by a right answer; errors told %0d, counted %0d, expected %0d",
                        recovered, faults, told, \(axi == nil ? "error_count" : "told"), errors);
                    $display("measured faults: cut %0d, pixel dropped %0d, repeated %0d, end of row moved %0d, pixels behind %0d, without start %0d, started anew %0d\(flagText)",
                        played[1], played[2], played[3], played[4], played[5], played[6], played[7]\(flagValue));
                    $finish;
                end
            """)
    }
}
