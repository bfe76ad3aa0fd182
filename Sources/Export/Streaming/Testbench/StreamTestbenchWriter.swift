import Netlist

/// The testbench of a streaming net: plays frames with random gaps and stalls on both sides, compares every bit, start of frame
/// and end of line, and says PASS or FAIL with counts. With inputs and outputs in hardware a frame is an image.
///
/// The first frames are played without stalls; the latency and the interval that are measured there are part of the result. Behind
/// them frames come in broken: each fault must be told, and the next whole frame must be answered as if nothing had been.
struct StreamTestbenchWriter {
    let circuit: Circuit
    let interface: StreamInterface
    /// The ports of AXI; nil for those of a plain stream.
    var axi: AXIInterface?
    let vectors: VectorSet
    /// What it reads.
    let files: [ExportBundle.File]

    /// Module name of the testbench.
    var name: String { "\(circuit.name)_tb" }
    /// Frames that are played without stalls.
    static let calmFrames = 3
    /// Frames that a broken one is played before, behind the calm ones.
    static let faultyFrames = 32

    var pixels: Int { interface.input.pixelCount }
    var beats: Int { interface.beatsPerFrame }
    var frameCount: Int { vectors.imageCount * interface.framesPerImage }
    /// Whether the testbench counts the ones and finds the class itself.
    var countsOnes: Bool { circuit.isClassifier && !interface.includesIO }

    /// The source file.
    func write() -> String {
        var text = TextBuilder()
        writeHead(&text)
        if let axi { writeInstance(axi, &text) } else { writeInstance(&text) }
        VectorFileCheck(files: files).write(to: &text)
        writeDriver(&text)
        text.line("    integer told = 0, told_cut = 0, told_rows = 0, told_behind = 0;")
        if let axi { writeRegisterChecks(axi, &text) }
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
                // What is played broken comes in front of this many frames for certain, and of some later ones.
                localparam FAULTY           = \(Self.faultyFrames);
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
                reg  [7:0] in_user = 8'd0;
                wire [7:0] out_user;
                wire error;
                wire [2:0] error_kind;
                wire [\(GuardWriter.countWidth - 1):0] error_count;
                wire [\(interface.outputBits - 1):0] out_data;
                reg out_ready = 1'b0;
            """)
        if let answer = interface.answer {
            if let width = answer.classWidth { text.line("    wire [\(width - 1):0] out_class;") }
        } else {
            text.line("    wire out_first;")
            text.line("    wire out_last;")
            if interface.passesBroken { text.line("    wire out_broken;") }
        }
    }

    /// Bit frames that a frame becomes within the design.
    private var bitFrames: Int { circuit.framesPerImage / interface.framesPerImage }
    /// Cycles after which the first frame must have come out.
    var patience: Int { (20 + 4 * Self.faultyFrames) * bitFrames * (pixels + 1000) }
    /// Cycles within which each further one must.
    var patienceOfFrame: Int { 4 * bitFrames * (pixels + 100) }
}
