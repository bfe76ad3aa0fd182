/// The versions that the levels of objects in `.bb_net` files bear.
///
/// Each class of the original writes its own version first, then its parent's data, then its members. A level is read in each
/// of its versions and written in the last, which is that of BinaryBrain 4.3.2. A class without an entry here can be neither
/// read nor written; Documentation/Golden.md says from what each entry is known.
public enum FileVersions {
    /// The versions of each level that are read; the last of them is written.
    public static let readable: [String: ClosedRange<Int>] = [
        // What objects have in common.
        objectHeader: 1...1, "Object": 0...0, "Model": 0...1, "Activation": 1...1,
        "Tensor": 1...1, "Tensor_": 1...1, "FrameBuffer": 1...1, "ConnectionTable": 1...1,
        "FixedSizeConnectionTable": 1...1,
        "UniformDistributionGenerator_fp32": 1...1, "NormalDistributionGenerator_fp32": 1...1,
        // Nets.
        "Sequential": 1...2, "Switcher": 1...1, "BinaryModulation": 1...1, "Convolution2d": 1...1,
        // Layers.
        "DifferentiableLut": 1...1, "StochasticLut": 1...1, "DifferentiableLutDiscrete": 1...1, "BinaryLut": 1...1,
        "AverageLut": 1...1, "MaxLut": 1...1, "MicroMlp": 1...1, "MicroMlpAffine": 1...1,
        "RealToBinary": 1...1, "BinaryToReal": 1...1, "BitEncode": 1...1, "InsertBitError": 1...1,
        "DenseAffine": 1...1, "DenseAffineQuantize": 1...1, "BinaryDenseAffine": 1...1,
        "DepthwiseDenseAffine": 1...2, "DepthwiseDenseAffineQuantize": 1...1,
        "ConvolutionIm2Col": 1...1, "ConvolutionCol2Im": 1...1, "MaxPooling": 1...1,
        "StochasticMaxPooling2x2": 1...1, "UpSampling": 1...1,
        "Binarize": 1...1, "ReLU": 1...1, "Sigmoid": 1...1, "HardTanh": 1...1, "Softmax": 1...1,
        "BatchNormalization": 1...1, "StochasticBatchNormalization": 1...1, "Dropout": 1...1,
        "Reduce": 1...1, "Shuffle": 1...1, "Concatenate": 1...1,
    ]

    /// The level of the header that every object begins with.
    static let objectHeader = "object header"

    /// Versions that checkpoints write in place of the last: digests of runs, and so their replays, are of the net's bytes.
    static let ofCheckpoints = ["DepthwiseDenseAffine": 1]

    /// The level with which objects of this name begin: the name without element types and number of inputs.
    public static func level(ofObject name: String) -> String {
        if readable[name] != nil { return name }
        let base = name.prefix { $0 != "_" }
        if base == "Tensor" { return "Tensor_" }
        if readable[String(base)] != nil { return String(base) }
        return String(base.reversed().drop { $0.isNumber }.reversed())
    }

    /// The versions of a level that are read.
    static func range(of level: String) -> ClosedRange<Int> {
        guard let range = readable[self.level(ofObject: level)] else {
            preconditionFailure("FileVersions has no entry for \(level)")
        }
        return range
    }
}
