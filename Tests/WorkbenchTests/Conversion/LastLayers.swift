import BinaryBrain

@testable import Workbench

/// Modulated nets that end in each class of layer that experiment files can name.
enum LastLayers {
    /// Classes, in the order of the table.
    static let names = LayerRegistry.named.map(\.name)

    /// What the layers of a net work on.
    enum Signals: String, CaseIterable {
        /// As their options say.
        case own
        /// Real numbers: `binary false` to the net inside the modulation.
        case real
    }

    /// A net of 36 inputs, modulated x3 and x5, that ends in this class, after a batch of training.
    /// - Parameter hasAllFields: whether all its options are given, else as few as it allows.
    static func net(endingIn name: String, hasAllFields: Bool, signals: Signals) throws -> BinaryModulation {
        let layerClass = LayerRegistry.card(named: name)!
        // Reduce has two ways to say how much it reduces, and needs one of them.
        let fewest = layerClass.fields.filter { $0.isRequired || (name == "Reduce" && $0.name == "integration_size") }
        let fields = (hasAllFields ? layerClass.fields : fewest)
            .filter { $0.name != "depth_modulation_size" && $0.name != "depth_integration_size" && $0.name != "from" }
            .filter { name != "BinaryModulation" || $0.name != "output_shape" }
            .filter { name != "RealToBinary" || $0.name != "value_generator" }
        let values = fields.map { field in
            // One place in the image, so that a frame stays one.
            "\(field.name): \(name == "ConvolutionIm2Col" && field.name == "filter_size" ? "4" : value(of: field))"
        }.joined(separator: ", ")
        let spec = try TinyExperiment.spec(
            "net.0.DifferentiableLut.output_shape=[3, 4, 4]", "net.1={\(name): {\(values)}}")
        return try modulated(spec.net.prefix(2).map { try $0.makeModel(defaultSeed: 1) }, signals: signals)
    }

    /// A net of these layers, modulated x3 and x5, after a batch of training.
    static func modulated(_ layers: [any Model], signals: Signals = .own) throws -> BinaryModulation {
        let net = try BinaryModulation(
            Sequential(layers), trainingModulationSize: 3, inferenceModulationSize: 5)
        try net.setInputShape([36])
        if signals == .real { try net.layer.sendCommand("binary false") }
        _ = try net.forward(TinyExperiment.samples(16), train: true)
        net.clear()
        return net
    }

    private static func value(of field: LayerField) -> String {
        switch field.name {
        case "output_shape": "[48]"
        case "input_range_hi", "hardtanh_max": "2"
        case "initializer": "he"
        case "integration_size", "output_size": "1"
        case "filter_size": "2"
        case "init_model_name": "student"
        case "binary_low": "0.25"
        case "binary_high": "3"
        default: field.kind.example
        }
    }
}

extension TinyExperiment {
    /// Some of its training images.
    static func samples(_ count: Int) throws -> FrameBuffer {
        let set = try dataset().train
        let buffer = FrameBuffer(.fp32, frameCount: count, shape: set.shape)
        try set.fillInputs(indices: (0..<Int32(count)).map { $0 }[...], into: buffer)
        return buffer.reshaped([36])
    }
}
