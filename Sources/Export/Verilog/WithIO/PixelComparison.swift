import Netlist

/// How pixels of 8 bits become the bits of a bit frame: each is compared with the threshold of the frame and of the bit's depth,
/// as `RealToBinary` does.
struct PixelComparison {
    let encoding: InputEncoding

    private var frames: Int { encoding.frameModulationSize }

    /// Declares the thresholds `threshold_0` … of the bit frame that the signal `step` counts; a single frame has none.
    func writeThresholds(step: String, to text: inout TextBuilder) {
        guard frames > 1 else { return }
        let width = (frames - 1).bitsNeeded
        for depth in 0..<encoding.depthModulationSize {
            text.line("    reg [8:0] threshold_\(depth);")
            text.line("    always @* begin")
            text.line("        case (\(step))")
            for frame in 0..<frames - 1 {
                text.line(
                    "            \(width)'d\(frame): threshold_\(depth) = 9'd\(smallestPixel(depth, frame));")
            }
            text.line("            default: threshold_\(depth) = 9'd\(smallestPixel(depth, frames - 1));")
            text.line("        endcase")
            text.line("    end")
        }
    }

    /// The bit that a pixel becomes, as an expression.
    /// - Parameters:
    ///   - pixel: a signal of 8 bits.
    ///   - node: its place in the image; thresholds of their own are those of one.
    ///   - threshold: beginning of the names of the signals that hold the thresholds of several bit frames.
    func bit(of pixel: String, node: Int, depth: Int, threshold: String = "threshold") -> String {
        guard frames == 1 else { return "{1'b0, \(pixel)} >= \(threshold)_\(depth)" }
        switch InputEncoding.smallestPixel(reaching: encoding.threshold(node: node, depth: depth)) {
        case 0: return "1'b1"
        case 256: return "1'b0"
        case let threshold: return "\(pixel) >= 8'd\(threshold)"
        }
    }

    /// Whether a bit of some depth looks at the pixel at all.
    var readsPixels: Bool {
        frames > 1 || (0..<encoding.depthModulationSize).contains { (1...255).contains(smallestPixel($0, 0)) }
    }

    private func smallestPixel(_ depth: Int, _ frame: Int) -> Int {
        InputEncoding.smallestPixel(reaching: encoding.thresholds[depth * frames + frame])
    }
}
