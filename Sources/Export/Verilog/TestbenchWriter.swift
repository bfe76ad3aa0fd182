/// The testbench of a Verilog module: plays the vectors with random gaps and stalls, compares every output bit, and says
/// PASS or FAIL with counts.
struct TestbenchWriter {
    let circuit: Circuit
    let vectors: VectorSet
    /// What it reads.
    let files: [ExportBundle.File]

    /// Module name of the testbench.
    var name: String { "\(circuit.name)_tb" }

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

    private var hasIO: Bool { circuit.options.includesIO }
    /// Vectors that are played: images, or frames of bits.
    private var vectorCount: Int { hasIO ? vectors.imageCount : vectors.frameCount }
    private var inputBits: Int { hasIO ? circuit.netlist.encoding.shape.count * 8 : circuit.netlist.inputCount }
    private var outputBits: Int {
        hasIO ? circuit.numberCount * circuit.largestCount.bitsNeeded : circuit.netlist.outputs.count
    }
    /// Cycles after which something must have come out.
    private var patience: Int { 4 * vectors.frameCount + 100 * (circuit.pipeline.stageCount + 20) }

    private func writeHead(_ text: inout TextBuilder) {
        text.lines(
            """
            // Testbench of \(circuit.name), written by bbwb: run it with `make iverilog` or `make verilator`.
            `default_nettype none

            module \(name);
                localparam VECTORS          = \(vectorCount);
                localparam IMAGES           = \(vectors.imageCount);
                // Images of the test set; those before them were made.
                localparam TEST_IMAGES      = \(vectors.testImageCount);
                localparam VECTORS_PER_IMAGE = \(hasIO ? 1 : vectors.framesPerImage);
                localparam NUMBERS          = \(circuit.numberCount);
                localparam OUTPUTS          = \(circuit.netlist.outputs.count);

                reg [\(inputBits - 1):0] stimuli [0:VECTORS-1];
                reg [\(outputBits - 1):0] expected [0:VECTORS-1];
            """)
        if circuit.isClassifier { text.line("    reg [31:0] classes [0:IMAGES-1];") }
        text.lines(
            """
                initial begin
                    \(hasIO ? "$readmemh" : "$readmemb")("\(VectorFiles.stimuli)", stimuli);
                    $readmemb("\(VectorFiles.expected)", expected);
            """)
        if circuit.isClassifier { text.line("        $readmemh(\"\(VectorFiles.classes)\", classes);") }
        text.lines(
            """
                end

                reg clk = 1'b0;
                always #5 clk = ~clk;

                reg                   reset    = 1'b1;
                reg                   cke      = 1'b1;
                reg                   in_valid = 1'b0;
                reg [31:0]            in_user  = 32'hffffffff;
                reg [\(inputBits - 1):0] in_data  = {\(inputBits){1'b0}};
                wire [31:0]           out_user;
                wire [\(outputBits - 1):0] out_data;
                wire                  out_valid;
            """)
    }

    private func writeInstance(_ text: inout TextBuilder) {
        if hasIO {
            text.line("    wire                  in_ready;")
            if circuit.isClassifier {
                text.line("    wire [\((circuit.numberCount - 1).bitsNeeded - 1):0] out_class;")
            }
        } else {
            text.line("    wire                  in_ready = cke;")
        }
        let data = hasIO ? ("in_pixels", "out_counts") : ("in_data", "out_data")
        text.lines(
            """

                \(circuit.name) #(
                    .USER_WIDTH(32)
                ) dut (
                    .reset(reset),
                    .clk(clk),
                    .cke(cke),
                    .in_user(in_user),
                    .\(data.0)(in_data),
                    .in_valid(in_valid),
            """)
        if hasIO {
            text.line("        .in_ready(in_ready),")
            if circuit.isClassifier { text.line("        .out_class(out_class),") }
        }
        text.lines(
            """
                    .out_user(out_user),
                    .\(data.1)(out_data),
                    .out_valid(out_valid)
                );
            """)
    }

    /// Where there is room: what may not be unknown once reset is over.
    private var control: String { hasIO ? "in_ready, out_valid" : "out_valid" }

    /// One cycle in 16 is stalled and one vector in 16 comes late, both at random.
    private func writeDriver(_ text: inout TextBuilder) {
        text.lines(
            """

                // Vectors go in: the next one once the last is taken.
                reg [31:0] random = 32'h1ce1ce1c;
                reg [31:0] cycle  = 32'd0;
                reg [31:0] sent   = 32'd0;
                always @(posedge clk) begin
                    random <= {random[30:0], random[31] ^ random[21] ^ random[1] ^ random[0]};
                    cycle  <= cycle + 32'd1;
                    reset  <= cycle < 32'd8;
                    cke    <= random[3:0] != 4'd0;
                    // What comes during reset must be dropped.
                    if (reset) in_valid <= cycle < 32'd8;
                    if (!reset && (!in_valid || in_ready) && cke) begin
                        in_valid <= 1'b0;
                        if (sent < VECTORS && random[7:4] != 4'd0) begin
                            in_valid <= 1'b1;
                            in_user  <= sent;
                            in_data  <= stimuli[sent[\(max(0, (vectorCount - 1).bitsNeeded - 1)):0]];
                            sent     <= sent + 32'd1;
                        end
                    end
                end
            """)
    }

    private func writeChecker(_ text: inout TextBuilder) {
        text.lines(
            """

                // Answers come out, in order.
                integer received   = 0;
                integer mismatches = 0;
                integer unknown    = 0;
                integer different  = 0;
                integer correct    = 0;
            """)
        if circuit.isClassifier {
            if !hasIO {
                text.line("    integer frames     = 0;")
                text.line("    integer counts [0:NUMBERS-1];")
                text.line("    integer number;")
            }
            text.line("    integer image      = 0;")
            text.line("    integer best;")
        }
        text.line("    initial begin")
        if circuit.isClassifier && !hasIO {
            text.line("        for (number = 0; number < NUMBERS; number = number + 1) counts[number] = 0;")
        }
        text.lines(
            """
                    while (broken_files == 0 && received < VECTORS && cycle < 32'd\(patience)) begin
                        @(posedge clk);
                        if (!reset && ^{\(control)} === 1'bx) unknown = unknown + 1;
                        if (!reset && cke && out_valid) begin
                            if (out_data !== expected[received] || ^out_data === 1'bx || out_user !== received) begin
                                mismatches = mismatches + 1;
                                if (mismatches <= 10) begin
                                    $display("vector %0d: got %b user %0d, expected %b", received, out_data,
                                        out_user, expected[received]);
                                end
                            end
            """)
        if circuit.isClassifier { writeScoring(&text) }
        text.lines(
            """
                            received = received + 1;
                        end
                    end
                    if (broken_files != 0) $display("vector files unlike those exported: %0d", broken_files);
                    if (unknown != 0) $display("vector cycles with unknown \(control): %0d", unknown);
                    if (broken_files == 0 && unknown == 0 && received == VECTORS && mismatches == 0 && different == 0) begin
                        $write("PASS");
                    end else begin
                        $write("FAIL");
                    end
                    $display(" vectors %0d of %0d, mismatches %0d, images %0d\(vectors.correctText), classes unlike the software's %0d",
                        received, VECTORS, mismatches, TEST_IMAGES\(vectors.correctValue), different);
                    $finish;
                end
            """)
    }

    private func writeScoring(_ text: inout TextBuilder) {
        if hasIO {
            let width = (circuit.numberCount - 1).bitsNeeded
            text.line("                best = {\(32 - width)'d0, out_class};")
            writeComparison(&text, margin: "                ")
            return
        }
        text.lines(
            """
                            for (number = 0; number < OUTPUTS; number = number + 1) begin
                                if (out_data[number]) counts[number % NUMBERS] = counts[number % NUMBERS] + 1;
                            end
                            frames = frames + 1;
                            if (frames == VECTORS_PER_IMAGE) begin
                                best = 0;
                                for (number = 1; number < NUMBERS; number = number + 1) begin
                                    if (counts[number] > counts[best]) best = number;
                                end
                                for (number = 0; number < NUMBERS; number = number + 1) counts[number] = 0;
                                frames = 0;
            """)
        writeComparison(&text, margin: "                    ")
        text.line("                end")
    }

    private func writeComparison(_ text: inout TextBuilder, margin: String) {
        text.line("\(margin)if (best !== {16'd0, classes[image][15:0]}) different = different + 1;")
        text.line("\(margin)if (best === {16'd0, classes[image][31:16]}) correct = correct + 1;")
        text.line("\(margin)image = image + 1;")
    }
}
