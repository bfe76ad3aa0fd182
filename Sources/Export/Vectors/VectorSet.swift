import BinaryBrain
import Datasets
import Netlist

/// Images of a test set as a circuit sees them, with what it must answer.
struct VectorSet {
    /// Images, the first of the set.
    let imageCount: Int
    /// Bit frames an image becomes.
    let framesPerImage: Int
    /// Input bits, frame f·M + i being bit frame i of image f.
    let inputs: FrameBuffer
    /// Output bits of the netlist for them.
    let outputs: FrameBuffer
    /// The images as 8-bit pixels, one after another; nil if they are stored as numbers.
    let pixels: [UInt8]?
    /// Class of each image; nil without classes.
    let labels: [Int]?
    /// Numbers that leave the net for an image.
    private let numberCount: Int

    /// The first `count` images of a set, or all if there are fewer.
    init(_ netlist: Netlist, of samples: SampleSet, count: Int) throws {
        let images = min(count, samples.count)
        let indices = (0..<Int32(images)).map { $0 }
        let x = FrameBuffer(.fp32, frameCount: images, shape: samples.shape)
        try samples.fillInputs(indices: indices[...], into: x)
        try x.require(netlist.encoding.shape, for: "test vectors")
        imageCount = images
        framesPerImage = netlist.encoding.frameModulationSize
        inputs = netlist.encoding.bits(of: x)
        outputs = try NetlistEvaluator(netlist).outputBits(of: inputs)
        numberCount = netlist.decoding.shape.count
        if case .pixels(let all) = samples.values {
            pixels = Array(all[..<(images * samples.shape.count)])
        } else {
            pixels = nil
        }
        labels = samples.label(of: 0).map { _ in (0..<images).map { samples.label(of: $0) ?? 0 } }
    }

    /// Bit frames in all.
    var frameCount: Int { imageCount * framesPerImage }

    /// - Throws: `BrainError` unless the images are pixels, which hardware with inputs and outputs of its own takes.
    func requirePixels() throws {
        guard pixels == nil else { return }
        throw BrainError(
            .usage, what: "export with inputs and outputs",
            why: "the data set holds numbers, and the hardware takes 8-bit pixels",
            remedy: "export without --with-io, and make the input bits as io.md says")
    }

    /// Ones among the outputs that make up each number of an image.
    func counts(image: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: numberCount)
        for frame in image * framesPerImage..<(image + 1) * framesPerImage {
            for output in 0..<outputs.nodeCount where outputs.bit(output, frame) { counts[output % numberCount] += 1 }
        }
        return counts
    }

    /// The class that the net chooses: the largest number, the first if several have it.
    func chosenClass(image: Int) -> Int {
        let counts = counts(image: image)
        return counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 }
    }

    /// Images whose chosen class is their label.
    var correctCount: Int {
        guard let labels else { return 0 }
        return labels.indices.count { chosenClass(image: $0) == labels[$0] }
    }
}

extension FrameBuffer {
    /// One bit of a bit buffer.
    func bit(_ node: Int, _ frame: Int) -> Bool { words(node)[frame / 64] >> UInt64(frame % 64) & 1 == 1 }

    /// The bits of one frame as digits, node 0 rightmost.
    func digits(frame: Int) -> String {
        let word = frame / 64
        let shift = UInt64(frame % 64)
        let digits = (0..<nodeCount).reversed().map {
            words($0)[word] >> shift & 1 == 1 ? UInt8(ascii: "1") : UInt8(ascii: "0")
        }
        return String(decoding: digits, as: UTF8.self)
    }
}

extension InputEncoding {
    /// The input bits of frames of numbers, by the definition: `[x ≥ threshold]`.
    func bits(of x: FrameBuffer) -> FrameBuffer {
        let bits = FrameBuffer(
            .bit, frameCount: x.frameCount * frameModulationSize, shape: [bitCount], levels: .zeroOne)
        for node in 0..<x.nodeCount {
            let values = x.floats(node)
            for depth in 0..<depthModulationSize {
                let row = bits.words(signal(node: node, depth: depth))
                for step in 0..<frameModulationSize {
                    let threshold = thresholds[depth * frameModulationSize + step]
                    for frame in 0..<x.frameCount where values[frame] >= threshold {
                        let target = frame * frameModulationSize + step
                        row[target / 64] |= 1 << UInt64(target % 64)
                    }
                }
            }
        }
        return bits
    }
}
