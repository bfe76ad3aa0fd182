import BinaryBrain
import Netlist

/// A net as a chain of stages through which its pixels stream: each convolution once, not unrolled.
///
/// The stages are the net's convolutions and poolings, from the input on. What comes behind them works on the whole map at
/// once: it is the tail, LUTs that run once for each frame. A net without convolutions is a tail alone.
struct StreamPlan {
    /// A stage.
    enum Stage {
        case convolution(ConvolutionStage)
        case pooling(PoolingStage)

        /// Size of the images that come out.
        var output: StreamSize {
            switch self {
            case .convolution(let stage): stage.output
            case .pooling(let stage): stage.output
            }
        }

        /// Size of the images that go in.
        var input: StreamSize {
            switch self {
            case .convolution(let stage): stage.input
            case .pooling(let stage): stage.input
            }
        }
    }

    /// Images of bits that go in.
    let input: StreamSize
    let stages: [Stage]
    /// The LUTs behind the last stage, which read its whole map; nil if there are none.
    var tail: Netlist?

    /// The plan of a net; nil if it has no convolution.
    /// - Parameters:
    ///   - framesPerImage: bit frames that its modulator makes of an image.
    ///   - isRequired: whether a net without convolutions streams as well.
    /// - Throws: `BrainError` that names a layer that cannot stream, and what to do.
    init?(_ net: any Model, framesPerImage: Int, isRequired: Bool = false) throws {
        let layers = net.series
        let modulator = layers.first?.hardware.modulator
        // Without a modulator the first layer compares each pixel with a threshold of its own making: bits 0 and 1.
        guard modulator != nil || isRequired else { return nil }
        let input = modulator?.outputShape ?? net.inputShape
        if isRequired, input.rank != 3 {
            throw BrainError(
                .usage, what: "export of \(net.displayName) as a stream of pixels",
                why: "its input is not an image of channels, rows and columns", remedy: "export without --stream")
        }
        try self.init(
            modulator == nil ? layers : Array(layers.dropFirst()), input: input,
            levels: modulator == nil ? .zeroOne : .minusOnePlusOne, framesPerImage: framesPerImage,
            isRequired: isRequired)
    }

    /// The plan of layers that read bits of these levels; nil if no convolution is among them, unless it is required.
    init?(
        _ layers: [any Model], input: Shape, levels: BitLevels, framesPerImage: Int, isRequired: Bool = false
    ) throws {
        guard isRequired || layers.contains(where: { $0.hardware.convolution != nil }), input.rank == 3 else {
            return nil
        }
        self.input = StreamSize(input)
        var levels = levels
        var stages: [Stage] = []
        var hasConvolution = false
        var rest = layers[...]
        while let layer = rest.first {
            if let convolution = layer.hardware.convolution {
                let stage = try ConvolutionStage(convolution, levels: levels)
                guard case .bits(_, let produced) = stage.netlist.decoding else { break }
                levels = produced
                hasConvolution = true
                stages.append(.convolution(stage))
            } else if case .window(let nodes) = layer.hardware, nodes.isOr(levels) {
                stages.append(.pooling(PoolingStage(layer, nodes)))
            } else if case .identity = layer.hardware {
                // Pixels pass as they are.
            } else {
                break
            }
            rest.removeFirst()
        }
        guard hasConvolution || isRequired else { return nil }
        self.stages = stages
        tail =
            rest.contains { $0.hardware.counter == nil }
            ? try Netlist(extracting: Array(rest), fedWith: levels, framesPerImage: framesPerImage) : nil
    }

    /// Size of the map that leaves the last stage, or the input's without one.
    var map: StreamSize { stages.last?.output ?? input }
    /// Pixels, or frames of the tail's outputs, that leave for a frame.
    var beatsPerFrame: Int { tail == nil ? map.pixelCount : 1 }
    /// Bits of one of them.
    var outputBits: Int { tail?.outputs.count ?? map.channels }
}

/// Size of the images of a stream: a pixel of `channels` bits at a time, row after row.
struct StreamSize: Equatable {
    let channels: Int
    let height: Int
    let width: Int

    /// The size of frames (channels, height, width).
    init(_ shape: Shape) {
        channels = shape[0]
        height = shape[1]
        width = shape[2]
    }

    var pixelCount: Int { height * width }
    var text: String { "\(channels) x \(height) x \(width)" }
}

/// A convolution of a stream: a window that moves over the image, and the LUTs that read it.
struct ConvolutionStage {
    /// Name of the layer.
    let name: String
    let input: StreamSize
    let output: StreamSize
    let rows: WindowAxis
    let columns: WindowAxis
    /// What stands outside the image in mode `constant`.
    let borderBit: Bool
    /// The sub-net as trained: input (c · fh + fy) · fw + fx is pixel (fy, fx) of channel c in the window.
    let netlist: Netlist

    init(_ layer: Convolution2d, levels: BitLevels) throws {
        let lowering = layer.im2col
        name = layer.displayName
        input = StreamSize(layer.inputShape)
        output = StreamSize(layer.outputShape)
        func axis(_ size: KeyPath<PlaneSize, Int>, count: Int, places: Int) -> WindowAxis {
            WindowAxis(
                count: count, places: places, filter: lowering.filterSize[keyPath: size],
                stride: lowering.stride[keyPath: size],
                offset: lowering.padding == .same ? (lowering.filterSize[keyPath: size] - 1) / 2 : 0,
                border: lowering.borderMode)
        }
        rows = axis(\.height, count: input.height, places: output.height)
        columns = axis(\.width, count: input.width, places: output.width)
        let readsBorder = rows.readsBorder || columns.readsBorder
        borderBit = readsBorder ? try Self.borderBit(layer, levels: levels) : false
        netlist = try Netlist(extracting: [layer.subLayer], fedWith: levels)
    }

    /// The border value as the bit that the sub-net takes it for.
    private static func borderBit(_ layer: Convolution2d, levels: BitLevels) throws -> Bool {
        let value = layer.im2col.borderValue
        if layer.im2col.binaryType == .bit || value == 1 || value == levels.low { return value > 0 }
        // A number that is neither of the levels: a layer that compares its inputs with a threshold takes it for a bit.
        guard case .tables(let nodes)? = layer.subLayer.leaves.first?.hardware, nodes.firstThreshold != nil,
            case .bits = nodes.entries
        else {
            throw BrainError(
                .usage, what: "layer \(layer.displayName) as a stream",
                why: "its border value \(value) is neither of the two numbers that its bits stand for",
                remedy: "choose border_value \(levels.low) or 1, or another border_mode")
        }
        return nodes.isOne(value)
    }
}

/// One axis of a window that moves over an image.
struct WindowAxis {
    /// Pixels of the image.
    let count: Int
    /// Places of the window.
    let places: Int
    /// Pixels of the window.
    let filter: Int
    let stride: Int
    /// How far the first place reaches beyond the image.
    let offset: Int
    let border: BorderMode

    /// The pixel that a tap reads at a place; nil for the border value.
    func source(place: Int, tap: Int) -> Int? { border.source(place * stride - offset + tap, count: count) }

    /// Whether some tap reads the border value.
    var readsBorder: Bool {
        (0..<places).contains { place in (0..<filter).contains { source(place: place, tap: $0) == nil } }
    }

    /// Whether some tap lies outside the image.
    var reachesBeyond: Bool { offset > 0 || (places - 1) * stride - offset + filter > count }

    /// Positions that the window passes from its first place to its last.
    var scanLength: Int { (places - 1) * stride + filter }
}

/// A pooling of a stream: the OR of the windows that tile the image.
struct PoolingStage {
    /// Name of the layer.
    let name: String
    let input: StreamSize
    let output: StreamSize
    let filter: PlaneSize

    init(_ layer: any Model, _ nodes: WindowNodes) {
        name = layer.displayName
        input = StreamSize(layer.inputShape)
        output = StreamSize(layer.outputShape)
        filter = nodes.filter
    }
}
