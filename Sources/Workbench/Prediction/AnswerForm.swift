import BinaryBrain
import Datasets

/// What is written of a net's answers.
public enum AnswerForm: String, Sendable, CaseIterable {
    /// The number of the output with the largest answer, the first of several: a byte a sample, two if there are more than 256 outputs.
    case `class`
    /// The ones that each output of a net of LUTs has over all frames of a sample: a byte each, two or four where a byte does not hold
    /// them.
    case counts
    /// The numbers, in single precision.
    case float
}

extension Predictor {
    /// The type of a form's numbers.
    public func element(of form: AnswerForm) -> NumpyElement {
        switch form {
        case .class: outputShape.count <= 256 ? .uint8 : .uint16
        case .counts: largestCount < 1 << 8 ? .uint8 : largestCount < 1 << 16 ? .uint16 : .uint32
        case .float: .float32
        }
    }

    /// The shape of one sample's answer in a form; none for a single number.
    public func shape(of form: AnswerForm) -> [Int] { form == .class ? [] : outputShape.dimensions }
}
