import Netlist

/// `io.md`: how pixels go in and the class comes out.
struct InterfaceDocument {
    let circuit: Circuit

    private var netlist: Netlist { circuit.netlist }
    private var encoding: InputEncoding { circuit.netlist.encoding }

    /// The file of a design in hardware.
    var hardware: String {
        var text = TextBuilder()
        text.line("# Inputs and outputs of `\(circuit.name)`")
        text.line()
        writePixels(&text)
        writeThresholds(&text)
        if circuit.options.includesIO { writeImageProtocol(&text) } else { writeFrameProtocol(&text) }
        writeAnswers(&text, hasCountsPort: circuit.options.includesIO)
        return text.text
    }

    /// The file of a program, whose functions say what they take.
    /// - Parameters:
    ///   - test: what the bundle's own test compares.
    ///   - takesPixels: whether there are functions that take 8-bit pixels.
    func software(test: String, takesPixels: Bool) -> String {
        var text = TextBuilder()
        text.line("# Inputs and outputs of `\(circuit.name)`")
        text.line()
        writePixels(&text)
        writeThresholds(&text, inPixels: takesPixels)
        if !takesPixels {
            text.line(
                "The net was exported with samples that are numbers, not 8-bit pixels. No function here takes numbers: "
                    + "compare them with the thresholds, and pass the bits.")
            text.line()
        }
        writeAnswers(&text, hasCountsPort: false)
        text.line()
        text.line("## The test")
        text.line()
        text.line(test)
        return text.text
    }

    private func writePixels(_ text: inout TextBuilder) {
        let shape = encoding.shape.dimensions.map(String.init).joined(separator: " × ")
        text.line(encoding.shape.rank == 3 ? "## Which pixel is which bit" : "## Which number is which bit")
        text.line()
        text.line(
            encoding.shape.rank == 3
                ? "An image is \(shape) numbers (channels, rows, columns): number n = (channel · rows + row) · columns + column."
                : encoding.shape.rank == 1
                    ? "A sample is a row of \(shape) numbers, counted from 0."
                    : "A sample is \(shape) numbers, counted from 0 with the last index fastest.")
        if encoding.depthModulationSize == 1 {
            text.line("Number n is input bit n.")
        } else {
            let points = encoding.shape.count / encoding.shape[0]
            text.line(
                "Number n becomes \(encoding.depthModulationSize) bits: its bit d is input bit "
                    + "(n ÷ \(points) · \(encoding.depthModulationSize) + d) · \(points) + n mod \(points), "
                    + "with ÷ rounding down.")
        }
        text.line("The net reads \(netlist.statistics.usedInputCount) of the \(netlist.inputCount) input bits.")
        if circuit.options.includesIO {
            text.line("`in_pixels` holds number n as 8 bits, 0 … 255, at `[8n+7:8n]`.")
        }
        text.line()
    }

    func writeThresholds(_ text: inout TextBuilder, inPixels: Bool = true) {
        text.line("## Thresholds")
        text.line()
        let frames = encoding.frameModulationSize
        // What was normalised is no pixel.
        let inPixels = inPixels && circuit.normalized?.preparation.input == nil
        text.line(
            "\(encoding.shape.rank == 3 ? "An image" : "A sample") becomes \(frames) frame\(frames == 1 ? "" : "s") of bits. A number gives a one if it is at least the "
                + "threshold of the frame\(encoding.depthModulationSize > 1 ? " and bit" : "")"
                + (inPixels
                    ? "; in 8-bit pixels (value = pixel / 255) that is the smallest pixel that gives a one, 256 for none."
                    : "."))
        text.line()
        if let normalized = circuit.normalized, normalized.preparation.input != nil {
            return normalized.writeInputs(netlist, &text)
        }
        guard !encoding.hasOwnThresholds else { return writeOwnThresholds(&text) }
        text.line("| frame | bit | threshold |\(inPixels ? " smallest pixel |" : "")")
        text.line("| --- | --- | --- |\(inPixels ? " --- |" : "")")
        for frame in 0..<frames {
            for depth in 0..<encoding.depthModulationSize {
                let threshold = encoding.thresholds[depth * frames + frame]
                let pixel = inPixels ? " \(InputEncoding.smallestPixel(reaching: threshold)) |" : ""
                text.line("| \(frame) | \(depth) | \(threshold) |\(pixel)")
            }
        }
        text.line()
    }

    /// The thresholds of the bits that the net looks at, where each number has its own.
    private func writeOwnThresholds(_ text: inout TextBuilder) {
        text.line("Each number has its own thresholds. Those of the bits that the net reads are:")
        text.line()
        text.line("| number | bit | threshold | smallest pixel |")
        text.line("| --- | --- | --- | --- |")
        let isRead = netlist.isInputRead
        for node in 0..<encoding.shape.count {
            for depth in 0..<encoding.depthModulationSize
            where isRead[encoding.signal(node: node, depth: depth)] {
                let threshold = encoding.threshold(node: node, depth: depth)
                text.line(
                    "| \(node) | \(depth) | \(threshold) | \(InputEncoding.smallestPixel(reaching: threshold)) |")
            }
        }
        text.line()
    }

    private func writeFrameProtocol(_ text: inout TextBuilder) {
        text.lines(
            """
            ## Stream protocol

            | port | |
            | --- | --- |
            | `clk` | rising edge |
            | `reset` | synchronous, active high; clears what is valid, and nothing else needs it |
            | `cke` | clock enable: low holds everything |
            | `in_data` `in_valid` `in_user` | a frame of bits in each cycle with `cke` and `in_valid`; `in_user` goes along |
            | `out_data` `out_valid` `out_user` | the answer to it, \(circuit.latency) cycles (with `cke`) later |

            There is no back-pressure: whoever cannot take an answer lowers `cke`. Ports and protocol are those of the
            original's exported modules. So are the parameters `USER_WIDTH` (bits of user, 0 for none), `USE_REG`, `INIT_REG`
            and `DEVICE`, of which only the first has an effect.

            """)
        if encoding.frameModulationSize > 1 {
            text.line(
                "The frames of an image are sent one after another, frame 0 first; which image a frame belongs to is for "
                    + "`in_user` to say.")
            text.line()
        }
    }

    private func writeImageProtocol(_ text: inout TextBuilder) {
        let frames = circuit.framesPerImage
        text.lines(
            """
            ## Stream protocol

            | port | |
            | --- | --- |
            | `clk` | rising edge |
            | `reset` | synchronous, active high; clears what is valid, and nothing else needs it |
            | `cke` | clock enable: low holds everything |
            | `in_pixels` `in_valid` `in_user` | an image; it must stay, with `in_valid` high, until it is taken |
            | `in_ready` | the image is taken in a cycle with `in_valid` and `in_ready`: the last of \(frames) |
            | `out_counts`\(circuit.isClassifier ? " `out_class`" : "") `out_valid` `out_user` | the answer, \
            \(circuit.latency) cycles (with `cke`) after that |

            There is no back-pressure at the output: whoever cannot take an answer lowers `cke`.

            """)
    }

    /// What number the software makes of ones.
    private func writeMeaning(_ text: inout TextBuilder) {
        let bits =
            "\(circuit.largestCount) bits (\(circuit.bitsPerNumber) a frame, \(circuit.framesPerImage) "
            + "frame\(circuit.framesPerImage == 1 ? "" : "s"))"
        switch netlist.decoding {
        case .bits, .shares: text.line("The software's number is the share of ones among its \(bits).")
        case .sums(_, _, let scale, let offset):
            text.line(
                "The software's number is \(scale) · ones + \(offset) of each frame, averaged over the frames: among its "
                    + "\(bits).")
        case .averages(_, _, let values):
            text.line(
                "The software's number is the mean over the frames of what the ones of a frame are worth, among its")
            text.line("\(bits): " + values.map { "\($0)" }.joined(separator: ", ") + " for 0, 1, 2 … ones.")
            if circuit.framesPerImage > 1, circuit.isClassifier {
                text.line("It rounds, so of classes with equally many ones it may choose another than the circuit.")
            }
        }
    }

    /// - Parameter hasCountsPort: whether the counts of an image leave together, as `out_counts`.
    func writeAnswers(_ text: inout TextBuilder, hasCountsPort: Bool) {
        let numbers = circuit.numberCount
        text.line("## Answers")
        text.line()
        if circuit.bitsPerNumber == 1 {
            text.line("Output bit n belongs to number n.")
        } else {
            text.line(
                "The \(netlist.outputs.count) output bits make \(numbers) numbers: bit n belongs to number n mod \(numbers)."
            )
        }
        writeMeaning(&text)
        circuit.normalized?.writeAnswers(&text)
        if hasCountsPort {
            let width = circuit.largestCount.bitsNeeded
            text.line("`out_counts` holds the ones of number n at `[\(width)n+\(width - 1):\(width)n]`.")
        }
        guard circuit.isClassifier else { return }
        text.line()
        text.line("The class is the number with the most ones; **on a tie, the first of them** (all zero: class 0).")
        text.line()
        text.line("| number | class |")
        text.line("| --- | --- |")
        for (index, name) in circuit.classNames.enumerated() { text.line("| \(index) | \(SafeText.comment(name)) |") }
    }
}
