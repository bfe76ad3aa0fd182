import BinaryBrain

/// The files that the testbench of a streaming net reads: a beat a line, channel 0 rightmost.
enum StreamVectors {
    /// What goes in and what must come out.
    static func make(_ design: StreamDesign, _ vectors: VectorSet) -> [ExportBundle.File] {
        let plan = design.plan
        var files: [ExportBundle.File]
        switch design.shell?.counting {
        case nil:
            let isMap = plan.tail == nil
            files = [
                .init(VectorFiles.stimuli, bits(vectors.inputs, size: plan.input)),
                .init(VectorFiles.expected, isMap ? bits(vectors.outputs, size: plan.map) : words(vectors.outputs)),
            ]
        case .answer(let writer):
            files = [
                .init(VectorFiles.stimuli, pixels(vectors, design.interface)),
                .init(VectorFiles.expected, VectorFiles.counts(vectors, width: writer.answer.countWidth)),
            ]
        case .map(let writer):
            files = [
                .init(VectorFiles.stimuli, pixels(vectors, design.interface)),
                .init(VectorFiles.expected, counts(vectors, writer)),
            ]
        }
        if design.circuit.isClassifier {
            files.append(.init(VectorFiles.classes, VectorFiles.classLines(vectors)))
        }
        return files
    }

    /// Frames of nodes (channel, row, column) as pixels of bits, row after row, for $readmemb.
    private static func bits(_ frames: FrameBuffer, size: StreamSize) -> [UInt8] {
        lines(frames, lineCount: size.pixelCount, bits: size.channels) { pixel, channel in
            channel * size.pixelCount + pixel
        }
    }

    /// Frames of bits as one line each, for $readmemb.
    private static func words(_ frames: FrameBuffer) -> [UInt8] {
        lines(frames, lineCount: 1, bits: frames.nodeCount) { $1 }
    }

    private static func lines(
        _ frames: FrameBuffer, lineCount: Int, bits: Int, node: (_ line: Int, _ bit: Int) -> Int
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(frames.frameCount * lineCount * (bits + 1))
        for frame in 0..<frames.frameCount {
            for line in 0..<lineCount {
                for bit in (0..<bits).reversed() {
                    bytes.append(frames.bit(node(line, bit), frame) ? UInt8(ascii: "1") : UInt8(ascii: "0"))
                }
                bytes.append(UInt8(ascii: "\n"))
            }
        }
        return bytes
    }

    /// Images as pixels of 8 bits a channel, row after row, for $readmemh.
    private static func pixels(_ vectors: VectorSet, _ interface: StreamInterface) -> [UInt8] {
        let all = vectors.pixels ?? []
        let (places, channels) = (interface.input.pixelCount, interface.inputBits / 8)
        let digits = Array("0123456789abcdef".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(vectors.imageCount * places * (2 * channels + 1))
        for image in 0..<vectors.imageCount {
            for place in 0..<places {
                for channel in (0..<channels).reversed() {
                    let pixel = all[(image * channels + channel) * places + place]
                    bytes += [digits[Int(pixel >> 4)], digits[Int(pixel & 15)]]
                }
                bytes.append(UInt8(ascii: "\n"))
            }
        }
        return bytes
    }

    /// The counts at each place of a map, for $readmemb.
    private static func counts(_ vectors: VectorSet, _ writer: MapCounterWriter) -> [UInt8] {
        var text = TextBuilder()
        let places = writer.map.pixelCount
        for image in 0..<vectors.imageCount {
            let counts = vectors.counts(image: image)
            for place in 0..<places {
                let numbers = (0..<writer.numbers).map { counts[$0 * places + place] }
                text.line(VectorFiles.digits(numbers, width: writer.countWidth))
            }
        }
        return text.bytes
    }
}
