import BinaryBrain

/// The files that the testbench of a Verilog module reads.
enum VectorFiles {
    static let stimuli = "sim/stimuli.mem"
    static let expected = "sim/expected.mem"
    static let classes = "sim/classes.mem"

    /// All of them: bits for the bare core, pixels and counts for hardware with inputs and outputs of its own.
    static func make(_ circuit: Circuit, _ vectors: VectorSet) -> [ExportBundle.File] {
        var files: [ExportBundle.File]
        if circuit.options.includesIO {
            files = [
                .init(stimuli, pixels(vectors, size: circuit.netlist.encoding.shape.count)),
                .init(expected, counts(vectors, width: circuit.largestCount.bitsNeeded)),
            ]
        } else {
            files = [.init(stimuli, bits(vectors.inputs)), .init(expected, bits(vectors.outputs))]
        }
        if circuit.isClassifier { files.append(.init(classes, classLines(vectors))) }
        return files
    }

    /// A frame of bits a line, node 0 rightmost, for $readmemb.
    private static func bits(_ buffer: FrameBuffer) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity((buffer.nodeCount + 1) * buffer.frameCount)
        for frame in 0..<buffer.frameCount {
            bytes += Array(buffer.digits(frame: frame).utf8)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// An image a line, two digits a pixel, pixel 0 rightmost, for $readmemh.
    private static func pixels(_ vectors: VectorSet, size: Int) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        let pixels = vectors.pixels ?? []
        var bytes: [UInt8] = []
        bytes.reserveCapacity((2 * size + 1) * vectors.imageCount)
        for image in 0..<vectors.imageCount {
            for pixel in pixels[image * size..<(image + 1) * size].reversed() {
                bytes += [digits[Int(pixel >> 4)], digits[Int(pixel & 15)]]
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// The counts of an image a line, number 0 rightmost, for $readmemb.
    static func counts(_ vectors: VectorSet, width: Int) -> [UInt8] {
        var text = TextBuilder()
        for image in 0..<vectors.imageCount { text.line(digits(vectors.counts(image: image), width: width)) }
        return text.bytes
    }

    /// Numbers as digits of base 2, the first one rightmost.
    static func digits(_ numbers: [Int], width: Int) -> String {
        numbers.reversed().map { number in
            let digits = String(number, radix: 2)
            return String(repeating: "0", count: width - digits.count) + digits
        }.joined(separator: "_")
    }

    /// Label (the software's class where there is none, ffff for an image that was made) and the software's class of an image a line, for $readmemh.
    static func classLines(_ vectors: VectorSet) -> [UInt8] {
        var text = TextBuilder()
        for image in 0..<vectors.imageCount {
            let chosen = vectors.chosenClass(image: image)
            text.line("\((vectors.labels?[image] ?? chosen).hex(4))\(chosen.hex(4))")
        }
        return text.bytes
    }
}
