extension StreamTestbenchWriter {
    /// What plays frames, whole and broken. Stalls come in weather: mostly rare, now and then half of all cycles on one side or both.
    func writeDriver(_ text: inout TextBuilder) {
        text.lines(
            """

                // Pixels go in: the next one once the last is taken.
                localparam PIXELS = WIDTH * HEIGHT;
                reg [31:0] random = 32'h1ce1ce1c;
                integer cycle    = 0;
                integer strays   = 0;
                integer sent     = 0;
                integer received = 0;
                integer done     = 0;
                integer started  = 0;
                wire calm = done < CALM;
                wire gap   = !calm && (cycle % 8192 < 1024 ? random[9] : random[7:4] == 4'd0);
                wire stall = !calm && (cycle % 4096 < 512 ? random[17] : random[3:0] == 4'd0);
            """)
        writePlays(&text)
        text.lines(
            """
                always @(posedge clk) begin
                    random    <= {random[30:0], random[31] ^ random[21] ^ random[1] ^ random[0]};
                    cycle     <= cycle + 1;
                    reset     <= cycle < 8;
                    out_ready <= !stall;
                    // What comes during reset must be dropped.
                    if (reset) begin
                        valid <= cycle < 8;
                        user  <= cycle < 8;
                    end
                    if (!reset && (!valid || ready)) begin
                        valid <= 1'b0;
                        if (strays < STRAYS) begin
                            valid  <= 1'b1;
                            data   <= {\(interface.inputBits){1'b1}};
                            user   <= 1'b0;
                            strays <= strays + 1;
                        end else if (sent < frames && !gap) begin
                            play_pixel;
                        end
                    end
                end
            """)
    }

    /// A play is a frame, or something broken in front of it.
    private func writePlays(_ text: inout TextBuilder) {
        text.lines(
            """

                // What is broken: 0 nothing, 1 the frame is cut, 2 a pixel is dropped, 3 or repeated, 4 the end of a row is moved, 5 pixels come
                // behind the last frame, 6 the frame lacks its start, 7 it starts anew in the middle.
                integer kind    = 0;
                integer at      = 0;
                integer place   = 0;
                integer faults  = 0;
                integer errors  = 0;
                integer played [0:7];
                integer tag     = 0;
                integer opened  = 0;
                integer broken_maps = 0;
                reg playing     = 1'b0;
                reg repaired    = 1'b0;
                reg repeated    = 1'b0;
                // For each start of a frame: whether it comes behind a fault, whether it is broken, and its user.
                reg [9:0] tickets [0:1023];
                initial for (kind = 7; kind > 0; kind = kind - 1) played[kind] = 0;

                task begin_play;
                    begin
                        kind = 0;
                        if (!repaired && sent >= CALM && (sent < CALM + FAULTY || random[26:24] == 3'd0)) begin
                            kind = 1 + faults % 7;
                        end
                        // What a frame of a few pixels cannot have.
                        if (kind == 3 && (WIDTH == 1 || PIXELS == 2)) kind = 4;
                        if (PIXELS == 1 && kind != 0) kind = 4 + faults % 2;
                        at = PIXELS == 1 ? 0 : 1 + {9'd0, random[30:8]} % (PIXELS - 1);
                        if (kind == 3 && at == PIXELS - 1) at = at - 1;
                        place = kind == 6 ? 1 : 0;
                        repeated = 1'b0;
                        playing = 1'b1;
                    end
                endtask

                task open_ticket;
                    begin
                        tag = tag + 1;
                        tickets[opened % 1024] = {repaired, kind != 0, tag[7:0]};
                        opened = opened + 1;
                        if (kind != 0) broken_maps = broken_maps + 1;
                    end
                endtask

                task play_pixel;
                    reg first;
                    begin
                        if (!playing) begin_play;
                        if (kind == 2 && place == at && at < PIXELS - 1) place = place + 1;
                        first = kind != 5 && (place == 0 || kind == 7 && place == at);
                        if (first) open_ticket;
                        if (sent == 0 && place == 0) started <= cycle + 1;
                        valid   <= 1'b1;
                        data    <= stimuli[sent * PIXELS + place];
                        user    <= first;
                        in_user <= first ? tag[7:0] : ~tag[7:0];
                        last    <= (place % WIDTH == WIDTH - 1) != (kind == 4 && place == at);
                        if (kind == 3 && place == at && !repeated) repeated = 1'b1;
                        else place = place + 1;
                        // The end of the play; a last pixel that is dropped never comes.
                        if (place == PIXELS || kind == 1 && place == at || kind == 2 && at == PIXELS - 1 && place == at
                            || kind == 5 && place == 1 + at % 3) begin
                            playing = 1'b0;
                            if (kind == 0) begin
                                sent = sent + 1;
                            end else begin
                                faults = faults + 1;
                                played[kind] = played[kind] + 1;
                                errors = errors + (kind == 7 ? 2 : 1);
                            end
                            repaired = kind != 0;
                        end
                    end
                endtask
            """)
    }
}
