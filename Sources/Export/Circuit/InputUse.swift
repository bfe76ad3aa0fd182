import BinaryBrain
import Datasets
import Netlist

/// Which input bits of a netlist are the same in all images that a net was trained on: what its LUTs say of the other value
/// was never learnt.
struct InputUse {
    /// Whether each input bit is the same in all images and all their bit frames.
    let isConstant: [Bool]
    /// Images that were looked at.
    let imageCount: Int

    private static let batchSize = 256

    /// Looks at all images of a set.
    init(_ encoding: InputEncoding, over samples: SampleSet) throws {
        var low = [Float](repeating: .infinity, count: encoding.shape.count)
        var high = [Float](repeating: -.infinity, count: encoding.shape.count)
        for start in stride(from: 0, to: samples.count, by: Self.batchSize) {
            let indices = (Int32(start)..<Int32(min(samples.count, start + Self.batchSize))).map { $0 }
            let x = FrameBuffer(.fp32, frameCount: indices.count, shape: samples.shape)
            try samples.fillInputs(indices: indices[...], into: x)
            for node in low.indices {
                let row = x.floats(node)
                for frame in indices.indices {
                    low[node] = min(low[node], row[frame])
                    high[node] = max(high[node], row[frame])
                }
            }
        }
        var isConstant = [Bool](repeating: false, count: encoding.bitCount)
        let frames = encoding.frameModulationSize
        for node in low.indices {
            for depth in 0..<encoding.depthModulationSize {
                let thresholds = (0..<frames).map { encoding.threshold(node: node, depth: depth, step: $0) }
                let isAlwaysOne = thresholds.allSatisfy { low[node] >= $0 }
                isConstant[encoding.signal(node: node, depth: depth)] =
                    isAlwaysOne || thresholds.allSatisfy { high[node] < $0 }
            }
        }
        self.isConstant = isConstant
        imageCount = samples.count
    }

    /// A line of a report about the inputs that a netlist reads.
    func text(_ netlist: Netlist) -> String {
        let used = zip(isConstant, netlist.isInputRead).count { $0 && $1 }
        return "\(isConstant.count { $0 }.grouped), \(used.grouped) of them used: the same in all "
            + "\(imageCount.grouped) training images"
    }
}
