import BinaryBrain
import Datasets
import Foundation
import Netlist

/// A trained net that answers samples block by block: by its netlist where that gives the same, else by its layers.
public final class Predictor {
    /// Shape of one sample.
    public let inputShape: Shape
    /// Shape of one answer.
    public let outputShape: Shape
    /// Names of the numbers of an answer; numbers from 0 if they are not known.
    public let answerNames: [String]
    /// What the samples that trained it stood for; nil if that is not known.
    public let sampleRange: SampleRange?
    /// What there is to say before it is used.
    public let notices: [String]
    private let file: String
    private let net: (any Model)?
    private let evaluator: NetlistEvaluator?
    private let preparation: Preparation?
    private var classes: [Int32] = []
    private var counts: [UInt32] = []

    /// Samples that go through layers together.
    private static let layerBatch = 256

    /// A net from a file or a run.
    /// - Parameter oversampling: frames a sample becomes; nil for the file's.
    /// - Throws: `BrainError` if the net cannot answer by itself, or has no modulation to be oversampled.
    public init(_ saved: SavedModel, oversampling: Int? = nil) throws {
        try saved.requireShape()
        let net = try oversampling.map(saved.modulated(by:)) ?? saved.net
        self.net = net
        evaluator = SavedModel.equalEvaluator(net)
        preparation = saved.preparation
        sampleRange = saved.sampleRange
        file = saved.path
        inputShape = net.inputShape
        outputShape = net.outputShape
        answerNames = saved.answerNames
        notices = try saved.notices(oversampling: oversampling)
    }

    /// The LUTs of a `.bb_netlist` file.
    /// - Throws: `BrainError` if the file cannot be read or is no intact netlist.
    public init(netlistFile path: String) throws {
        let netlist = try BrainError.naming(path) {
            try Netlist(decoding: AtomicFile.read(path) { try Netlist.checkHead($0, size: $1) })
        }
        net = nil
        evaluator = try NetlistEvaluator(netlist.simplified())
        preparation = nil
        sampleRange = nil
        file = path
        inputShape = netlist.encoding.shape
        outputShape = netlist.decoding.shape
        answerNames = (0..<netlist.decoding.shape.count).map(String.init)
        notices = []
    }

    /// The most ones that an output can have; 0 for a net that does not count.
    var largestCount: Int { evaluator?.largestCount ?? 0 }

    /// Throws if the net has no answer in a form.
    public func require(_ form: AnswerForm) throws {
        guard form == .counts, evaluator == nil else { return }
        throw BrainError(
            .usage, what: "counts of \(file)", why: "the net does not answer by LUTs, so there are no ones to count",
            remedy: "ask for class or float")
    }

    /// Appends the answers to samples, as little-endian numbers of the form's element.
    /// - Returns: how many samples were answered; a net with only one end of a modulation answers another number than it is given.
    package func answer(_ samples: NetlistSamples, as form: AnswerForm, into bytes: inout [UInt8]) throws -> Int {
        guard let normalization = preparation?.input else { return try answerPrepared(samples, form, &bytes) }
        let numbers = normalization.applied(to: try samples.numbers(of: inputShape))
        return try numbers.withUnsafeBufferPointer { try answerPrepared(.numbers($0), form, &bytes) }
    }

    private func answerPrepared(
        _ samples: NetlistSamples, _ form: AnswerForm, _ bytes: inout [UInt8]
    ) throws -> Int {
        let frames = try samples.frameCount(of: inputShape)
        switch (form, evaluator) {
        case (.class, let evaluator?) where evaluator.countsTellClass:
            if classes.count != frames { classes = [Int32](repeating: 0, count: frames) }
            try classes.withUnsafeMutableBufferPointer { try evaluator.classify(samples, into: $0) }
            appendClasses(classes, &bytes)
            return frames
        case (.counts, let evaluator?):
            let size = frames * outputShape.count
            if counts.count != size { counts = [UInt32](repeating: 0, count: size) }
            try counts.withUnsafeMutableBufferPointer { try evaluator.count(samples, into: $0) }
            switch element(of: .counts) {
            case .uint8: bytes += counts.map { UInt8($0) }
            case .uint16: append(counts.map { UInt16($0) }, &bytes)
            default: append(counts, &bytes)
            }
            return frames
        default: return try appendNumbers(numbers(samples), form, &bytes)
        }
    }

    private func appendNumbers(_ answers: [Float], _ form: AnswerForm, _ bytes: inout [UInt8]) throws -> Int {
        let size = outputShape.count
        let answered = answers.count / size
        if form == .class {
            appendClasses(
                (0..<answered).map { frame in
                    var best = 0
                    for place in 1..<max(1, size) where answers[frame * size + place] > answers[frame * size + best] {
                        best = place
                    }
                    return Int32(best)
                }, &bytes)
        } else {
            append(preparation?.target?.undone(on: answers) ?? answers, &bytes)
        }
        return answered
    }

    /// Appends answers that were computed elsewhere.
    /// - Throws: `BrainError` if the answers have no such form.
    public func append(_ answers: [Float], as form: AnswerForm, into bytes: inout [UInt8]) throws -> Int {
        guard form != .float else {
            append(answers, &bytes)
            return answers.count / outputShape.count
        }
        return try appendNumbers(answers, form, &bytes)
    }

    /// What the net answers, before it is brought back to the units of the targets.
    private func numbers(_ samples: NetlistSamples) throws -> [Float] {
        if let evaluator { return try evaluator.forward(samples).frameMajorValues() }
        guard let net else { preconditionFailure("without LUTs there is a net") }
        let numbers = try samples.numbers(of: inputShape)
        let size = inputShape.count
        var answers: [Float] = []
        for start in stride(from: 0, to: numbers.count, by: Self.layerBatch * size) {
            let batch = Array(numbers[start..<min(numbers.count, start + Self.layerBatch * size)])
            answers += try net.forward(FrameBuffer(frameMajor: batch, shape: inputShape), train: false)
                .frameMajorValues()
            net.clear()
        }
        return answers
    }

    private func appendClasses(_ classes: [Int32], _ bytes: inout [UInt8]) {
        if element(of: .class) == .uint8 {
            bytes += classes.map { UInt8($0) }
        } else {
            append(classes.map { UInt16($0) }, &bytes)
        }
    }

    private func append(_ values: [some Any], _ bytes: inout [UInt8]) {
        values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
}
