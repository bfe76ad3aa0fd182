/// Which class reads which object.
enum ObjectRegistry {
    /// The classes that `.bb_net` files can carry.
    private static var classes: [any StorableModel.Type] {
        [
            Sequential.self, Switcher.self,
            DifferentiableLut.self, StochasticLut.self, BinaryLut.self, ReducingLut.self,
            DifferentiableLutDiscrete.self, MicroMlpAffine.self, MicroMlp.self,
            RealToBinary.self, BinaryToReal.self, BinaryModulation.self,
            BitEncode.self, InsertBitError.self,
            DenseAffine.self, GroupedDense.self, BinaryDenseAffine.self,
            Convolution2d.self, ConvolutionIm2Col.self, ConvolutionCol2Im.self, Pooling.self, UpSampling.self,
            Activation.self, Softmax.self,
            BatchNormalization.self, StochasticBatchNormalization.self, Dropout.self,
            Reduce.self, Shuffle.self, Concatenate.self,
        ]
    }

    /// The decoder of each object name, such as `DifferentiableLut6_fp32_fp32`.
    static var decoders: [String: ObjectDecoder] { table.decoders }

    /// Names of the classes, without element types, in alphabetical order.
    static var classNames: [String] { table.classNames }

    private static let table: (decoders: [String: ObjectDecoder], classNames: [String]) = {
        var decoders: [String: ObjectDecoder] = [:]
        for type in classes { decoders.merge(type.objectDecoders) { first, _ in first } }
        let names = Set(decoders.keys.map { String($0.prefix { $0 != "_" }) })
        return (decoders, names.sorted())
    }()

    /// Decoders of a class whose object name ends in the type of the binary signals and that of the real ones.
    static func decodersByBinaryType(
        _ className: String, _ read: @escaping @Sendable (inout ObjectReader, DType) throws -> any Model
    ) -> [String: ObjectDecoder] {
        var decoders: [String: ObjectDecoder] = [:]
        for type in [DType.fp32, .bit] { decoders["\(className)_\(type.name)_fp32"] = { try read(&$0, type) } }
        return decoders
    }
}
