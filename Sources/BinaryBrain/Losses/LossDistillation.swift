import Foundation

/// What a student makes small: the loss of its experiment, and how far its answers are from those of a teacher, both softened by a
/// temperature.
///
/// For the answers y of the student and z of the teacher, F frames (times pixels), classes c on the outermost axis:
///
///     q = softmax(z / τ)        p = softmax(y / τ)
///     L = (1 − w) L₀(y, t) + w τ² Σ q_c ln(q_c / p_c) / F        ∂L/∂y_c = (1 − w) ∂L₀/∂y_c + w τ (p_c − q_c) / F
///
/// With τ² both parts move the student alike, whatever τ is. Source: Hinton, Vinyals, Dean, Distilling the knowledge in a neural
/// network, 2015; there the second part is the cross-entropy, which differs by a constant.
public final class LossDistillation: LossFunction {
    public var average = RunningAverage()
    public var comparison: AnswerComparison { inner.comparison }
    /// L₀.
    public let inner: any LossFunction
    /// τ, which divides the numbers of both nets before the softmax; above 0.
    public let temperature: Float
    /// w.
    public let weight: Float
    private var expected: [(target: ObjectIdentifier, answers: FrameBuffer)] = []
    private var conversions = FrameBufferPool()

    /// A loss that expects no answers yet.
    public init(_ inner: any LossFunction, temperature: Float, weight: Float) {
        self.inner = inner
        self.temperature = temperature
        self.weight = weight
    }

    /// Says what the teacher answers where `target` is what is wanted; for all calls until `forget`.
    public func expect(_ answers: FrameBuffer, for target: FrameBuffer) {
        expected.append((ObjectIdentifier(target.storage), answers))
    }

    /// Forgets all answers of the teacher.
    public func forget() { expected = [] }

    public func calculate(_ y: FrameBuffer, target: FrameBuffer, batchSize: Int?) throws -> FrameBuffer {
        let user = "distillation"
        guard let z = expected.last(where: { $0.target == ObjectIdentifier(target.storage) })?.answers else {
            throw BrainError(
                .usage, what: user, why: "the teacher has not been asked about this batch",
                remedy: "call expect(_:for:) with its answers first")
        }
        guard z.frameCount == y.frameCount, z.nodeCount == y.nodeCount else {
            throw BrainError(
                .shape, what: user,
                why:
                    "the student answers \(y.frameCount) frames of \(y.shape), the teacher \(z.frameCount) of \(z.shape)",
                remedy: "choose a teacher with as many answers")
        }
        inner.clear()
        let dy = try inner.calculate(y, target: target, batchSize: batchSize)
        let frames = batchSize ?? y.frameCount
        let student = y.floats(using: &conversions)
        let soft = soften(student, teacher: z.floats(using: &conversions), into: dy, frames: frames)
        let count = Double(y.frameCount)
        average.add(Double(1 - weight) * inner.loss * count + Double(weight) * soft, weight: count)
        return dy
    }

    /// Adds the teacher's part to the gradients, which have L₀'s.
    /// - Returns: τ² Σ q ln(q / p) over all frames, divided by the pixels of a frame.
    private func soften(_ y: FrameBuffer, teacher z: FrameBuffer, into dy: FrameBuffer, frames: Int) -> Double {
        let classes = y.shape.rank == 0 ? 1 : y.shape[0]
        let points = y.nodeCount / max(1, classes)
        let (own, share) = (1 - weight, weight * temperature / Float(frames * points))
        var sum = 0.0
        var (p, q) = ([Double](repeating: 0, count: classes), [Double](repeating: 0, count: classes))
        for point in 0..<points {
            for frame in 0..<y.frameCount {
                softmax(y, frame, point, points, into: &p)
                softmax(z, frame, point, points, into: &q)
                for c in 0..<classes {
                    let row = dy.floats(c * points + point)
                    row[frame] = own * row[frame] + share * Float(p[c] - q[c])
                    if q[c] > 0 { sum += q[c] * (log(q[c]) - log(max(p[c], 1e-300))) }
                }
            }
        }
        return sum * Double(temperature) * Double(temperature) / Double(points)
    }

    /// The softmax of a frame's numbers at a pixel, divided by τ.
    private func softmax(_ buffer: FrameBuffer, _ frame: Int, _ point: Int, _ points: Int, into result: inout [Double])
    {
        var largest = -Double.infinity
        for c in result.indices {
            result[c] = Double(buffer.floats(c * points + point)[frame]) / Double(temperature)
            largest = max(largest, result[c])
        }
        var sum = 0.0
        for c in result.indices {
            result[c] = exp(result[c] - largest)
            sum += result[c]
        }
        for c in result.indices { result[c] /= sum }
    }
}
