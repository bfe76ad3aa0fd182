/// The parameters of the Python classes that the manual (4.2.4) describes: those of their signatures, and those that only its lists of
/// parameters have. What an experiment file has in their place is its fields, or a row of Documentation/Original/Manual.md.
enum ManualParameters {
    /// A class and its parameters. A line that is indented continues the one above.
    static let all: [(name: String, parameters: [String])] = text.replacing("\n  ", with: " ").split(separator: "\n")
        .map {
            let words = $0.split { ": ".contains($0) }.map(String.init)
            return (words[0], Array(words.dropFirst()))
        }

    private static let text = """
        Sequential: model_list input_shape name
        Switcher: model_dict init_model_name input_shape name
        RealToBinary: input_shape frame_modulation_size depth_modulation_size value_generator framewise input_range_lo
          input_range_hi name bin_dtype real_dtype core_model
        BinaryToReal: frame_integration_size depth_integration_size output_shape input_shape name bin_dtype real_dtype
          core_model
        BitEncode: bit_size output_shape input_shape name bin_dtype real_dtype core_model
        Reduce: output_shape integration_size input_shape name bin_dtype real_dtype core_model
        DenseAffine: output_shape input_shape initialize_std initializer seed name dtype core_model
        DenseAffineQuantize: output_shape input_shape quantize weight_bits output_bits input_bits weight_scale
          output_scale input_scale initialize_std initializer seed name dtype core_model
        DepthwiseDenseAffine: output_shape input_shape input_point_size depth_size initialize_std initializer seed name
          dtype core_model
        DepthwiseDenseAffineQuantize: output_shape input_shape input_point_size depth_size quantize weight_bits
          output_bits input_bits weight_scale output_scale input_scale initialize_std initializer seed name dtype
          core_model
        DifferentiableLut: output_shape input_shape connection binarize batch_norm momentum gamma beta seed name N
          bin_dtype real_dtype core_model
        AverageLut: output_shape input_shape name N connection binarize binarize_input seed bin_dtype real_dtype
          core_model
        BinaryLut: output_shape input_shape connection seed name N fw_dtype bw_dtype core_model
        Convolution2d: sub_layer filter_size stride input_shape padding border_mode border_value name fw_dtype bw_dtype
          batch_norm
        MaxPooling: filter_size input_shape name fw_dtype bw_dtype core_model
        StochasticMaxPooling: filter_size input_shape name fw_dtype bw_dtype core_model
        ConvolutionIm2Col: filter_size stride padding border_mode border_value input_shape name fw_dtype bw_dtype
          core_model
        ConvolutionCol2Im: output_size input_shape name fw_dtype bw_dtype core_model
        UpSampling: filter_size fill input_shape name fw_dtype bw_dtype core_model
        Binarize: input_shape binary_th binary_low binary_high hardtanh_min hardtanh_max name bin_dtype real_dtype
          core_model
        Sigmoid: input_shape name bin_dtype real_dtype core_model
        ReLU: input_shape name bin_dtype real_dtype core_model
        HardTanh: input_shape name bin_dtype real_dtype core_model
        Softmax: input_shape name dtype core_model
        BatchNormalization: input_shape momentum gamma beta fix_gamma fix_beta name dtype core_model bin_dtype
        Dropout: rate input_shape seed name fw_dtype bw_dtype core_model
        Shuffle: shuffle_unit output_shape input_shape name core_model
        LossFunction: core_loss
        LossMeanSquaredError: reduction dtype
        LossCrossEntropy: dtype
        LossBinaryCrossEntropy: dtype
        LossSoftmaxCrossEntropy: dtype
        LossSigmoidCrossEntropy: dtype
        Metrics: core_metrics
        MetricsMeanSquaredError: dtype
        MetricsCategoricalAccuracy: dtype
        MetricsBinaryCategoricalAccuracy: dtype
        Optimizer: core_optimizer
        OptimizerSgd: learning_rate dtype
        OptimizerAdaGrad: learning_rate dtype
        OptimizerAdam: learning_rate beta1 beta2 dtype
        """
}
