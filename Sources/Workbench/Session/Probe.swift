import BinaryBrain
import Datasets

/// A look at the net through a few test samples: what each layer puts out, and the answers. It leaves no trace.
struct Probe {
    /// Samples of a glimpse.
    static let sampleCount = 8
    /// Samples for whoever looks at them.
    static let largeSampleCount = 24

    let samples: [SampleSnapshot]

    /// Runs the samples through the net, and notes each layer's output in `table`.
    init(_ experiment: Experiment, table: inout LayerTable, count: Int = Self.sampleCount) throws {
        let data = experiment.data
        let indices = ExperimentData.varied(count, of: data.heldOut.count)
        let (x, t) = try data.batch(of: data.heldOut, samples: indices[...])
        let state = RandomState(of: experiment.net)
        defer { state.restore() }
        var observed = table
        let y = try experiment.body.observingOutputs { layer, output in
            observed.record(output, of: layer)
        } during: {
            try experiment.net.forward(x, train: false)
        }
        table = observed
        samples = indices.indices.map { frame in
            Self.sample(frame, x, y, t, data)
        }
    }

    private static func sample(
        _ frame: Int, _ x: FrameBuffer, _ y: FrameBuffer, _ t: FrameBuffer, _ data: ExperimentData
    ) -> SampleSnapshot {
        let shape = data.inputShape
        let input = image(values(x, frame), shape: shape)
        let answer = values(y, frame)
        switch data.target {
        case .labels where data.heldOut.classCount == 0, .segmentation:
            // Targets that are numbers are no classes.
            return SampleSnapshot(input: input, output: .values(answer, target: values(t, frame)))
        case .labels:
            let label = values(t, frame).firstIndex { $0 > 0 } ?? 0
            return SampleSnapshot(input: input, output: .classification(scores: answer, label: label))
        case .input:
            guard let picture = image(answer, shape: shape) else {
                return SampleSnapshot(input: input, output: .values(answer, target: values(t, frame)))
            }
            return SampleSnapshot(input: input, output: .reconstruction(picture))
        }
    }

    private static func values(_ buffer: FrameBuffer, _ frame: Int) -> [Float] {
        (0..<buffer.nodeCount).map { buffer[frame: frame, node: $0] }
    }

    /// The values as a picture, if the shape is one: C×H×W, H×W, or a square.
    static func image(_ values: [Float], shape: Shape) -> SampleImage? {
        let extents: [Int]
        switch shape.rank {
        case 3 where shape[0] == 1 || shape[0] == 3: extents = shape.dimensions
        case 2: extents = [1] + shape.dimensions
        case 1:
            let side = Int(Double(shape[0]).squareRoot().rounded())
            guard side > 1, side * side == shape[0] else { return nil }
            extents = [1, side, side]
        default: return nil
        }
        return SampleImage(channels: extents[0], height: extents[1], width: extents[2], values: values)
    }
}
