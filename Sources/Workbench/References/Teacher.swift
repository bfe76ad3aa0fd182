import BinaryBrain
import Foundation

/// The net that another one learns from, with the loss that it is a part of.
final class Teacher {
    private let net: any Model
    private let loss: LossDistillation
    private let initialState: RandomState
    private let answersWithProbabilities: Bool

    /// Reads the teacher of an experiment.
    /// - Throws: `SpecificationError` unless it takes the same samples and answers as many classes.
    init(_ distillation: Distillation, _ loss: LossDistillation, student: any Model, _ files: ReferenceFiles) throws {
        let saved = try files.model(of: distillation.teacher)
        net = saved.net
        self.loss = loss
        guard net.inputShape.count == student.inputShape.count, net.outputShape.count == student.outputShape.count
        else {
            throw distillation.teacher.error(
                "the teacher takes \(net.inputShape) and answers \(net.outputShape), the student takes "
                    + "\(student.inputShape) and answers \(student.outputShape)",
                "choose a teacher that was trained on the same data")
        }
        answersWithProbabilities = net.withinModulation.leaves.last is Softmax
        initialState = RandomState(of: net)
    }

    /// Has the teacher say what it makes of a batch, for the loss of the student on it. What it says depends on the batch alone.
    func teach(_ x: FrameBuffer, target: FrameBuffer) throws {
        initialState.restore()
        let answers = try net.forward(x.shape == net.inputShape ? x : x.reshaped(net.inputShape), train: false)
        try StopToken.check()
        loss.expect(answersWithProbabilities ? answers.logarithms() : answers, for: target)
    }

    /// Forgets what was said of earlier batches.
    func forget() { loss.forget() }
}

extension FrameBuffer {
    /// The logarithms of probabilities: what a softmax makes them of.
    fileprivate func logarithms() -> FrameBuffer {
        FrameBuffer(frameMajor: frameMajorValues().map { log(max($0, 1e-12)) }, shape: shape)
    }
}
