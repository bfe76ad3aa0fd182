import BinaryBrain

/// The answers of a net to a batch, as values of their own: the buffers of a net are used again.
struct AnswerBatch {
    private let values: [Float]
    private let shape: Shape
    private let frameCount: Int

    init(_ answers: FrameBuffer) {
        values = answers.frameMajorValues()
        shape = answers.shape
        frameCount = answers.frameCount
    }

    /// Frames in which some number is not the other's.
    func differingFrames(from other: AnswerBatch) -> Int {
        let size = shape.count
        guard values.count == other.values.count else { return frameCount }
        return (0..<frameCount).count { frame in
            (frame * size..<(frame + 1) * size).contains {
                values[$0] != other.values[$0] && !(values[$0].isNaN && other.values[$0].isNaN)
            }
        }
    }

    /// Frames in which some place is given another class, the first of the largest over the outermost axis; an answer that is NaN is
    /// none, as the accuracy has it.
    func differingClasses(from other: AnswerBatch) -> Int {
        guard values.count == other.values.count else { return frameCount }
        let places = shape.count / shape[0]
        return (0..<frameCount).count { frame in
            (0..<places).contains { chosen(frame, $0, places) != other.chosen(frame, $0, places) }
        }
    }

    private func chosen(_ frame: Int, _ place: Int, _ places: Int) -> Int? {
        let start = frame * shape.count + place
        var best = 0
        for channel in 0..<max(1, shape[0]) {
            let value = values[start + channel * places]
            if value.isNaN { return nil }
            if value > values[start + best * places] { best = channel }
        }
        return best
    }
}
