import BinaryBrain

/// The files that the testbench of a streaming net reads: a pixel a line, channel 0 rightmost, for $readmemb.
enum StreamVectors {
    /// Input pixels and what must come out.
    static func make(_ circuit: Circuit, _ plan: StreamPlan, _ vectors: VectorSet) -> [ExportBundle.File] {
        let expected =
            plan.tail == nil
            ? pixels(vectors.outputs, size: plan.map)
            : words(vectors.outputs)
        var files: [ExportBundle.File] = [
            .init(VectorFiles.stimuli, pixels(vectors.inputs, size: plan.input)),
            .init(VectorFiles.expected, expected),
        ]
        if circuit.isClassifier { files.append(.init(VectorFiles.classes, VectorFiles.classLines(vectors))) }
        return files
    }

    /// Frames of nodes (channel, row, column) as pixels, row after row.
    private static func pixels(_ frames: FrameBuffer, size: StreamSize) -> [UInt8] {
        lines(frames, lineCount: size.pixelCount, bits: size.channels) { pixel, channel in
            channel * size.pixelCount + pixel
        }
    }

    /// Frames as one line each.
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
}
