import BinaryBrain
import Datasets
import Netlist

/// Images of a test set as a circuit sees them, with what it must answer.
struct VectorSet {
    /// Images: those that were made, then the first of the set.
    let imageCount: Int
    /// Images that were made to show what the set does not.
    let chosenCount: Int
    /// Bit frames an image becomes.
    let framesPerImage: Int
    /// Input bits, frame f·M + i being bit frame i of image f.
    let inputs: FrameBuffer
    /// Output bits of the netlist for them.
    let outputs: FrameBuffer
    /// The images as 8-bit pixels, one after another; nil if they are stored as numbers.
    let pixels: [UInt8]?
    /// Class of each image, `unlabelled` for those that were made; nil without classes.
    let labels: [Int]?
    /// What all of them show of the tables; nil where nobody has looked.
    var coverage: VectorCoverage?
    /// What those of the set are, many of them.
    let noun: String
    /// The images as numbers.
    private let numbers: FrameBuffer
    /// No class.
    static let unlabelled = 0xffff
    /// Numbers that leave the net for an image.
    private let numberCount: Int

    /// The first `count` images of a set, or all if there are fewer.
    /// - Parameters:
    ///   - chosen: images of 8-bit levels that come before them.
    ///   - noun: what the set's own are, for people.
    init(
        _ netlist: Netlist, of samples: SampleSet, count: Int, chosen: [[UInt8]] = [], noun: String = "test images"
    ) throws {
        self.noun = noun
        let taken = min(count, samples.count)
        let test = FrameBuffer(.fp32, frameCount: taken, shape: samples.shape)
        try samples.fillInputs(indices: (0..<Int32(taken)).map { $0 }[...], into: test)
        try test.require(netlist.encoding.shape, for: "test vectors")
        let x = chosen.isEmpty ? test : Self.numbers(chosen, before: test)
        imageCount = x.frameCount
        chosenCount = chosen.count
        numbers = x
        framesPerImage = netlist.encoding.frameModulationSize
        inputs = netlist.encoding.bits(of: x)
        outputs = try NetlistEvaluator(netlist).outputBits(of: inputs)
        numberCount = netlist.decoding.shape.count
        if case .pixels(let all) = samples.values {
            pixels = chosen.flatMap { $0 } + all[..<(taken * samples.shape.count)]
        } else {
            pixels = nil
        }
        labels = samples.label(of: 0).map { _ in
            [Int](repeating: Self.unlabelled, count: chosen.count) + (0..<taken).map { samples.label(of: $0) ?? 0 }
        }
    }

    private static func numbers(_ chosen: [[UInt8]], before test: FrameBuffer) -> FrameBuffer {
        let x = FrameBuffer(.fp32, frameCount: chosen.count + test.frameCount, shape: test.shape)
        for node in 0..<test.nodeCount {
            let row = x.floats(node)
            for (frame, image) in chosen.enumerated() { row[frame] = Float(image[node]) / 255 }
            for frame in 0..<test.frameCount { row[chosen.count + frame] = test.floats(node)[frame] }
        }
        return x
    }

    /// Images of the set.
    var testImageCount: Int { imageCount - chosenCount }

    /// The level next to a number.
    private static func level(_ number: Float) -> UInt8 { number > 0 ? UInt8(min(255, (number * 255).rounded())) : 0 }

    /// The first images as levels of 0 … 255.
    func levels(count: Int) -> [[UInt8]] {
        (0..<min(count, imageCount)).map { image in
            (0..<numbers.nodeCount).map { Self.level(numbers.floats($0)[image]) }
        }
    }

    /// Bit frames in all.
    var frameCount: Int { imageCount * framesPerImage }

    /// - Throws: `BrainError` unless the images are pixels, which hardware with inputs and outputs of its own takes.
    func requirePixels() throws {
        guard pixels == nil else { return }
        throw BrainError(
            .usage, what: "export with inputs and outputs",
            why: "the data set holds numbers, but the hardware takes 8-bit pixels",
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

    /// What a testbench prints of right classes, for $display: its format, and the argument for it. Nothing without labels.
    var correctText: String { labels == nil ? "" : ", correct %0d" }
    var correctValue: String { labels == nil ? "" : ", correct" }
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
                    let threshold = threshold(node: node, depth: depth, step: step)
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
