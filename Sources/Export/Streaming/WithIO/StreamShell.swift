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
                    frames: circuit.framesPerImage, spacing: circuit.registers.head))
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

    /// The ports of an answer that leaves in one word; nil for maps.
    var answerPorts: String? {
        guard case .answer(let writer) = counting else { return nil }
        return writer.answer.streamPorts
    }

    /// The instance in front, from `pixel` to `bits`.
    func writeModulator(to text: inout TextBuilder) {
        text.lines(
            """

                wire [\(plan.input.channels - 1):0] bits;
                wire bits_valid;
                wire bits_ready;
                \(modulator.moduleName) modulator (
                    .reset(reset),
                    .clk(clk),
                    .s_data(pixel),
                    .s_valid(pixel_valid),
                    .s_ready(pixel_ready),
                    .m_data(bits),
                    .m_valid(bits_valid),
                    .m_ready(bits_ready)
                );
            """)
    }

    /// The instance behind, from `core_data` to the ports of data, `counted_valid` and `counted_ready`.
    func writeCounters(to text: inout TextBuilder) {
        text.lines(
            """

                wire counted_valid;
                wire counted_ready;
            """)
        switch counting {
        case .answer(let writer): writeAnswer(writer, to: &text)
        case .map(let writer): writeMap(writer, to: &text)
        }
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
                    .out_valid(counted_valid),
                    .out_ready(counted_ready)
                );
            """)
    }

    private func writeMap(_ writer: MapCounterWriter, to text: inout TextBuilder) {
        text.lines(
            """
                wire [\(writer.wordWidth - 1):0] counted;
                \(writer.moduleName) counters (
                    .reset(reset),
                    .clk(clk),
                    .s_data(core_data),
                    .s_valid(core_valid),
                    .s_ready(core_ready),
                    .m_data(counted),
                    .m_valid(counted_valid),
                    .m_ready(counted_ready)
                );
            """)
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
