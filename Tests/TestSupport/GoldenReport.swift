import Foundation

/// The page that `make golden` writes: which class was compared with the original in which cases, and how well it agrees.
public struct GoldenReport {
    /// Largest relative deviation of each array, by `vector/array`.
    let deviations: [String: Float]
    /// Whether each model file came out byte for byte, by its name.
    let files: [String: Bool]
    /// Which versions of which levels the model files hold.
    let evidence: FileEvidence

    /// Names of all vectors that are kept, in alphabetical order.
    public static let vectors = names(endingIn: ".npz")
    /// Names of all model files that are kept, in alphabetical order.
    public static let modelFiles = names(endingIn: ".bb_net")

    private static func names(endingIn ending: String) -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: Golden.directory)) ?? []
        return all.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
    }

    /// Beginnings of vector names and the class that they test; the first that fits counts.
    private static let classes: [(prefix: String, name: String)] = [
        ("difflut", "DifferentiableLut"), ("bit_difflut", "DifferentiableLut"), ("StochasticLut", "StochasticLut"),
        ("DifferentiableLutDiscrete", "DifferentiableLutDiscrete"), ("MicroMlp", "MicroMlp"),
        ("averagelut", "AverageLut"), ("bit_averagelut", "AverageLut"), ("maxlut", "MaxLut"), ("bit_maxlut", "MaxLut"),
        ("binarylut", "BinaryLut"), ("bit_binarylut", "BinaryLut"), ("verilog_net", "BinaryLut"),
        ("batchnorm", "BatchNormalization"), ("real2bin", "RealToBinary"), ("bit_real2bin", "RealToBinary"),
        ("bin2real", "BinaryToReal"), ("bit_bin2real", "BinaryToReal"), ("bitencode", "BitEncode"),
        ("bit_bitencode", "BitEncode"), ("reduce", "Reduce"), ("bit_reduce", "Reduce"), ("binarize", "Binarize"),
        ("bit_binarize", "Binarize"), ("hardtanh", "HardTanh"), ("relu", "ReLU"), ("sigmoid", "Sigmoid"),
        ("softmax", "Softmax"), ("binary_dense", "BinaryDenseAffine"), ("dense_quantize", "DenseAffineQuantize"),
        ("dense", "DenseAffine"), ("bit_into_dense", "DenseAffine"), ("depthwise_dense", "DepthwiseDenseAffine"),
        ("conn_", "connections"), ("conv2d", "Convolution2d"), ("im2col", "ConvolutionIm2Col"),
        ("bit_im2col", "ConvolutionIm2Col"), ("maxpool", "MaxPooling"), ("bit_maxpool", "MaxPooling"),
        ("stochmaxpool", "StochasticMaxPooling"), ("bit_stochmaxpool", "StochasticMaxPooling"),
        ("upsampling", "UpSampling"), ("dropout", "Dropout"), ("shuffle", "Shuffle"), ("loss_", "losses"),
        ("metrics_", "metrics"), ("file_answers", "model files"), ("opt_", "optimizers"), ("e2e_", "training of a net"),
    ]

    /// The class that a vector tests; nil for one that nobody has sorted.
    public static func className(of vector: String) -> String? {
        classes.first { vector.hasPrefix($0.prefix) }?.name
    }

    /// Vectors whose arrays have not all been looked at: no array of theirs was compared.
    var missingVectors: [String] {
        let seen = Set(deviations.keys.map { String($0.prefix { $0 != "/" }) })
        return Self.vectors.filter { !seen.contains($0) }
    }

    /// The page, in Markdown.
    var page: String {
        """
        # Agreement with the original

        This page compares what BinaryBrain 4.3.2 computed and wrote, on a CPU with one thread, with what this engine does with the same inputs.
        `make golden` runs the tests and writes it; do not edit it.

        ## Numbers

        A deviation is the largest difference in an array, relative to the largest magnitude in it; 0 means bit for bit.

        | class | vectors | arrays | largest deviation | where |
        | --- | ---: | ---: | ---: | --- |
        \(rows.joined(separator: "\n"))

        Deviations come from the order of single-precision sums. LUT layers at their initial weights have the largest: there the
        variance of most nodes is near its floor of 1e-5, and the original's E[y²] − mean² keeps few digits of it. A bit whose
        number is within that rounding of the threshold may flip; tests limit how many do, and compare the others.

        ## Files

        Each `.bb_net` file of the original was read and written again.

        | file | result |
        | --- | --- |
        \(fileRows.joined(separator: "\n"))

        ## Versions

        In a file each class begins with its version, then its parent's data, then its members. The table shows which versions are read and
        written, and how each is known: from a file that the original wrote and that comes out byte for byte, or from its source. The files
        that the original wrote of each class, with options other than the defaults, give the original's answers (`file_answers` above).
        Checkpoints hold `DepthwiseDenseAffine` in version 1. Files of the original's other classes (the general
        `StochasticMaxPooling`, which cannot train there, and those without a Python class) are not read.

        | level | read | written | known from |
        | --- | --- | --- | --- |
        \(evidence.rows.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n"))

        ## What cannot be compared

        | what | why |
        | --- | --- |
        | Concatenate: gradients and files | the original's backward needs CUDA; its files contain memory addresses instead of shapes |
        | Switcher: numbers | it passes its input to one of its models; its file was written by the original's Python package |
        | InsertBitError | the original changes its input in place; the random stream is tested against its formula |
        | MicroMlp: sums over a number of frames that is not a multiple of 8 | the original adds uninitialised padding |
        | ConvolutionIm2Col: gradient of padding "same" with a stride | the original's is wrong; this engine's is tested by finite differences |
        | BinaryLut, RealToBinary with modulation: gradients | the original returns uninitialised memory |
        | StochasticBatchNormalization: inference with momentum | the original uses the last batch's mean, after loading none |
        | StochasticLut with N below 6 | the original reads out of bounds; N = 2 to 5 are tested against the reference code |
        | parameter_lock of DifferentiableLut | the original keeps changing its running statistics |
        | Softmax where all numbers of a position are below about −16 | the original keeps every sum at 1e-7 or more, so its probabilities do not add up to 1; ours do |
        | MaxLut and AverageLut with `binarize_input` | the original's MaxLut never reads the switch, and both classes ignore it when they are created; here it works |
        | Runner | the original's uses the shuffle of the C++ library; the order of batches is tested against its formula |

        """
    }

    private var rows: [String] {
        var byClass: [String: [String]] = [:]
        for name in deviations.keys {
            let vector = String(name.prefix { $0 != "/" })
            if let found = Self.className(of: vector) { byClass[found, default: []].append(name) }
        }
        return byClass.sorted { $0.key < $1.key }.map { name, arrays in
            let vectors = Set(arrays.map { $0.prefix { $0 != "/" } }).count
            let worst = arrays.max { (deviations[$0]!, $1) < (deviations[$1]!, $0) }!
            let deviation = deviations[worst]!
            let figure = deviation == 0 ? "0" : String(format: "%.1e", deviation)
            return "| \(name) | \(vectors) | \(arrays.count) | \(figure) | \(deviation == 0 ? "" : "`\(worst)`") |"
        }
    }

    private var fileRows: [String] {
        files.sorted { $0.key < $1.key }.map { "| `\($0.key).bb_net` | \($0.value ? "byte for byte" : "differs") |" }
    }
}
