/// A layer that has plain reference code beside its vectorised kernels, or in the original code for the host beside code for
/// a device, and chooses by the command `host_only`.
protocol HostOnlySwitchable: Model {
    /// Whether the plain reference code runs.
    var hostOnly: Bool { get set }
}

extension HostOnlySwitchable {
    /// Applies the command `host_only`; false for any other.
    func switchHostOnly(_ command: ModelCommand) throws -> Bool {
        guard command.verb == "host_only" else { return false }
        hostOnly = try command.bool()
        return true
    }
}

extension Activation: HostOnlySwitchable {}
extension BatchNormalization: HostOnlySwitchable {}
extension BinaryLut: HostOnlySwitchable {}
extension BinaryToReal: HostOnlySwitchable {}
extension BitEncode: HostOnlySwitchable {}
extension Concatenate: HostOnlySwitchable {}
extension ConvolutionCol2Im: HostOnlySwitchable {}
extension ConvolutionIm2Col: HostOnlySwitchable {}
extension DenseAffine: HostOnlySwitchable {}
extension Dropout: HostOnlySwitchable {}
extension GroupedDense: HostOnlySwitchable {}
extension InsertBitError: HostOnlySwitchable {}
extension LearnedLut: HostOnlySwitchable {}
extension MicroMlpAffine: HostOnlySwitchable {}
extension Pooling: HostOnlySwitchable {}
extension Reduce: HostOnlySwitchable {}
extension ReducingLut: HostOnlySwitchable {}
extension Shuffle: HostOnlySwitchable {}
extension Softmax: HostOnlySwitchable {}
extension StochasticBatchNormalization: HostOnlySwitchable {}
extension UpSampling: HostOnlySwitchable {}
