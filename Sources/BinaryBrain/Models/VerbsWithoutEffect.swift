extension Model {
    /// Verbs of commands that this model understands and that change nothing: switches of the original that it never reads, or
    /// between code paths of which there is one here. They are kept in files.
    public var verbsWithoutEffect: Set<String> {
        switch self {
        case is StochasticLut: ["y_binarize", "host_simd"]
        case is BinaryLut, is MicroMlpAffine, is BatchNormalization, is StochasticBatchNormalization: ["host_simd"]
        case is LayerChain: ["memory_saving"]
        case is DenseAffine: ["binary"]
        case let layer as GroupedDense where layer.quantizations == nil: ["binary"]
        default: []
        }
    }
}
