import Netlist

/// The testbench of a streaming net: plays frames with random gaps and stalls on both sides, compares every bit, start of frame
/// and end of line, and says PASS or FAIL with counts. With inputs and outputs in hardware a frame is an image.
///
/// The first frames are played without stalls; the latency and the interval that are measured there are part of the result.
struct StreamTestbenchWriter {
    let circuit: Circuit
    let interface: StreamInterface
    let vectors: VectorSet
    /// What it reads.
    let files: [ExportBundle.File]

    /// Module name of the testbench.
    var name: String { "\(circuit.name)_tb" }
    /// Frames that are played without stalls.
    static let calmFrames = 3

    private var pixels: Int { interface.input.pixelCount }
    private var beats: Int { interface.beatsPerFrame }
    private var frameCount: Int { vectors.imageCount * interface.framesPerImage }
    /// Whether the testbench counts the ones and finds the class itself.
    private var countsOnes: Bool { circuit.isClassifier && !interface.includesIO }

    /// The source file.
    func write() -> String {
        var text = TextBuilder()
        writeHead(&text)
        writeInstance(&text)
        VectorFileCheck(files: files).write(to: &text)
        writeDriver(&text)
        writeChecker(&text)
        text.line("endmodule")
        text.line()
        text.line("`default_nettype wire")
        return text.text
    }

    private func writeHead(_ text: inout TextBuilder) {
        text.lines(
            """
            // Testbench of \(circuit.name), written by bbwb: run it with `make iverilog` or `make verilator`.
            // +images=N plays the first N images only.
            `default_nettype none

            module \(name);
                localparam IMAGES           = \(vectors.imageCount);
                // The first were made; the others are those of the test set.
                localparam CHOSEN           = \(vectors.chosenCount);
                localparam FRAMES_PER_IMAGE = \(interface.framesPerImage);
                localparam FRAMES           = \(frameCount);
                localparam WIDTH            = \(interface.input.width);
                localparam HEIGHT           = \(interface.input.height);
                localparam OUT_WIDTH        = \(interface.beatsPerRow);
                localparam BEATS            = \(beats);
                localparam OUT_BITS         = \(interface.outputBits);
                localparam NUMBERS          = \(circuit.numberCount);
                // Played without stalls, and measured.
                localparam CALM             = \(Self.calmFrames);
                // Pixels that come before the first start of a frame, and must be dropped.
                localparam STRAYS           = 5;

                reg [\(interface.inputBits - 1):0] stimuli [0:\(frameCount * pixels - 1)];
                reg [\(interface.outputBits - 1):0] expected [0:\(frameCount * beats - 1)];
            """)
        if circuit.isClassifier { text.line("    reg [31:0] classes [0:IMAGES-1];") }
        text.lines(
            """
                integer images;
                integer frames;
                initial begin
                    \(interface.includesIO ? "$readmemh" : "$readmemb")("\(VectorFiles.stimuli)", stimuli);
                    $readmemb("\(VectorFiles.expected)", expected);
            """)
        if circuit.isClassifier { text.line("        $readmemh(\"\(VectorFiles.classes)\", classes);") }
        text.lines(
            """
                    if (!$value$plusargs("images=%d", images)) images = IMAGES;
                    if (images < 1 || images > IMAGES) images = IMAGES;
                    frames = images * FRAMES_PER_IMAGE;
                end

                reg clk = 1'b0;
                always #5 clk = ~clk;

                reg reset  = 1'b1;
                reg user   = 1'b0;
                reg last   = 1'b0;
                reg valid  = 1'b0;
                reg [\(interface.inputBits - 1):0] data = \(interface.inputBits)'d0;
                wire ready;
                wire out_valid;
                wire [\(interface.outputBits - 1):0] out_data;
                reg out_ready = 1'b0;
            """)
        if let answer = interface.answer {
            if let width = answer.classWidth { text.line("    wire [\(width - 1):0] out_class;") }
        } else {
            text.line("    wire out_user;")
            text.line("    wire out_last;")
        }
    }

    /// Stalls come in weather: mostly rare, now and then half of all cycles on one side or both.
    private func writeDriver(_ text: inout TextBuilder) {
        text.lines(
            """

                // Pixels go in: the next one once the last is taken.
                reg [31:0] random = 32'h1ce1ce1c;
                integer cycle    = 0;
                integer strays   = 0;
                integer sent     = 0;
                integer column   = 0;
                integer line     = 0;
                integer received = 0;
                integer done     = 0;
                integer started  = 0;
                wire calm = done < CALM;
                wire gap   = !calm && (cycle % 8192 < 1024 ? random[9] : random[7:4] == 4'd0);
                wire stall = !calm && (cycle % 4096 < 512 ? random[17] : random[3:0] == 4'd0);
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
                        end else if (sent < frames * WIDTH * HEIGHT && !gap) begin
                            if (sent == 0) started <= cycle + 1;
                            valid  <= 1'b1;
                            data   <= stimuli[sent];
                            user   <= column == 0 && line == 0;
                            last   <= column == WIDTH - 1;
                            column <= column == WIDTH - 1 ? 0 : column + 1;
                            if (column == WIDTH - 1) line <= line == HEIGHT - 1 ? 0 : line + 1;
                            sent   <= sent + 1;
                        end
                    end
                end
            """)
    }

    private func writeChecker(_ text: inout TextBuilder) {
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
        let framing =
            isFramed
            ? " || out_user !== (beat == 0)\n                    || out_last !== (beat % OUT_WIDTH == OUT_WIDTH - 1)"
            : ""
        let (shown, values) = isFramed ? (" user %b last %b", "out_data, out_user, out_last") : ("", "out_data")
        text.lines(
            """
                    while (broken_files == 0 && done < frames && cycle < \(patience) + frames * \(patienceOfFrame)) begin
                        @(posedge clk);
                        if (!reset && ^{ready, out_valid} === 1'bx) unknown = unknown + 1;
                        if (!reset && out_valid && out_ready) begin
                            if (out_data !== expected[received] || ^out_data === 1'bx\(framing)) begin
                                mismatches = mismatches + 1;
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
                    if (broken_files != 0) $display("vector files unlike those exported: %0d", broken_files);
                    if (unknown != 0) $display("vector cycles with unknown ready or valid: %0d", unknown);
                    if (broken_files == 0 && unknown == 0 && done == frames && mismatches == 0 && different == 0) begin
                        $write("PASS");
                    end else begin
                        $write("FAIL");
                    end
                    $display(" frames %0d of %0d, words %0d, mismatches %0d, images %0d, correct %0d, classes unlike the software's %0d",
                        done, FRAMES, received, mismatches, images > CHOSEN ? images - CHOSEN : 0, correct, different);
                    $write("measured without stalls: %0d cycles from the first pixel to the last word of a frame", latency);
                    if (done >= CALM) $write(", a frame every %0d cycles", interval);
                    $display("");
                    $finish;
                end
            """)
    }

    /// Bit frames that a frame becomes within the design.
    private var bitFrames: Int { circuit.framesPerImage / interface.framesPerImage }
    /// Cycles after which the first frame must have come out.
    private var patience: Int { 20 * bitFrames * (pixels + 1000) }
    /// Cycles within which each further one must.
    private var patienceOfFrame: Int { 4 * bitFrames * (pixels + 100) }
}
