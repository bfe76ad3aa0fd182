import Netlist

/// What `--with-io` puts around a stream of bits: a module in front that makes bit frames of pixels, and one behind that
/// counts what leaves for them.
struct StreamShell {
    /// What is counted behind the net.
    enum Counting {
        /// All outputs at once: the answer is one word for an image, with the class if there are classes.
        case answer(StreamAnswerWriter)
        /// Each place of a map: the answer is a map of counts.
        case map(MapCounterWriter)
    }

    let modulator: ModulatorWriter
    let counting: Counting
    private let circuit: Circuit
    private let plan: StreamPlan

    /// - Parameter plan: one that `countable` has given.
    init(_ circuit: Circuit, plan: StreamPlan) {
        self.circuit = circuit
        self.plan = plan
        modulator = ModulatorWriter(
            moduleName: "\(circuit.name)_modulator", encoding: circuit.netlist.encoding, frame: plan.input)
        let name = "\(circuit.name)_counters"
        counting =
            plan.beatsPerFrame == 1
            ? .answer(StreamAnswerWriter(moduleName: name, circuit: circuit))
            : .map(
                MapCounterWriter(
                    moduleName: name, map: plan.map, numbers: circuit.numberCount / plan.map.pixelCount,
                    frames: circuit.framesPerImage))
    }

    /// Cycles that it adds to an image's way through a net that answers once for each bit frame; nil for maps.
    var latency: Int? {
        guard case .answer(let writer) = counting else { return nil }
        return modulator.latency + writer.answer.latency
    }

    /// The module in front.
    var front: StreamDesign.Module {
        StreamDesign.Module(
            name: modulator.moduleName, role: "pixels to bit frames", luts: nil,
            sources: [StreamDesign.file(modulator.moduleName, modulator.write())],
            otherFlipFlops: modulator.flipFlopCount, memoryBits: modulator.memoryBits,
            cycles: modulator.frame.pixelCount)
    }

    /// The module behind.
    var back: StreamDesign.Module {
        switch counting {
        case .answer(let writer):
            StreamDesign.Module(
                name: writer.moduleName,
                role: writer.answer.classWidth == nil ? "counters" : "counters and choice of the class", luts: nil,
                sources: [StreamDesign.file(writer.moduleName, writer.write())],
                otherFlipFlops: writer.flipFlopCount, memoryBits: 0, cycles: 1)
        case .map(let writer):
            StreamDesign.Module(
                name: writer.moduleName, role: "counters of each place", luts: nil,
                sources: [StreamDesign.file(writer.moduleName, writer.write())],
                otherFlipFlops: writer.flipFlopCount, memoryBits: writer.memoryBits, cycles: plan.map.pixelCount)
        }
    }

    /// The source of the top module.
    func top() -> String {
        var text = TextBuilder()
        writeHead(to: &text)
        StreamModules.writeOpening(&text)
        text.lines(
            """

                wire pixel_ready;
                assign s_axi4s_tready = !open || pixel_ready;

                wire [\(plan.input.channels - 1):0] bits;
                wire bits_valid;
                wire bits_ready;
                \(modulator.moduleName) modulator (
                    .reset(reset),
                    .clk(clk),
                    .s_data(s_axi4s_tdata),
                    .s_valid(s_axi4s_tvalid && open),
                    .s_ready(pixel_ready),
                    .m_data(bits),
                    .m_valid(bits_valid),
                    .m_ready(bits_ready)
                );

                // The net. It counts rows and pixels itself, and all that come here belong to a frame.
                wire [\(plan.outputBits - 1):0] core_data;
                wire core_valid;
                wire core_ready;
                wire unused_user, unused_last;
                \(circuit.coreName) core (
                    .reset(reset),
                    .clk(clk),
                    .param_blank_num(8'd0),
                    .s_axi4s_tuser(1'b1),
                    .s_axi4s_tlast(1'b0),
                    .s_axi4s_tdata(bits),
                    .s_axi4s_tvalid(bits_valid),
                    .s_axi4s_tready(bits_ready),
                    .m_axi4s_tuser(unused_user),
                    .m_axi4s_tlast(unused_last),
                    .m_axi4s_tdata(core_data),
                    .m_axi4s_tvalid(core_valid),
                    .m_axi4s_tready(core_ready)
                );

            """)
        switch counting {
        case .answer(let writer): writeAnswer(writer, to: &text)
        case .map(let writer): writeMap(writer, to: &text)
        }
        text.lines(
            """
            endmodule

            `default_nettype wire
            """)
        return text.text
    }

    private func writeHead(to text: inout TextBuilder) {
        let outputs: String
        switch counting {
        case .answer(let writer):
            outputs = writer.answer.streamPorts
        case .map(let writer):
            outputs = """
                    output wire [TUSER_WIDTH-1:0] m_axi4s_tuser,
                    output wire m_axi4s_tlast,
                    output wire [\(writer.wordWidth - 1):0] m_axi4s_tdata,
                    output wire m_axi4s_tvalid,
                    input  wire m_axi4s_tready
                """
        }
        text.lines(
            """
            // Module \(circuit.name): the net '\(SafeText.comment(circuit.title))' from pixels to \
            \(circuit.isClassifier ? "its class" : "counts"), written by bbwb.
            //
            // AXI4-Stream video in, a pixel a beat: tuser[0] is the start of a frame. An image becomes \
            \(circuit.framesPerImage) bit frame\(circuit.framesPerImage == 1 ? "" : "s").
            `default_nettype none

            module \(circuit.name) #(
                parameter TUSER_WIDTH = 1
            ) (
                input  wire reset,
                input  wire clk,

                input  wire [TUSER_WIDTH-1:0] s_axi4s_tuser,
                input  wire s_axi4s_tlast,
                input  wire [\(modulator.pixelBits - 1):0] s_axi4s_tdata,
                input  wire s_axi4s_tvalid,
                output wire s_axi4s_tready,

            \(outputs)
            );
                wire unused = &{1'b0, s_axi4s_tlast, s_axi4s_tuser};
            """)
        text.line()
    }

    private func writeAnswer(_ writer: StreamAnswerWriter, to text: inout TextBuilder) {
        text.lines(
            """
                \(writer.moduleName) counters (
                    .reset(reset),
                    .clk(clk),
                    .core_data(core_data),
                    .core_valid(core_valid),
                    .core_ready(core_ready),
            """)
        if writer.answer.classWidth != nil { text.line("        .out_class(out_class),") }
        text.lines(
            """
                    .out_counts(out_counts),
                    .out_valid(out_valid),
                    .out_ready(out_ready)
                );
            """)
    }

    private func writeMap(_ writer: MapCounterWriter, to text: inout TextBuilder) {
        text.lines(
            """
                \(writer.moduleName) counters (
                    .reset(reset),
                    .clk(clk),
                    .s_data(core_data),
                    .s_valid(core_valid),
                    .s_ready(core_ready),
                    .m_data(m_axi4s_tdata),
                    .m_valid(m_axi4s_tvalid),
                    .m_ready(m_axi4s_tready)
                );
            """)
        StreamModules.writeFraming(plan.map, &text)
    }
}

extension StreamPlan {
    /// A plan whose output can be counted as it leaves: this one, or, if numbers are made of bits of several places or a class
    /// is chosen among places, this one with the whole map collected first.
    func countable(_ circuit: Circuit) throws -> StreamPlan {
        let isMapOfNumbers = circuit.numberCount % map.pixelCount == 0 && !circuit.isClassifier
        if beatsPerFrame == 1 || isMapOfNumbers { return self }
        let bits = map.channels * map.pixelCount
        var plan = self
        plan.tail = try Netlist(
            inputCount: bits, luts: [], outputs: (0..<Int32(bits)).map { $0 }, layerNames: [],
            encoding: .aboveHalf([map.channels, map.height, map.width]), decoding: .bits([bits], levels: .zeroOne))
        return plan
    }
}
